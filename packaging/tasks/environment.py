"""Owns `.venv`: makes it, fills it from the pinned requirements, and knows when it is up to date."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

from tasks import interpreter, system
from tasks.interpreter import Interpreter
from tasks.shell import ROOT, Stop, run, say

VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
# What is installed. Absent: nobody set it up yet, or somebody else made the environment.
STAMP = VENV / "counterfoil-setup.txt"
# Present while packages are being installed: an interrupted run leaves it behind.
UNFINISHED = VENV / "counterfoil-unfinished"

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"


def ensure(requirements: str) -> None:
    """Make `.venv` hold exactly the pinned `requirements` and the project; instant when it does."""
    if _is_current(requirements):
        return
    base = interpreter.find()
    if UNFINISHED.exists() or not _runs():
        _remove()
    uv = shutil.which("uv")
    if not VENV.exists():
        base = _create(base, uv)
    UNFINISHED.touch()
    _fill(requirements, base, uv)
    STAMP.write_text(_stamp(requirements), encoding="utf-8")
    UNFINISHED.unlink()


def _stamp(requirements: str) -> str:
    """What an environment filled from `requirements` depends on; scripts in it hold the root's path."""
    digest = hashlib.sha256(os.fsencode(ROOT))
    for file in (ROOT / "packaging" / requirements, ROOT / "pyproject.toml"):
        digest.update(file.read_bytes())
    return f"{requirements} {digest.hexdigest()}\n"


def _is_current(requirements: str) -> bool:
    if UNFINISHED.exists() or not STAMP.exists():
        return False
    # The development requirements hold the runtime ones at the same versions.
    enough = {_stamp(requirements), _stamp(DEVELOPMENT)}
    return STAMP.read_text(encoding="utf-8") in enough and _runs()


def _runs() -> bool:
    found = interpreter.probe([os.fspath(PYTHON)]) if PYTHON.exists() else None
    return found is not None and found.is_new_enough


def _remove() -> None:
    if not VENV.exists():
        return
    if Path(sys.prefix).resolve() == VENV.resolve():
        raise Stop("The .venv is half made and this command runs in it. Start it with another Python.")
    say("The .venv is half made or does not run; making it again.")
    shutil.rmtree(VENV)


def _create(base: Interpreter, uv: str | None) -> Interpreter:
    """Make an empty environment and return the Python it came from."""
    if not (uv or base.can_install):
        # Debian ships ensurepip apart, in python3-venv.
        system.require(["python3-venv"])
        base = interpreter.find()
        if not base.can_install:
            raise Stop(f"{base.path} has neither ensurepip nor pip. Install pip for it (python3-venv).")
    say(f"Making .venv with Python {base.version[0]}.{base.version[1]} ({base.path})")
    # Before anything else, so that an interruption from here on is seen.
    VENV.mkdir()
    UNFINISHED.touch()
    without_pip = ["--without-pip"] if uv or not base.has_ensurepip else []
    if run([base.path, "-m", "venv", *without_pip, VENV]) != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stop(f"{base.path} could not make an environment; its reason stands above.")
    return base


def _fill(requirements: str, base: Interpreter, uv: str | None) -> None:
    """Install the pinned packages by their hashes, then the project itself in place."""
    say(f"Installing packaging/{requirements}")
    # The pins are complete. Resolved again, an extra such as coverage[toml] is looked for at its newest
    # version, which has no hash here: pip 23 then refuses the whole file on the day one is released.
    pinned: list[str | Path] = ["--no-deps", "--require-hashes", "-r", ROOT / "packaging" / requirements]
    project: list[str | Path] = ["--no-deps", "--no-build-isolation", "-e", ROOT]
    for installer in _installers(base, uv):
        if all(run([*installer, *what]) == 0 for what in (pinned, project)):
            return
    raise Stop("The packages could not be installed; the reason stands above. Nothing else was changed.")


def _installers(base: Interpreter, uv: str | None) -> list[list[str]]:
    """Commands that install into `.venv`, in the order to try."""
    found = []
    if uv:
        # Not the only one: uv reads no pip.conf, so pip may reach what uv cannot.
        found.append([uv, "pip", "install", "--quiet", "--python", os.fspath(PYTHON)])
    inside = interpreter.probe([os.fspath(PYTHON)])
    options = ["--quiet", "--no-input", "--disable-pip-version-check"]
    if inside and inside.has_pip:
        found.append([os.fspath(PYTHON), "-m", "pip", "install", *options])
    elif base.has_pip:
        found.append([base.path, "-m", "pip", "--python", os.fspath(PYTHON), "install", *options])
    return found
