"""The task runner as a person calls it, and what its commands start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from tasks import commands, environment, shell, system

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT / "packaging" / "dev.py"


class Started:
    """Stands in for `run`: keeps each command and its extra environment, and answers with a code."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.commands: list[list[str]] = []
        self.envs: list[Mapping[str, str] | None] = []

    def __call__(self, command: Sequence[object], *, env: Mapping[str, str] | None = None) -> int:
        self.commands.append([str(word) for word in command[1:]])
        self.envs.append(env)
        return self.code


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    started = Started()
    monkeypatch.setattr(commands, "run", started)
    monkeypatch.setattr(commands, "prepare", lambda requirements: None)
    monkeypatch.setattr(environment, "ensure", lambda requirements: None)
    monkeypatch.setattr(system, "require_desktop", lambda: None)
    return started


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(DEV), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_help_lists_every_command() -> None:
    done = dev("--help")
    assert done.returncode == 0
    assert all(f"  {name}" in done.stdout for name in commands.COMMANDS)


@pytest.mark.parametrize("arguments", [(), ("dance",)])
def test_no_or_an_unknown_command_is_refused_with_the_list(arguments: tuple[str, ...]) -> None:
    done = dev(*arguments)
    assert done.returncode == 2
    assert "usage:" in done.stdout


def test_the_demo_draws_offscreen_without_a_screen(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "has_screen", lambda: False)
    commands.demo(["--seed", "1"])
    assert started.commands == [["-m", "ui", "--demo", "--seed", "1"]]
    assert started.envs == [{"QT_QPA_PLATFORM": "offscreen"}]


def test_the_demo_can_be_told_to_draw_offscreen(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "has_screen", lambda: True)
    commands.demo([])
    commands.demo(["--offscreen"])
    assert started.commands == [["-m", "ui", "--demo"]] * 2
    assert started.envs == [None, {"QT_QPA_PLATFORM": "offscreen"}]


def test_the_gate_goes_on_to_the_tests_after_a_failure(
    started: Started, capsys: pytest.CaptureFixture[str]
) -> None:
    started.code = 1
    assert commands.test([]) == 1
    assert [words[:2] for words in started.commands[:3]] == [["-m", "ruff"], ["-m", "ruff"], ["-m", "mypy"]]
    assert started.commands[-1] == ["-m", "pytest", "--no-skips", "--cov", "--cov-report=term"]
    assert capsys.readouterr().out.endswith("Failed: format, lint, types, layers, tests\n")


def test_the_gate_says_that_it_left_the_specs_out(started: Started, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.test([]) == 0
    assert "== specs\nLeft out: COUNTERFOIL_SPECS names no folder" in capsys.readouterr().out
    assert not [words for words in started.commands if "tests.specs" in words]


def test_the_gate_checks_the_specs_where_they_are(
    started: Started, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COUNTERFOIL_SPECS", str(tmp_path))
    assert commands.test([]) == 0
    assert started.commands[-2] == ["-m", "tests.specs", str(tmp_path.resolve())]
    assert commands.test(["tests/packaging"]) == 0
    assert started.commands[-2][:2] != ["-m", "tests.specs"]


def test_a_folder_of_specs_that_is_not_there_fails_the_gate(
    started: Started, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COUNTERFOIL_SPECS", str(tmp_path / "gone"))
    assert commands.test([]) == 1
    said = capsys.readouterr().out
    assert "gone is no folder." in said
    assert said.endswith("Failed: specs\n")


@pytest.mark.parametrize("arguments", [[], ["nowhere"]])
def test_specs_cannot_be_checked_without_a_folder(started: Started, arguments: list[str]) -> None:
    with pytest.raises(shell.Stop, match=r"COUNTERFOIL_SPECS|is no folder"):
        commands.check_specs(arguments)
    assert started.commands == []


def test_the_quick_check_leaves_the_slower_tests_out(started: Started) -> None:
    assert commands.check([]) == 0
    assert started.commands[-1][-1] == "not (desktop or keyring or e2e or slow)"


def test_an_answer_of_a_program_that_fails_or_is_not_there_is_none(tmp_path: Path) -> None:
    assert shell.answer([sys.executable, "-c", "raise SystemExit(3)"]) is None
    assert shell.answer([tmp_path / "gone"]) is None
    assert shell.answer([sys.executable, "-c", "print('here')"]) == "here\n"


def test_the_ci_script_runs_the_test_command_of_the_readme() -> None:
    command = "python3 packaging/dev.py test"
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")
