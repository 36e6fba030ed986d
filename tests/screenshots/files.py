"""Draws every state of a file on its way in, light and dark, wide and narrow:
`python -m tests.screenshots.files FOLDER`."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.screenshots.drive import BOTH, draw
from tests.screenshots.stage import Stage
from ui.assets import resource_path
from ui.demo_walk import click, let_work
from ui.screens.import_page import ProposalPage

DANISH = (
    "Kunder 2026;;;\nKundenr;Nmae;Currenci;Humør;City\n"
    "40001;Ærø Garn & Søn;DKK;glad;Ribe\n40002;Blåvand Tæpper;EUR;;Vejle\n40003;Żuraw;EURO;;\n"
)


def play_files(stage: Stage) -> None:
    """Read files that need more and more of a look."""
    example = stage.walk.open()
    stage.pane.show_page("import")
    stage.photograph("nothing-yet")
    _problems(stage)
    _guess(stage)
    _workbook(stage)
    _unusable(stage)
    _changes(stage, example)


def _page(stage: Stage) -> ProposalPage:
    return stage.pane.imports.page


def _offer(stage: Stage, file: Path, *, is_readable: bool = True) -> ProposalPage:
    page = _page(stage)
    stage.window.offer((file,))
    stage.walk.wait("Reading", lambda: page.proposal is not None if is_readable else page.unusable.isVisible())
    if is_readable:
        stage.walk.wait("Showing", lambda: page.table.table.item_at(0))
    return page


def _settle(stage: Stage) -> None:
    stage.walk.wait("Settling", lambda: not stage.window.session.jobs.running)


def _reject(stage: Stage) -> None:
    click(_page(stage).footer.reject_all)
    stage.walk.wait("Rejecting", lambda: stage.pane.page == "records")


def _problems(stage: Stage) -> None:
    page = _offer(stage, resource_path("examples/traede-customers-problems.csv"))
    stage.photograph("problems")
    click(page.head.strip.columns)
    click(page.head.strip.problems)
    _settle(stage)
    let_work(300)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    stage.photograph("problems-fixing")
    QTest.keyClick(page.detail.cells.view, Qt.Key.Key_Escape)
    page.table.select_row(5)
    stage.photograph("problems-cells-of-two-rows")
    click(page.chips.chip("refused"))
    _settle(stage)
    stage.photograph("problems-not-readable")
    click(page.detail.parts.chip("changes"))
    click(page.chips.chip("all"))
    _settle(stage)
    page.detail.lines.select_row(2)
    page.detail.leave_out.trigger()
    _settle(stage)
    stage.photograph("problems-left-out")
    page.detail.keep_only_field.trigger()
    _settle(stage)
    stage.photograph("problems-one-field")
    _reject(stage)


def _guess(stage: Stage) -> None:
    file = stage.folder / ".walk" / "Kunder på Ærø.csv"
    file.write_bytes(DANISH.encode("cp1250", "replace"))
    page = _offer(stage, file, is_readable=False)
    stage.photograph("guess-no-key")
    combo = page.head.mapping.table.combo_of(0)
    combo.setCurrentIndex(combo.findData("customer_number"))
    stage.walk.wait("Matching", lambda: page.proposal is not None and page.table.table.item_at(0))
    stage.photograph("guess-suggestions")
    click(page.head.mapping.fixed.add)
    fixed = page.head.mapping.fixed
    fixed.field.setCurrentIndex(fixed.field.findData("discount_percentage"))
    QTest.keyClicks(fixed.editor, "12,5o")
    click(fixed.apply)
    stage.photograph("guess-fixed-wrong")
    fixed.field.setCurrentIndex(fixed.field.findData("addresses.country"))
    fixed.editor.setFocus()
    QTest.keyClick(fixed.editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(fixed.editor, "DK")
    click(fixed.apply)
    _settle(stage)
    click(page.head.mapping.accept_all)
    _settle(stage)
    stage.photograph("guess-remembered")
    page.head.strip.encoding.click()
    _settle(stage)
    stage.photograph("guess-encodings", page.head.encodings)
    page.head.encodings.close()
    _reject(stage)


def _workbook(stage: Stage) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Notes"
    sheet.append(["For you"])
    sheet = book.create_sheet("Customers & more")
    sheet.append(["customer_number", "name", "currency", "discount_percentage"])
    sheet.append(["007", "Bø", "DKK", 12.5])
    sheet.append(["008", "=A1", "DKK", 0.125])
    sheet["D3"].number_format = "0.0%"
    stream = io.BytesIO()
    book.save(stream)
    file = stage.folder / ".walk" / "customers.xlsx"
    file.write_bytes(stream.getvalue())
    _offer(stage, file)
    stage.photograph("workbook")
    _reject(stage)


def _unusable(stage: Stage) -> None:
    file = stage.folder / ".walk" / "garbled.csv"
    file.write_bytes(
        b"customer_number,name\n1,\xff\xfe\xfd\x81,\xfe\n2,\x8d\xff\xfe,\xff\n3,\xff\xfe\x81,\xfe\n"
    )
    page = _offer(stage, file, is_readable=False)
    stage.photograph("unusable")
    page.skip_pressed.emit()


def _changes(stage: Stage, example: Path) -> None:
    page = _offer(stage, example)
    stage.photograph("example")
    click(page.detail.parts.chip("cells"))
    stage.photograph("example-cells")
    _reject(stage)


if __name__ == "__main__":
    sys.exit(draw(play_files, sizes=BOTH))
