"""What a person does right after installing, on a real desktop in a fresh system.

The one argument of `python -m tests.desktop.fresh` is the folder of the system; in there the package and a
desktop are installed, and a person named `tester` lives. Only root can run it; `dev.py check-deb` does so.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.desktop.accessibility import Accessibility
from tests.desktop.files import FileManager
from tests.desktop.processes import Opened, wait_for
from tests.desktop.screen import Desktop
from tests.desktop.system import System
from tests.e2e.window import EXAMPLE, RIGHT_SIDE, Window, fixed_by_keyboard, wait_until_right

PERSON = "tester"
ENTRY = "counterfoil.desktop"
LONG = 60.0


def main(arguments: list[str]) -> int:
    """Double-click, drag, push and start twice; any step that fails ends it with what was waited for."""
    system = System(Path(arguments[0]).resolve(), PERSON)
    desktop = Desktop(system)
    try:
        desktop.start()
        _walk(desktop, system)
    finally:
        desktop.close()
    return 0


def _walk(desktop: Desktop, system: System) -> None:
    accessibility = Accessibility(desktop.env, system)
    try:
        folder = _things_to_click(desktop, system)
        with _connected(desktop) as records:
            files = FileManager(desktop, accessibility, folder)
            window = _opened_by_its_icon(desktop, accessibility, files)
            _dragged_and_pushed(window, files)
            _expect(len(records()) >= 40, "The simulator does not hold what was pushed.")
            _joined_by_a_second_start(window, files)
            window.close()
    finally:
        accessibility.close()


def _things_to_click(desktop: Desktop, system: System) -> Path:
    """Put the installed icon and an example file into a folder, as a person has them on the desktop."""
    folder = desktop.session.home / "to click"
    seen = system.seen_from_here(folder)
    seen.mkdir()
    shutil.copy(EXAMPLE, seen)
    shutil.copy(system.seen_from_here(f"/usr/share/applications/{ENTRY}"), seen)
    (seen / ENTRY).chmod(0o755)
    system.hand_over(seen)
    return folder


@contextmanager
def _connected(desktop: Desktop) -> Iterator[Any]:
    """Run the installed sandbox and connect the person's own workspace to it, by the real keyring."""
    words = ["counterfoil", "sandbox", "--records", "5"]
    sandbox = subprocess.Popen(
        desktop.session.system.command(words), env=dict(desktop.env), stdout=subprocess.PIPE, text=True
    )
    assert sandbox.stdout is not None
    try:
        address = json.loads(sandbox.stdout.readline())
        place = address["traede"]
        subprocess.run(
            desktop.session.system.command(
                ["counterfoil", "connect", "traede", "--name", "Nordic test", "--url", place["url"]]
            ),
            input=json.dumps(place["credentials"]),
            env=dict(desktop.env),
            text=True,
            check=True,
            capture_output=True,
            timeout=LONG,
        )
        yield lambda: _held(f"{address['control']}/traede")
    finally:
        sandbox.terminate()
        sandbox.communicate(timeout=30)


def _held(url: str) -> list[Any]:
    import httpx  # noqa: PLC0415  at first use

    records = httpx.get(url, trust_env=False, timeout=LONG).json()["records"]
    return list(records)


def _opened_by_its_icon(desktop: Desktop, accessibility: Accessibility, files: FileManager) -> Window:
    print("double click on the icon", flush=True)  # noqa: T201  says where it is
    desktop.click(files.icon("Counterfoil"), times=2)
    handle = desktop.find_window("Counterfoil", seconds=LONG)
    desktop.place(handle, RIGHT_SIDE)
    pid = int(desktop.xdotool("getwindowpid", handle))
    window = Window(desktop, Opened(pid), handle, accessibility.program(pid))
    window.button("Import", seconds=LONG)
    return window


def _dragged_and_pushed(window: Window, files: FileManager) -> None:
    print("drag a CSV onto the window, keep, fix, review, push", flush=True)  # noqa: T201  as above
    desktop = window.desktop
    files.raise_window()
    desktop.drag(files.icon(EXAMPLE.name), desktop.area(window.handle).middle)
    window.button("Keep all 42", seconds=LONG).press()
    fixed_by_keyboard(window, "12.5")
    wait_until_right(window)
    desktop.key("ctrl+s")
    window.button("Push 42 changes to Nordic test", seconds=LONG)
    desktop.key("ctrl+Return")
    window.says("42 applied", seconds=LONG)


def _joined_by_a_second_start(window: Window, files: FileManager) -> None:
    print("double click on a CSV while it is open", flush=True)  # noqa: T201  as above
    desktop = window.desktop
    files.raise_window()
    desktop.click(files.icon(EXAMPLE.name), times=2)
    wait_for(lambda: desktop.xdotool("getactivewindow") == window.handle, "the first window", seconds=LONG)
    shown = desktop.xdotool("search", "--onlyvisible", "--name", "^Counterfoil$").split()
    _expect(shown == [window.handle], f"There are {len(shown)} windows.")
    window.says(EXAMPLE.name, seconds=LONG)


def _expect(is_so: bool, complaint: str) -> None:  # noqa: FBT001  reads as the sentence it is
    if not is_so:
        raise AssertionError(complaint)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
