"""Finds a Python that is new enough and really runs."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.shell import Stop, answer

OLDEST = (3, 11)
NAMES = ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python")

# A Python on the path may be a shim that does not answer, or lack a part that Debian ships apart.
PROBE = """
import importlib.util, json, sqlite3, ssl, sys, venv
has = lambda name: importlib.util.find_spec(name) is not None
base = getattr(sys, "_base_executable", None) or sys.executable
print(json.dumps([list(sys.version_info[:2]), base, has("ensurepip"), has("pip")]))
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python that answered. Without `has_ensurepip` and `has_pip` it cannot fill an environment."""

    path: str
    version: tuple[int, int]
    has_ensurepip: bool
    has_pip: bool

    @property
    def is_new_enough(self) -> bool:
        return self.version >= OLDEST

    @property
    def can_install(self) -> bool:
        return self.has_ensurepip or self.has_pip


def probe(command: Sequence[str]) -> Interpreter | None:
    """Ask one Python what it is; None when it does not answer."""
    text = answer([*command, "-c", PROBE])
    if text is None:
        return None
    try:
        version, path, has_ensurepip, has_pip = json.loads(text)
    except ValueError:
        return None
    return Interpreter(path, (version[0], version[1]), has_ensurepip, has_pip)


def candidates() -> Iterator[list[str]]:
    """Commands that may start a Python, the running one first."""
    yield [sys.executable]
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        for name in NAMES:
            if found := shutil.which(name, path=folder):
                yield [found]
    if launcher := shutil.which("py"):
        yield [launcher, "-3"]


def find() -> Interpreter:
    """Return the first Python that is new enough, one that can install packages before any other."""
    asked = set()
    usable = []
    for command in candidates():
        if tuple(command) in asked:
            continue
        asked.add(tuple(command))
        found = probe(command)
        if found and found.is_new_enough:
            if found.can_install:
                return found
            usable.append(found)
    if usable:
        return usable[0]
    wanted = ".".join(map(str, OLDEST))
    raise Stop(
        f"No Python {wanted} or newer was found; {len(asked)} were tried. "
        "Install one and run this command again."
    )
