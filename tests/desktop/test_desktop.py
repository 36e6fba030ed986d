"""The test desktop itself: what the end-to-end tests lean on really works."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.desktop.accessibility import Accessibility
from tests.desktop.files import FileManager
from tests.desktop.processes import wait_for
from tests.desktop.screen import Area, Desktop, Point

DROP_WINDOW = Path(__file__).with_name("drop_window.py")
RIGHT_HALF = Area(700, 30, 600, 500)


def start_window(desktop: Desktop, report: Path) -> tuple[subprocess.Popen[bytes], str]:
    process = desktop.run([sys.executable, DROP_WINDOW, report])
    window = desktop.find_window("Drop here")
    desktop.place(window, RIGHT_HALF)
    return process, window


def content(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


@pytest.mark.desktop
@pytest.mark.parametrize("name", ["customers.csv", "Kunden Nørre Århus 1.csv"])
def test_a_file_dragged_from_the_file_manager_arrives(
    desktop: Desktop, file_manager: Callable[[Path], FileManager], tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "to drop"
    folder.mkdir()
    (folder / name).write_text("number\n1\n", encoding="utf-8")
    report = tmp_path / "report.txt"
    _, window = start_window(desktop, report)
    files = file_manager(folder)
    desktop.drag(files.icon(name), desktop.area(window).middle)
    assert wait_for(lambda: content(report), "the drop") == str(folder / name)


@pytest.mark.desktop
def test_the_accessibility_bus_fills_a_field_and_presses_a_button(
    desktop: Desktop, accessibility: Accessibility, tmp_path: Path
) -> None:
    report = tmp_path / "report.txt"
    process, _ = start_window(desktop, report)
    window = accessibility.program(process.pid)
    field = window.find("text", "Customer name")
    field.set_text("Åsa & Zoë")
    assert field.text == "Åsa & Zoë"
    window.find("push button", "Save").press()
    assert wait_for(lambda: content(report), "the press") == "saved Åsa & Zoë"


@pytest.mark.desktop
def test_the_accessibility_bus_reads_a_table(
    desktop: Desktop, accessibility: Accessibility, tmp_path: Path
) -> None:
    process, _ = start_window(desktop, tmp_path / "report.txt")
    table = accessibility.program(process.pid).find("table", "Customers")
    assert table.row_count == 2
    assert table.header == ["number", "name"]
    assert table.row(1) == ["2", "Zoë"]


@pytest.mark.desktop
def test_the_keyboard_reaches_the_window(desktop: Desktop, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    _, window = start_window(desktop, report)
    # The text field is the first thing in the window.
    inside = desktop.area(window)
    desktop.click(Point(inside.x + 40, inside.y + 20))
    desktop.type("Nordic")
    desktop.key("Tab", "space")
    assert wait_for(lambda: content(report), "the key") == "saved Nordic"


@pytest.mark.desktop
def test_a_window_is_closed_as_a_person_does(desktop: Desktop, tmp_path: Path) -> None:
    process, window = start_window(desktop, tmp_path / "report.txt")
    assert desktop.quit(window, process) == 0


@pytest.mark.desktop
def test_a_screenshot_shows_the_screen(desktop: Desktop, tmp_path: Path) -> None:
    start_window(desktop, tmp_path / "report.txt")
    picture = desktop.screenshot(tmp_path / "screen.png")
    assert picture.read_bytes().startswith(b"\x89PNG")


KEYRING_SCRIPT = """
import keyring
keyring.set_password("counterfoil", "test", "s3cret ø")
print(type(keyring.get_keyring()).__module__, keyring.get_password("counterfoil", "test"))
keyring.delete_password("counterfoil", "test")
print(keyring.get_password("counterfoil", "test"))
"""


def keyring_answers(env: Mapping[str, str], script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.keyring
def test_an_unlocked_secret_service_keeps_gives_and_forgets(keyring_env: Mapping[str, str]) -> None:
    done = keyring_answers(keyring_env, KEYRING_SCRIPT)
    assert done.stdout.splitlines() == ["keyring.backends.SecretService s3cret ø", "None"], done.stderr


@pytest.mark.keyring
def test_a_locked_secret_service_says_that_it_is_locked(locked_keyring_env: Mapping[str, str]) -> None:
    done = keyring_answers(locked_keyring_env, KEYRING_SCRIPT)
    assert "KeyringLocked" in done.stderr
