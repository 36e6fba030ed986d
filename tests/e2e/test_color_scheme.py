"""The window follows the desktop's light or dark while it is open."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.accessibility import SYSTEM_PYTHON
from tests.desktop.processes import wait_for
from tests.desktop.screen import Desktop
from tests.e2e.command_line import PROGRAM

SERVICE = Path(__file__).resolve().parents[1] / "desktop" / "color_scheme.py"


@pytest.fixture
def settings_service(desktop: Desktop) -> Iterator[subprocess.Popen[str]]:
    """Stand in for GNOME's settings, light at first; a line to it makes them dark."""
    env = {**desktop.env, "XDG_CURRENT_DESKTOP": "GNOME"}
    pipe = subprocess.PIPE
    command = [SYSTEM_PYTHON, "-I", str(SERVICE)]
    with subprocess.Popen(command, env=env, stdin=pipe, stdout=pipe, text=True) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == "ready\n"
        yield service
        service.terminate()


def brightness(desktop: Desktop, handle: str) -> float:
    """How light a window is on the screen, from 0 to 1."""
    command = ["import", "-window", handle, "-colorspace", "Gray", "-format", "%[fx:mean]", "info:"]
    said = desktop.session.ask(command)
    return float(said) if said else 0.5


@pytest.mark.desktop
@pytest.mark.e2e
def test_the_window_follows_the_desktop_into_the_dark(
    desktop: Desktop, settings_service: subprocess.Popen[str], tmp_path: Path
) -> None:
    words = [*PROGRAM, "--workspace", str(tmp_path / "ws")]
    process = desktop.run(words, env={"XDG_CURRENT_DESKTOP": "GNOME"})
    handle = desktop.find_window("Counterfoil")
    wait_for(lambda: brightness(desktop, handle) > 0.8, "a light window")
    assert settings_service.stdin is not None
    settings_service.stdin.write("dark\n")
    settings_service.stdin.flush()
    wait_for(lambda: brightness(desktop, handle) < 0.3, "a dark window")
    assert desktop.quit(handle, process) == 0
