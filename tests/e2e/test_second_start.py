"""A second start on a real screen: it ends well, and the first window is in front with its files."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.desktop.accessibility import Accessibility
from tests.desktop.processes import wait_for
from tests.desktop.screen import Area, Desktop
from tests.e2e.command_line import PROGRAM
from tests.e2e.window import connected, counterfoil, example_in

pytestmark = [pytest.mark.desktop, pytest.mark.e2e, pytest.mark.timeout(240)]


def test_its_files_are_offered_in_the_first_window_which_comes_forward(
    desktop: Desktop, accessibility: Accessibility, tmp_path: Path
) -> None:
    example = example_in(tmp_path / "files")
    with (
        connected(desktop, tmp_path / "ws"),
        counterfoil(desktop, accessibility, tmp_path / "ws") as window,
    ):
        desktop.run(["xmessage", "-title", "In front", "something else"])
        other = desktop.find_window("In front")
        desktop.place(other, Area(420, 30, 900, 700))
        second = desktop.run([*PROGRAM, "--workspace", tmp_path / "ws", example])
        assert second.wait(timeout=30) == 0
        window.button("Keep all 42")
        wait_for(lambda: desktop.xdotool("getactivewindow") == window.handle, "the first window in front")


def test_a_command_that_writes_names_the_window_that_has_the_workspace(
    desktop: Desktop, accessibility: Accessibility, tmp_path: Path
) -> None:
    with (
        connected(desktop, tmp_path / "ws"),
        counterfoil(desktop, accessibility, tmp_path / "ws") as window,
    ):
        words = [
            *PROGRAM,
            "--workspace",
            str(tmp_path / "ws"),
            "connections",
            "remove",
            "Nordic test",
            "--json",
        ]
        done = subprocess.run(words, env=dict(desktop.env), capture_output=True, text=True, check=False)
        assert done.returncode == 5
        assert str(window.process.pid) in json.dumps(json.loads(done.stdout)) + done.stderr
