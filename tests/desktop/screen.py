"""A real screen with a window manager, and the mouse and keyboard of the person before it."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.desktop.processes import Running, wait_for
from tests.desktop.session import Session
from tests.desktop.system import System

SIZE = "1440x900x24"


class Point(NamedTuple):
    x: int
    y: int


class Area(NamedTuple):
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> Point:
        return Point(self.x + self.width // 2, self.y + self.height // 2)


class Desktop:
    """One session on its own X screen, with an unlocked keyring and the accessibility bus."""

    def __init__(self, system: System | None = None) -> None:
        env = {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        self.session = Session(env, system)
        self.env: Mapping[str, str] = self.session.env

    def start(self) -> None:
        """Start the screen first: the bus hands its address on to what it activates."""
        server = ["Xvfb", "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"]
        number = self.session.processes.start_announcing([*server, "-displayfd"], "{}", env=self.session.env)
        self.session.env["DISPLAY"] = f":{number}"
        self.session.start_bus()
        self.session.start_keyring()
        self.session.processes.start(["openbox"], env=self.env)
        wait_for(lambda: "window id" in self._root_property("_NET_SUPPORTING_WM_CHECK"), "openbox")
        # The first key of a screen brings a new keyboard map, and openbox lets go of its keys while it
        # takes that in: pressed now, before any window asks it for something, no later key falls between.
        self.key("Shift_L")

    def close(self) -> None:
        self.session.close()

    def run(
        self, command: Sequence[str | os.PathLike[str]], *, env: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program on this desktop, with `env` on top of its environment."""
        return self.session.processes.start(command, env={**self.env, **(env or {})})

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        self.session.processes.stop(process)

    def screenshot(self, path: Path) -> Path:
        """Take a picture of the screen; `path` as the system of this desktop names it."""
        command = self.session.system.command(["import", "-window", "root", path])
        subprocess.run(command, env=self.env, check=True, timeout=30)
        return path

    def xdotool(self, *arguments: str | int) -> str:
        """Run xdotool and return what it prints; nothing when it fails, as it does of vanished windows."""
        return self.session.ask(["xdotool", *map(str, arguments)]).strip()

    # Windows

    def find_window(self, title: str, *, seconds: float = 20) -> str:
        """Return the id of the visible window whose title holds `title`."""
        # `xdotool search --sync` can hang for ever.
        search = ("search", "--onlyvisible", "--name", re.escape(title))
        return wait_for(lambda: self.xdotool(*search), f"a window {title!r}", seconds=seconds).split()[-1]

    def place(self, window: str, area: Area) -> None:
        """Move and size a window and wait until it is there, in front."""
        self.xdotool("windowsize", window, area.width, area.height, "windowmove", window, area.x, area.y)
        self.xdotool("windowactivate", window)
        wait_for(lambda: self.xdotool("getactivewindow") == window, "the window in front")

    def area(self, window: str) -> Area:
        """Where the inside of a window is on the screen."""
        # xdotool's own answer counts the frame of the window manager twice.
        text = self.session.ask(["xwininfo", "-id", window])
        labels = ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
        numbers = [re.search(rf"{label}:\s+(-?\d+)", text) for label in labels]
        return Area(*(int(number[1]) for number in numbers if number))

    def quit(self, window: str, process: Running, *, seconds: float = 15) -> int:
        """Close the window as a person does and return the exit code of its program."""
        self.xdotool("windowactivate", window)
        wait_for(lambda: self.xdotool("getactivewindow") == window, "the window in front")
        # The window manager names it active before it has the keys, and closes what has them.
        wait_for(lambda: self.xdotool("getwindowfocus") == window, "the keys to go to the window")
        self.key("alt+F4")
        return process.wait(timeout=seconds)

    # Mouse and keyboard

    def click(self, at: Point, *, times: int = 1, button: int = 1) -> None:
        self.xdotool("mousemove", at.x, at.y)
        self.xdotool("click", "--repeat", times, "--delay", 60, button)

    def drag(self, start: Point, end: Point) -> None:
        """Drag as a hand does: press, start slowly, travel in many steps, wait, let go."""
        self.xdotool("mousemove", start.x, start.y)
        self.xdotool("mousedown", 1)
        for step in range(1, 6):
            self._move(start.x + 4 * step, start.y + 3 * step)
        for step in range(1, 31):
            part = step / 30
            self._move(round(start.x + part * (end.x - start.x)), round(start.y + part * (end.y - start.y)))
        # The target answers the offer of the file before it may be let go.
        time.sleep(0.5)
        self._move(end.x + 1, end.y)
        time.sleep(0.3)
        self.xdotool("mouseup", 1)

    def type(self, text: str) -> None:
        self.xdotool("type", "--delay", 15, text)

    def key(self, *names: str) -> None:
        """Press keys in X's names, one after the other: `ctrl+s`, `Tab`, `Return`."""
        self.xdotool("key", "--delay", 40, *names)

    def _move(self, x: int, y: int) -> None:
        self.xdotool("mousemove", x, y)
        time.sleep(0.02)

    def _root_property(self, name: str) -> str:
        return self.session.ask(["xprop", "-root", name])
