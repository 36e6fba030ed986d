"""Finds and uses the widgets of a running program as a screen reader does, by role and name."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.desktop.processes import wait_for
from tests.desktop.screen import Area
from tests.desktop.system import System

SYSTEM_PYTHON = "/usr/bin/python3"
DRIVER = Path(__file__).with_name("atspi_driver.py")


class Accessibility:
    """The driver process on one desktop."""

    def __init__(self, env: Mapping[str, str], system: System | None = None) -> None:
        place = system or System()
        driver = Path(env["HOME"], DRIVER.name)
        shutil.copy(DRIVER, place.seen_from_here(driver))
        self._driver = subprocess.Popen(
            place.command([SYSTEM_PYTHON, "-I", driver]),
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def ask(self, do: str, **question: object) -> Any:
        """Ask the driver; its errors become the test's."""
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        self._driver.stdin.write(json.dumps({"do": do, **question}) + "\n")
        line = self._driver.stdout.readline()
        assert line, "the accessibility driver ended"
        answer = json.loads(line)
        assert "error" not in answer, f"{do} {question}: {answer['error']}"
        return answer["value"]

    def program(self, pid: int) -> Program:
        return Program(self, {"pid": pid})

    def close(self) -> None:
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        self._driver.stdin.close()
        try:
            self._driver.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._driver.kill()
            self._driver.wait(timeout=5)
        self._driver.stdout.close()


@dataclass(frozen=True)
class Place:
    """Somewhere to look for widgets: a program, or a widget that holds others."""

    accessibility: Accessibility
    where: Mapping[str, int]

    def find(
        self, role: str | None = None, name: str | None = None, *, seconds: float = 10, showing: bool = True
    ) -> Widget:
        """Wait for a widget of that role and name; fail when none shows in time."""
        found = self.find_all(role, name, seconds=seconds, showing=showing)
        assert found, f"no {role or 'widget'} {name!r} within {seconds:.0f} s"
        return found[0]

    def find_all(
        self, role: str | None = None, name: str | None = None, *, seconds: float = 0, showing: bool = True
    ) -> list[Widget]:
        question = {"role": role, "name": name, "seconds": seconds, "showing": showing, **self.where}
        facts = self.accessibility.ask("find", **question)
        return [Widget(self.accessibility, {"within": fact["id"]}, fact) for fact in facts]

    def tree(self) -> list[str]:
        """Role and name of every widget, hidden ones too: for writing tests."""
        lines: list[str] = self.accessibility.ask("tree", **self.where)
        return lines


class Program(Place):
    """A running program."""


@dataclass(frozen=True)
class Widget(Place):
    """One widget; `facts` are as they were when it was found."""

    facts: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self._now()["name"])

    @property
    def states(self) -> set[str]:
        return set(self._now()["states"])

    @property
    def is_showing(self) -> bool:
        return "showing" in self.states

    @property
    def area(self) -> Area:
        """Where it is on the screen."""
        return Area(*self._now()["box"])

    @property
    def text(self) -> str:
        return str(self._do("text"))

    def press(self, action: str | None = None) -> None:
        """Do its press, or the action of that name."""
        self._do("press", **({"action": action} if action else {}))

    def set_text(self, text: str) -> None:
        assert self._do("set_text", text=text), "its text cannot be set"

    def focus(self) -> None:
        self._do("focus")

    def select(self, index: int) -> None:
        """Select its child of that index: a tab, an entry of a list."""
        self._do("select", index=index)

    def wait_until(self, state: str, *, seconds: float = 10) -> None:
        """Wait for an accessible state such as `enabled`, `checked` or `focused`."""
        wait_for(lambda: state in self.states, f"{state} of {self.facts['name']!r}", seconds=seconds)

    # Tables

    @property
    def row_count(self) -> int:
        return int(self._do("size")[0])

    @property
    def header(self) -> list[str]:
        return list(self._do("header"))

    def row(self, number: int) -> list[str]:
        """The texts of one row, from 0."""
        return list(self._do("row", row=number))

    def cell(self, row: int, column: int) -> Widget:
        fact = self._do("cell", row=row, column=column)
        return Widget(self.accessibility, {"within": fact["id"]}, fact)

    def _do(self, what: str, **more: object) -> Any:
        return self.accessibility.ask(what, id=self.where["within"], **more)

    def _now(self) -> dict[str, Any]:
        facts: dict[str, Any] = self._do("again")
        return facts
