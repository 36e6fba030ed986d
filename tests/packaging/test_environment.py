"""When .venv is made, kept, filled again or thrown away."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from tasks import environment, interpreter
from tasks.environment import DEVELOPMENT, RUNTIME
from tasks.interpreter import Interpreter


class Filling:
    """Stands in for the installer, which needs a network, and tells what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, requirements: str, base: Interpreter, uv: str | None) -> None:
        assert environment.UNFINISHED.exists()
        self.asked.append(requirements)


@pytest.fixture
def filling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Filling:
    """A project in `tmp_path` with requirements, whose environment really is made."""
    venv = tmp_path / ".venv"
    scripts = venv / environment.SCRIPTS.name
    places = {
        "ROOT": tmp_path,
        "VENV": venv,
        "SCRIPTS": scripts,
        "PYTHON": scripts / environment.PYTHON.name,
        "STAMP": venv / "stamp",
        "UNFINISHED": venv / "unfinished",
    }
    for name, place in places.items():
        monkeypatch.setattr(environment, name, place)
    (tmp_path / "packaging").mkdir()
    for file in (f"packaging/{RUNTIME}", f"packaging/{DEVELOPMENT}", "pyproject.toml"):
        (tmp_path / file).write_text(f"# {file}\n", encoding="utf-8")
    # Without ensurepip the environment is made in a moment.
    real = Interpreter(sys.executable, sys.version_info[:2], has_ensurepip=False, has_pip=True)
    monkeypatch.setattr(interpreter, "find", lambda: real)
    filling = Filling()
    monkeypatch.setattr(environment, "_fill", filling)
    return filling


def test_a_second_setup_has_nothing_to_do(filling: Filling) -> None:
    environment.ensure(DEVELOPMENT)
    environment.ensure(DEVELOPMENT)
    environment.ensure(RUNTIME)
    assert filling.asked == [DEVELOPMENT]


def test_what_runs_the_app_is_not_enough_to_test_it(filling: Filling) -> None:
    environment.ensure(RUNTIME)
    environment.ensure(DEVELOPMENT)
    assert filling.asked == [RUNTIME, DEVELOPMENT]


@pytest.mark.parametrize("file", [f"packaging/{DEVELOPMENT}", "pyproject.toml"])
def test_changed_requirements_are_installed(filling: Filling, tmp_path: Path, file: str) -> None:
    environment.ensure(DEVELOPMENT)
    (tmp_path / file).write_text("changed", encoding="utf-8")
    environment.ensure(DEVELOPMENT)
    assert filling.asked == [DEVELOPMENT, DEVELOPMENT]


def test_a_half_made_environment_is_made_again(filling: Filling) -> None:
    environment.ensure(DEVELOPMENT)
    leftover = environment.VENV / "leftover"
    leftover.touch()
    environment.UNFINISHED.touch()
    environment.ensure(DEVELOPMENT)
    assert filling.asked == [DEVELOPMENT, DEVELOPMENT]
    assert not leftover.exists()
    assert not environment.UNFINISHED.exists()


def test_an_interruption_while_it_is_made_is_seen(filling: Filling, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*command: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(environment, "run", interrupted)
        with pytest.raises(KeyboardInterrupt):
            environment.ensure(DEVELOPMENT)
    environment.ensure(DEVELOPMENT)
    assert interpreter.probe([str(environment.PYTHON)]) is not None
    assert filling.asked == [DEVELOPMENT]


def test_an_environment_whose_python_is_gone_is_made_again(filling: Filling) -> None:
    environment.ensure(DEVELOPMENT)
    shutil.rmtree(environment.SCRIPTS)
    environment.ensure(DEVELOPMENT)
    assert interpreter.probe([str(environment.PYTHON)]) is not None


def test_a_sound_environment_made_by_hand_is_kept(filling: Filling) -> None:
    environment.ensure(DEVELOPMENT)
    own = environment.VENV / "own"
    own.touch()
    environment.STAMP.unlink()
    environment.ensure(DEVELOPMENT)
    assert own.exists()


def test_without_pip_inside_the_pip_outside_installs(filling: Filling) -> None:
    environment.ensure(DEVELOPMENT)
    base = Interpreter("/base", (3, 11), has_ensurepip=False, has_pip=True)
    with_uv = environment._installers(base, "/bin/uv")
    assert [command[0] for command in with_uv] == ["/bin/uv", "/base"]
    assert "--python" in with_uv[1]


def test_pinned_packages_are_installed_without_looking_for_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A newer version of a package with extras, out today, must not stop a setup."""
    ran: list[list[str]] = []

    def run(command: list[str | Path]) -> int:
        ran.append([str(part) for part in command])
        return 0

    monkeypatch.setattr(environment, "run", run)
    monkeypatch.setattr(environment, "_installers", lambda base, uv: [["install"]])
    base = Interpreter(sys.executable, sys.version_info[:2], has_ensurepip=True, has_pip=True)
    environment._fill(DEVELOPMENT, base, None)
    pinned, project = ran
    assert {"--no-deps", "--require-hashes"} <= set(pinned)
    assert pinned[-1].endswith(DEVELOPMENT)
    assert project[-2:] == ["-e", str(environment.VENV.parent)]
