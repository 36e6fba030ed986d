"""A real file manager that shows a folder, with the places of its icons."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.desktop.accessibility import Accessibility, Program
from tests.desktop.processes import wait_for
from tests.desktop.screen import Area, Desktop, Point
from tests.desktop.session import Session

# GTK 2 tells the accessibility bus of its widgets only through these modules.
GTK_ACCESSIBILITY = {"GTK_MODULES": "gail:atk-bridge"}
# Start what is double-clicked without asking first.
LIBFM_SETTINGS = "[config]\nquick_exec=1\nsingle_click=0\n"
PLACE = Area(0, 30, 480, 400)


class FileManager:
    """pcmanfm on the left of the screen."""

    def __init__(self, desktop: Desktop, accessibility: Accessibility, folder: Path) -> None:
        self._desktop = desktop
        _write_settings(desktop.session)
        self.process: subprocess.Popen[bytes] = desktop.run(
            ["pcmanfm", "--no-desktop", folder], env=GTK_ACCESSIBILITY
        )
        self.window = desktop.find_window(folder.name)
        desktop.place(self.window, PLACE)
        self._program: Program = accessibility.program(self.process.pid)

    def icon(self, name: str) -> Point:
        """Where to press the icon of the file `name`."""
        icon = self._program.find("icon", name)
        # The window may still be settling: what was measured twice is where it stays.
        return wait_for(lambda: _same(icon.area, icon.area), f"the icon of {name}").middle

    def raise_window(self) -> None:
        self._desktop.xdotool("windowactivate", self.window)


def _same(first: Area, second: Area) -> Area | None:
    return first if first == second and first.width > 0 else None


def _write_settings(session: Session) -> None:
    config = session.system.seen_from_here(session.env["XDG_CONFIG_HOME"])
    settings = config / "libfm" / "libfm.conf"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(LIBFM_SETTINGS, encoding="utf-8")
    session.system.hand_over(config)
