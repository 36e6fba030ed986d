"""Finding a Python that really runs, among shims that do not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tasks import interpreter
from tasks.shell import Stop


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def answering(path: Path, answer: str) -> Path:
    return script(path, f"echo '{answer}'")


def test_the_running_python_is_new_enough() -> None:
    found = interpreter.probe([sys.executable])
    assert found is not None
    assert found.is_new_enough
    assert found.version == sys.version_info[:2]


@pytest.mark.parametrize("text", ["exit 127", "echo 'pyenv: command not found'", "echo 3.14; exit 1"])
def test_a_shim_that_does_not_answer_is_no_python(tmp_path: Path, text: str) -> None:
    assert interpreter.probe([str(script(tmp_path / "python3", text))]) is None


def test_shims_and_old_versions_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(answering(tmp_path / "old", '[[3, 9], "/old", true, true]')))
    script(tmp_path / "shims" / "python3.14", "exit 127")
    answering(tmp_path / "bin" / "python3.12", '[[3, 12], "/good", true, true]')
    monkeypatch.setenv("PATH", f"{tmp_path / 'shims'}:{tmp_path / 'bin'}")
    assert interpreter.find().path == "/good"


def test_a_python_that_can_install_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = answering(tmp_path / "bare", '[[3, 13], "/bare", false, false]')
    monkeypatch.setattr(sys, "executable", str(bare))
    answering(tmp_path / "bin" / "python3.11", '[[3, 11], "/whole", false, true]')
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert interpreter.find().path == "/whole"


def test_without_any_python_the_person_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Stop, match=r"No Python 3\.11 or newer was found"):
        interpreter.find()
