"""Every promise of the product has tests that prove it, and those tests exist."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE: dict[str, dict[str, Any]] = tomllib.loads(
    (ROOT / "tests" / "promises.toml").read_text(encoding="utf-8")
)
IDS = [f"P{number}" for number in range(1, 16)]
MAY_BE_OPEN: frozenset[str] = frozenset()


def names_of_tests(file: Path) -> set[str]:
    """Names of the tests in a file, those of classes as `Class::test`."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
    return {name for name in found if name.rpartition("::")[2].startswith("test_")}


def complaint_about(proof: str) -> str:
    """Say what is wrong with a node id, or nothing."""
    name, _, test = proof.partition("::")
    file = ROOT / name
    if not name.startswith("tests/") or not file.is_file():
        return f"{proof}: there is no such file"
    return "" if test in names_of_tests(file) else f"{proof}: there is no such test"


def test_catalogue_holds_every_promise_once_and_in_order() -> None:
    assert list(CATALOGUE) == IDS
    assert all(each["sentence"].endswith(".") for each in CATALOGUE.values())


@pytest.mark.parametrize("promise", IDS)
def test_promise_is_proven_or_says_why_it_is_open(promise: str) -> None:
    entry = CATALOGUE[promise]
    proofs = entry.get("proofs", [])
    assert [text for proof in proofs if (text := complaint_about(proof))] == []
    assert len(proofs) == len(set(proofs))
    if "open" in entry:
        assert promise in MAY_BE_OPEN
        assert entry["open"].strip()
    else:
        assert proofs, f"{promise} has no proof"


def test_proof_that_does_not_exist_is_noticed() -> None:
    here = "tests/test_promises.py"
    assert complaint_about(f"{here}::test_catalogue_holds_every_promise_once_and_in_order") == ""
    assert "no such test" in complaint_about(f"{here}::test_never_written")
    assert "no such file" in complaint_about("tests/test_never_written.py::test_it")
    assert "no such file" in complaint_about("app/errors.py::test_it")
