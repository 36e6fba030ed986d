"""The built program on a real desktop: opened by a double click, fed by a drag, joined by a second start."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desktop.accessibility import Accessibility, Program
from tests.desktop.files import FileManager
from tests.desktop.processes import wait_for
from tests.desktop.screen import Desktop
from tests.e2e import window as windows
from tests.e2e.test_window import test_a_dragged_file_is_kept_fixed_reviewed_and_pushed as drag_and_push
from tests.e2e.window import EXAMPLE, connected, counterfoil, example_in

ENTRY = Path(__file__).resolve().parents[2] / "packaging" / "debian" / "counterfoil.desktop"
pytestmark = [pytest.mark.desktop, pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture
def installed(program: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let windows of the tests be those of the built program."""
    monkeypatch.setattr(windows, "PROGRAM", (str(program),))
    return program


def tell_the_desktop(desktop: Desktop, program: Path) -> Path:
    """Install the entry for this person, as the package does for all; returns the default workspace."""
    data = Path(desktop.env["XDG_DATA_HOME"])
    applications = data / "applications"
    applications.mkdir(parents=True)
    entry = ENTRY.read_text(encoding="utf-8").replace("Exec=counterfoil", f"Exec={program}")
    (applications / "counterfoil.desktop").write_text(entry, encoding="utf-8")
    subprocess.run(["update-desktop-database", applications], check=True, timeout=30)
    return data / "Counterfoil" / "workspace"


def test_a_double_click_on_a_csv_opens_it_and_a_second_one_joins(
    desktop: Desktop,
    accessibility: Accessibility,
    file_manager: Callable[[Path], FileManager],
    program: Path,
    tmp_path: Path,
) -> None:
    example_in(tmp_path / "files")
    workspace = tell_the_desktop(desktop, program)
    with connected(desktop, workspace):
        files = file_manager(tmp_path / "files")
        desktop.click(files.icon(EXAMPLE.name), times=2)
        handle = desktop.find_window("Counterfoil")
        pid = int(desktop.xdotool("getwindowpid", handle))
        widgets = accessibility.program(pid)
        wait_for(lambda: [one for one in names(widgets) if one.startswith("Keep all 42")], "the proposal")
        files.raise_window()
        desktop.click(files.icon(EXAMPLE.name), times=2)
        wait_for(lambda: desktop.xdotool("getactivewindow") == handle, "the first window in front again")
        assert len(desktop.xdotool("search", "--onlyvisible", "--name", "^Counterfoil$").split()) == 1
        desktop.key("alt+F4")
        wait_for(lambda: not Path("/proc", str(pid)).exists() or is_over(pid), "the program to end")


def names(widgets: Program) -> list[str]:
    return [str(one.facts["name"]) for one in widgets.find_all("push button")]


def is_over(pid: int) -> bool:
    return "State:\tZ" in Path("/proc", str(pid), "status").read_text(encoding="utf-8")


def test_a_csv_dragged_onto_the_built_program_goes_through_to_a_push(
    installed: Path,
    desktop: Desktop,
    accessibility: Accessibility,
    file_manager: Callable[[Path], FileManager],
    tmp_path: Path,
) -> None:
    drag_and_push(desktop, accessibility, file_manager, tmp_path)


def test_a_second_start_of_the_built_program_joins_the_first(
    installed: Path, desktop: Desktop, accessibility: Accessibility, tmp_path: Path
) -> None:
    example = example_in(tmp_path / "files")
    with (
        connected(desktop, tmp_path / "ws"),
        counterfoil(desktop, accessibility, tmp_path / "ws") as window,
    ):
        second = desktop.run([installed, "--workspace", tmp_path / "ws", example])
        assert second.wait(timeout=30) == 0
        window.button("Keep all 42")
