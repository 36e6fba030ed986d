"""The window as a person has it: a process on a real screen, beside a running sandbox."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.desktop.accessibility import Accessibility, Program, Widget
from tests.desktop.processes import Running, wait_for
from tests.desktop.screen import Area, Desktop
from tests.e2e.command_line import PROGRAM, ROOT, Sandbox, running_sandbox

EXAMPLE = ROOT / "resources" / "examples" / "traede-customers.csv"
GRID = "TRAEDE customers table"
RIGHT_SIDE = Area(420, 30, 1010, 840)
BAD_KEY, BAD_CELL = "20138", "12,5o"


@dataclass(frozen=True)
class Window:
    """A running Counterfoil: its process, its widgets, and the screen it is on."""

    desktop: Desktop
    process: Running
    handle: str
    widgets: Program

    def button(self, start: str, *, seconds: float = 20) -> Widget:
        """Wait for an enabled button whose words begin so."""

        def found() -> Widget | None:
            buttons = self.widgets.find_all("push button")
            return next(
                (one for one in buttons if one.facts["name"].startswith(start) and is_enabled(one)), None
            )

        return wait_for(found, f"a button {start!r}", seconds=seconds)

    def table(self, name: str, *, rows: int, seconds: float = 20) -> Widget:
        """Wait for a table to show so many rows."""
        table = self.widgets.find("table", name, seconds=seconds)
        wait_for(lambda: table.row_count == rows, f"{rows} rows in {name}", seconds=seconds)
        return table

    def says(self, part: str, *, seconds: float = 30) -> str:
        """Wait for a label with these words in it; gives the whole text."""

        def found() -> str | None:
            texts = [str(one.facts["name"]) for one in self.widgets.find_all("label")]
            return next((text for text in texts if part in text), None)

        return wait_for(found, f"the words {part!r}", seconds=seconds)

    def wait_for_focus(self, role: str, start: str, *, seconds: float = 20) -> None:
        """Wait until the keys go to a widget of that role whose name begins so."""

        def found() -> bool:
            widgets = self.widgets.find_all(role)
            names = (one.facts["name"] for one in widgets if "focused" in one.facts["states"])
            return any(name.startswith(start) for name in names)

        wait_for(found, f"the focus on {start!r}", seconds=seconds)

    def come_forward(self) -> None:
        self.desktop.xdotool("windowactivate", self.handle)
        wait_for(lambda: self.desktop.xdotool("getactivewindow") == self.handle, "the window in front")

    def close(self) -> None:
        """Close it as a person does; it must end well."""
        assert self.desktop.quit(self.handle, self.process) == 0


def is_enabled(widget: Widget) -> bool:
    return "enabled" in widget.facts["states"]


@contextmanager
def counterfoil(
    desktop: Desktop, accessibility: Accessibility, workspace: Path, *, ready: str = "Import"
) -> Iterator[Window]:
    """Open the window on a workspace, wait for its button `ready`, and end it by its own way out."""
    process = desktop.run([*PROGRAM, "--workspace", workspace])
    handle = desktop.find_window("Counterfoil")
    desktop.place(handle, RIGHT_SIDE)
    window = Window(desktop, process, handle, accessibility.program(process.pid))
    window.button(ready)
    yield window
    if process.poll() is None:
        window.close()


@contextmanager
def connected(
    desktop: Desktop, workspace: Path, vendor: str = "traede", *, name: str = "Nordic test", records: int = 20
) -> Iterator[Sandbox]:
    """Run a sandbox and connect the workspace to it, secrets in the real keyring of that desktop."""
    with running_sandbox(records=records) as sandbox:
        there = sandbox.address[vendor]
        words = ["connect", vendor, "--name", name, "--url", there["url"]]
        subprocess.run(
            [sys.executable, "-m", "ui", "--workspace", str(workspace), *words],
            input=json.dumps(there["credentials"]),
            text=True,
            env=dict(desktop.env),
            cwd=ROOT,
            check=True,
            capture_output=True,
            timeout=60,
        )
        yield sandbox


def example_in(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return Path(shutil.copy(EXAMPLE, folder))


def fixed_by_keyboard(window: Window, text: str) -> None:
    """Walk from the first cell of the only problem row to its discount, and type over it."""
    grid = window.table(GRID, rows=1)
    window.come_forward()
    window.desktop.click(grid.cell(0, 1).area.middle)
    window.desktop.key("Right", "Right", "Right")
    window.desktop.type(text)
    window.desktop.key("Return")


def wait_until_right(window: Window) -> None:
    """Wait until nothing is held back any more."""

    def is_right() -> bool:
        return not any("cannot be pushed" in one.facts["name"] for one in window.widgets.find_all("label"))

    wait_for(is_right, "the problem to be gone", seconds=30)


def expected_customer(rows: list[dict[str, str]]) -> dict[str, Any]:
    """What the sandbox should hold for the rows of one customer of the example file."""
    first = rows[0]
    addresses = [
        {
            name.removeprefix("addresses."): text
            for name, text in row.items()
            if name.startswith("addresses.") and text
        }
        for row in rows
    ]
    return {"name": first["name"], "currency": first["currency"], "addresses": addresses}
