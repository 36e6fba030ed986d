"""What a hand drags from a file manager into the window besides one CSV: workbooks, folders, several files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.desktop.accessibility import Accessibility
from tests.desktop.files import FileManager
from tests.desktop.screen import Desktop
from tests.e2e.window import GRID, connected, counterfoil

pytestmark = [pytest.mark.desktop, pytest.mark.e2e, pytest.mark.timeout(240)]

HEAD = ["customer_number", "name", "currency"]


def book(place: Path, *numbers: str) -> None:
    made = Workbook()
    assert made.active is not None
    for row in (HEAD, *([number, f"Butik {number}", "DKK"] for number in numbers)):
        made.active.append(row)
    made.save(place)


def text(place: Path, *numbers: str) -> None:
    rows = (HEAD, *([number, f"Butik {number}", "DKK"] for number in numbers))
    place.write_text("".join(f"{';'.join(row)}\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workbook, two texts, and a folder with one of each and a file that is no table."""
    made = tmp_path / "files"
    (made / "spring").mkdir(parents=True)
    book(made / "book.xlsx", "0100")
    text(made / "one.csv", "0101")
    text(made / "two.csv", "0102", "0103", "0104", "0105")
    text(made / "spring" / "a.csv", "0106", "0107")
    book(made / "spring" / "b.xlsx", "0108", "0109", "0110")
    (made / "spring" / "notes.txt").write_text("Not a table.\n", encoding="utf-8")
    return made


def test_a_workbook_a_folder_and_two_files_at_once_are_dragged_in_and_kept(
    desktop: Desktop,
    accessibility: Accessibility,
    file_manager: Callable[[Path], FileManager],
    folder: Path,
    tmp_path: Path,
) -> None:
    with (
        connected(desktop, tmp_path / "ws", records=0),
        counterfoil(desktop, accessibility, tmp_path / "ws") as window,
    ):
        files, middle = file_manager(folder), desktop.area(window.handle).middle
        desktop.drag(files.icon("book.xlsx"), middle)
        window.button("Keep 1 record").press()
        window.table(GRID, rows=1)

        desktop.drag(files.icon("spring"), middle)
        window.says("2 files come in, one after another.")
        window.button("Keep all 2 records").press()
        window.button("Keep all 3 records").press()
        window.table(GRID, rows=6)

        files.raise_window()
        desktop.click(files.icon("one.csv"))
        desktop.xdotool("keydown", "ctrl")
        desktop.click(files.icon("two.csv"))
        desktop.xdotool("keyup", "ctrl")
        desktop.drag(files.icon("two.csv"), middle)
        window.button("Keep 1 record").press()
        window.button("Keep all 4 records").press()
        window.table(GRID, rows=11)
