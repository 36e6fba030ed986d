from __future__ import annotations

import ast
from pathlib import Path

import app.sandbox
from app.sandbox.simulators import find_simulators

ROOT = Path(app.sandbox.__file__).parent


def test_each_folder_is_a_vendor() -> None:
    folders = {each.parent.name for each in ROOT.glob("*/__init__.py")}
    assert set(find_simulators(records=0, seed=1)) == folders
    assert "traede" in folders


def test_the_sandbox_knows_nothing_of_the_client() -> None:
    allowed = ("app.sandbox", "app.errors", "app.jobs")
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app"):
                assert (node.module or "").startswith(allowed), file
