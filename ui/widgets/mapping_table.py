"""Which column of the file feeds which field, to look at and to change."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget
from typing_extensions import override

from app.intake.matching import choose, letter
from app.intake.values import ColumnMatch, Mapping, Reading
from app.records.columns import Column
from ui import theme
from ui.models.field_words import shortened
from ui.models.mapping_words import rule_of, titled, why
from ui.models.raw_text import visible
from ui.widgets.plain import plain_tooltip
from ui.widgets.words import IconButton

_IGNORED = "— ignored"
_LINES_AT_ONCE = 8
HEADER, EXAMPLE, FIELD, RULE, WHY = range(5)


class MappingTable(QTableWidget):
    """A line per column of the file: its header, an example, the field it feeds, how it is read and why it
    matches; those that feed none come first. What is only similar waits for its button.

    Its lines are made when they are first seen, some at a time: with most files nobody looks, and a hundred
    choosers take a tenth of a second.
    """

    mapping_changed = Signal(object)

    def __init__(self, columns: Iterable[Column], parent: QWidget | None = None) -> None:
        super().__init__(0, 5, parent)
        self._columns = {column.path: column for column in columns}
        self._mapping: Mapping = ()
        self._reading: Reading | None = None
        self._order: list[int] = []
        self._made = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._make_lines)
        self._fields = self._list_fields()
        self.setAccessibleName("Columns of the file and the fields they feed")
        self.setHorizontalHeaderLabels(["Column in the file", "Example", "Feeds the field", "Read as", "Why"])
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW + 4)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setStyleSheet("QTableView::item { padding: 0 8px; }")
        theme.set_role(self, "boxed")
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(WHY, QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @property
    def mapping(self) -> Mapping:
        return self._mapping

    def show_mapping(self, reading: Reading, mapping: Mapping) -> None:
        """Show what was matched; choices made before keep their place and focus."""
        self._mapping = mapping
        self._reading = reading
        columns = [number for number, match in enumerate(mapping) if not match.is_fixed]
        if self.rowCount() != len(columns):
            self.setRowCount(0)
            self.setRowCount(len(columns))
        self._order = sorted(columns, key=lambda number: bool(mapping[number].column))
        self._made = 0
        if self.isVisible():
            self._make_lines()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._make_lines()

    def _make_lines(self) -> None:
        end = min(self._made + _LINES_AT_ONCE, len(self._order))
        if self._reading is not None:
            for row in range(self._made, end):
                self._show_line(row, self._mapping[self._order[row]], self._reading)
        self._made = end
        if end < len(self._order):
            self._later.start(0)

    def combo_of(self, row: int) -> QComboBox:
        """Give the chooser of a line."""
        combo = self.cellWidget(row, FIELD)
        if not isinstance(combo, QComboBox):
            combo = self._make_combo(row)
            self.setCellWidget(row, FIELD, combo)
        return combo

    def suggestion_of(self, row: int) -> IconButton | None:
        """Give the button that takes what is suggested for a line; None where nothing is."""
        found = self.cellWidget(row, WHY)
        return found if isinstance(found, IconButton) else None

    def _show_line(self, row: int, match: ColumnMatch, reading: Reading) -> None:
        is_used = bool(match.column)
        self._put(row, HEADER, match.header or f"(column {letter(match.index)}, no header)", is_used=is_used)
        self._put(row, EXAMPLE, visible(_example(reading, match.index)), is_used=is_used)
        self._put(row, RULE, rule_of(self._columns.get(match.column), reading), is_used=is_used)
        self._put(row, WHY, "" if _is_suggested(match) else why(match), is_used=is_used)
        self._show_suggestion(row, match)
        combo = self.combo_of(row)
        combo.blockSignals(True)  # noqa: FBT003  Qt's own argument
        combo.setCurrentIndex(max(0, combo.findData(match.column)))
        combo.blockSignals(False)  # noqa: FBT003  as above
        combo.setAccessibleName(f"Field for column {match.header or letter(match.index)}")

    def _show_suggestion(self, row: int, match: ColumnMatch) -> None:
        if not _is_suggested(match):
            self.removeCellWidget(row, WHY)
            return
        title = titled(self._columns[match.suggestion]) if match.suggestion in self._columns else ""
        button = IconButton("", role="link", icon="check")
        button.set_words(f"Use {title}", f"“{match.header}” looks like {title}. It is read once you say so.")
        button.clicked.connect(partial(self._accept, row))
        self.setCellWidget(row, WHY, button)
        self.horizontalHeader().setSectionResizeMode(WHY, QHeaderView.ResizeMode.Fixed)
        button.ensurePolished()
        self.setColumnWidth(WHY, max(self.columnWidth(WHY), button.sizeHint().width() + 16))

    def _put(self, row: int, column: int, text: str, *, is_used: bool) -> None:
        item = QTableWidgetItem(shortened(text))
        item.setToolTip(plain_tooltip(text))
        if not is_used or column:
            item.setForeground(theme.current().muted)
        self.setItem(row, column, item)

    def _list_fields(self) -> QStandardItemModel:
        """One list for all lines: each of its own would be most of the time that a line takes."""
        fields = QStandardItemModel(self)
        for path, text, about in (
            ("", _IGNORED, ""),
            *((path, titled(column), column.about.help) for path, column in self._columns.items()),
        ):
            item = QStandardItem(text)
            item.setData(path, Qt.ItemDataRole.UserRole)
            item.setToolTip(plain_tooltip(about))
            fields.appendRow(item)
        return fields

    def _make_combo(self, row: int) -> QComboBox:
        combo = QComboBox()
        combo.setModel(self._fields)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a wheel over the table must not choose
        combo.currentIndexChanged.connect(partial(self._choose, row))
        return combo

    def _accept(self, row: int, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt's own argument
        match = self._mapping[self._order[row]]
        self._tell(match.index, match.suggestion)

    def _choose(self, row: int, _index: int) -> None:
        self._tell(self._mapping[self._order[row]].index, str(self.combo_of(row).currentData() or ""))

    def _tell(self, index: int, path: str) -> None:
        """A field is fed once: another column that fed it is ignored from now on."""
        self.mapping_changed.emit(choose(self._mapping, index, path))


def _is_suggested(match: ColumnMatch) -> bool:
    return bool(match.suggestion) and not match.column


def _example(reading: Reading, index: int) -> str:
    cells = (row[index] for row in reading.sample if index < len(row))
    return next((cell for cell in cells if cell.strip()), "")
