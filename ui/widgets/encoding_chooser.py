"""Chooses the encoding of a file by how its telling lines read in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from app.intake.names import ENCODINGS
from ui import theme
from ui.models.paged_table import Cell, PagedTable, TableColumn
from ui.models.raw_text import visible
from ui.widgets.paged_view import PagedView
from ui.widgets.plain import plain_label

_SIZE = (640, 420)
_AROUND = 24  # letters before the first that tells
_LINES = 3


class EncodingChooser(QFrame):
    """A panel over the strip. `chosen` carries Python's name of an encoding."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName("Encodings of the file")
        theme.set_role(self, "card")
        self._lines: Mapping[str, Sequence[str]] = {}
        self.view = PagedView(PagedTable(self._columns(), self), name="Encodings")
        self.view.setSelectionMode(PagedView.SelectionMode.SingleSelection)
        self.view.opened.connect(self._choose)
        self.view.clicked.connect(self._choose_current)
        self.view.current_changed.connect(self._show_lines)
        self._shown = plain_label(is_wrapped=True)
        self._shown.setFont(theme.monospace(self._shown.font()))
        self._shown.setMinimumHeight(self._shown.fontMetrics().lineSpacing() * _LINES + 8)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()

    def open_at(self, place: QPoint, now: str) -> None:
        """Open with the encoding of now chosen; the readings follow."""
        self._lines = {}
        self._fill(now)
        self.move(place)
        self.show()
        self.view.setFocus()

    def show_readings(self, lines: Mapping[str, Sequence[str]]) -> None:
        """Show how the lines that tell read in each encoding."""
        current = self.view.current_item
        self._lines = lines
        self._fill(current[0] if current else "")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # the list has chosen by then
            super().keyPressEvent(event)

    def _fill(self, now: str) -> None:
        self.view.table.fill(ENCODINGS)
        names = [name for name, *_ in ENCODINGS]
        wanted = now.removesuffix("-sig")
        self.view.select_row(names.index(wanted) if wanted in names else 0)

    def _columns(self) -> tuple[TableColumn, ...]:
        return (
            TableColumn("Encoding", _name_cell, letters=20),
            TableColumn("Used for", _use_cell, letters=17),
            TableColumn("Reads as", partial(_reading_cell, self), letters=30, is_stretched=True),
        )

    def first_line(self, encoding: str) -> str:
        return next(iter(self._lines.get(encoding, ())), "")

    def _show_lines(self, item: tuple[str, str, str] | None) -> None:
        lines = self._lines.get(item[0], ()) if item else ()
        self._shown.setText("\n".join(telling_part(line) for line in lines[:_LINES]))

    def _choose_current(self) -> None:
        item = self.view.current_item
        if item is not None:
            self._choose(item)

    def _choose(self, item: tuple[str, str, str]) -> None:
        self.close()
        self.chosen.emit(item[0])

    def _lay_out(self) -> None:
        self.resize(*_SIZE)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GAP + 4, theme.GAP + 4, theme.GAP + 4, theme.GAP + 4)
        words = "Choose the one in which these lines of the file read right."
        column.addWidget(plain_label(words, role="muted"))
        column.addWidget(self.view, 1)
        column.addWidget(self._shown)


def telling_part(line: str, length: int = 70) -> str:
    """Cut a line to what stands around its first letter that is not plain ASCII."""
    first = next((place for place, letter in enumerate(line) if not letter.isascii()), 0)
    start = max(0, first - _AROUND)
    part = visible(line[start : start + length])
    return f"{'…' if start else ''}{part}{'…' if start + length < len(line) else ''}"


def _name_cell(item: tuple[str, str, str]) -> Cell:
    return Cell(item[1], is_bold=item[0] == "utf-8")


def _use_cell(item: tuple[str, str, str]) -> Cell:
    return Cell(item[2], color="muted")


def _reading_cell(chooser: EncodingChooser, item: tuple[str, str, str]) -> Cell:
    text = telling_part(chooser.first_line(item[0]), 40)
    is_broken = "\ufffd" in text
    return Cell(text, icon="problem" if is_broken else "", color="error" if is_broken else "", tip=text)
