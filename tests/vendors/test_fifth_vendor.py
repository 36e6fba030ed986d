"""Adding a vendor, as the README says it: one folder, one simulator, one icon, one example file, and no more.

It is added to a copy of the tree; everything else there is untouched.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import app.vendors
from tests.e2e.command_line import SECONDS

ROOT = Path(app.vendors.__path__[0]).parents[1]
PARTS = Path(__file__).parent / "fifth"
ADDED = {
    "declaration.py": "app/vendors/lantern/__init__.py",
    "simulator.py": "app/sandbox/lantern/__init__.py",
    "lantern.svg": "resources/icons/lantern.svg",
    "lantern-parcels.csv": "resources/examples/lantern-parcels.csv",
}
KIND = "lantern.parcels"


@dataclass(frozen=True)
class Tree:
    """A copy of the tree with the fifth vendor in it."""

    folder: Path

    def run(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"},
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=3 * SECONDS,
        )

    def counterfoil(self, *words: str, code: int = 0, stdin: str = "") -> Any:
        """Run one command of the copy and read what it says."""
        place = self.folder / "workspace"
        done = self.run("-m", "ui", "--workspace", str(place), "--json", *words, stdin=stdin)
        assert done.returncode == code, done.stdout + done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    folder = tmp_path_factory.mktemp("tree")
    for name in ("app", "ui", "resources", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", "screenshots")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for part, target in ADDED.items():
        (folder / target).parent.mkdir(exist_ok=True)
        shutil.copy(PARTS / part, folder / target)
    shutil.copy(PARTS / "window_check.py", folder / "tests" / "ui" / "test_lantern_window.py")
    return Tree(folder)


@pytest.fixture(scope="module")
def sandbox(tree: Tree) -> Iterator[dict[str, Any]]:
    """The copy's own sandbox, which has found the fifth simulator."""
    command = [sys.executable, "-m", "ui", "sandbox", "--records", "30", "--seed", "1"]
    environment = {**os.environ, "PYTHONPATH": str(tree.folder)}
    with subprocess.Popen(
        command, cwd=tree.folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()
            assert process.wait(SECONDS) == 0


def test_the_command_line_knows_it(tree: Tree) -> None:
    columns = {one["column"]: one for one in tree.counterfoil("kinds")[KIND]["fields"]}
    assert columns["weight"]["type"] == "decimal"
    assert columns["contents.sku"]["title"] == "Goods"
    head, row = tree.run("-m", "ui", "template", KIND).stdout.splitlines()
    assert head.split(",")[:3] == ["code", "name", "weight"]
    assert row.split(",")[:3] == ["P-900", "Fjord & Fell ApS", "12.5"]


def test_the_loop_goes_through_from_a_file_to_the_vendor_and_back(
    tree: Tree, sandbox: dict[str, Any], tmp_path: Path
) -> None:
    place = sandbox["lantern"]
    secrets = tmp_path / "secrets.json"
    secrets.write_text(json.dumps(place["credentials"]), encoding="utf-8")
    session = ("--session-credentials", str(secrets))
    tree.counterfoil("connect", "lantern", "--name", "Depot", "--url", place["url"], "--test", *session)
    on = ("--connection", "Depot")
    assert tree.counterfoil("pull", *on, *session)["added"] == 30

    file = tmp_path / "parcels.csv"
    file.write_text(
        "Parcel code;Receiver;weight;Fragile;contents sku;contents.count\n"
        "P-003;Åse & Søn;12,5;ja;LAMP-1;2\nP-003;;;;WICK-1;1\nP-004;Too heavy;2000;;;\nN-1;Ny;1;nej;;\n",
        encoding="utf-8",
    )
    told = tree.counterfoil("import", str(file), "--into", KIND, *on, "--accept", code=3)
    assert (told["rows"], told["records"], told["added"], told["changed"]) == (4, 3, 1, 2)
    (problem,) = told["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (4, "weight", "2000")

    (request, *_) = tree.counterfoil("push", *on, "--dry-run")["requests"]
    assert request["url"].endswith("/parcels/P-003")
    assert place["credentials"]["pass_phrase"] not in json.dumps(request)

    pushed = tree.counterfoil("push", *on, *session, code=3)
    assert (pushed["total"], pushed["applied"], pushed["skipped"]) == (3, 2, 1)
    assert tree.counterfoil("action", "seal", KIND, *on, "--key", "P-003", "--yes", *session)["applied"] == 1
    exported = tmp_path / "out.csv"
    tree.counterfoil("export", KIND, *on, "--to", str(exported))
    assert "P-003,Åse & Søn,12.5,true" in exported.read_text(encoding="utf-8-sig")


def test_its_tab_its_forms_and_the_contract_follow(tree: Tree) -> None:
    """The contract suite and a look at the window, both in the copy."""
    done = tree.run(
        *("-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-k", "lantern"),
        *("tests/vendors", "tests/ui/test_lantern_window.py"),
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    passed = int(done.stdout.split(" passed")[0].rsplit(maxsplit=1)[-1])
    assert passed >= 60
