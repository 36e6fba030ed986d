"""Which column of the file feeds which field, to look at and to change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.intake.values import ColumnMatch, Mapping, Reading
from app.records.columns import Column
from ui import theme
from ui.models.field_words import shortened
from ui.widgets.plain import plain_tooltip

_HOW = {
    "name": "same name",
    "title": "by its title",
    "similar": "not sure",
    "chosen": "you chose it",
    "ignored": "ignored",
}
_IGNORED = "— ignored"


class MappingTable(QTableWidget):
    """A line per column of the file: its header, an example, the field it feeds and why; those that feed
    none come first."""

    mapping_changed = Signal(object)

    def __init__(self, columns: Iterable[Column], parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self._columns = tuple(columns)
        self._mapping: Mapping = ()
        self._order: list[int] = []
        self.setAccessibleName("Columns of the file and the fields they feed")
        self.setHorizontalHeaderLabels(["Column in the file", "Example", "Feeds the field", "Why"])
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW + 4)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setStyleSheet("QTableView::item { padding: 0 8px; }")
        theme.set_role(self, "boxed")
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @property
    def mapping(self) -> Mapping:
        return self._mapping

    def show_mapping(self, reading: Reading, mapping: Mapping) -> None:
        """Show what was matched; choices made before keep their place and focus."""
        self._mapping = mapping
        if self.rowCount() != len(mapping):
            self.setRowCount(0)
            self.setRowCount(len(mapping))
        self._order = sorted(range(len(mapping)), key=lambda number: bool(mapping[number].column))
        for row, number in enumerate(self._order):
            match = mapping[number]
            self._show_line(row, match, _example(reading, match.index))

    def combo_of(self, row: int) -> QComboBox:
        """Give the chooser of a line."""
        combo = self.cellWidget(row, 2)
        if not isinstance(combo, QComboBox):
            combo = self._make_combo(row)
            self.setCellWidget(row, 2, combo)
        return combo

    def _show_line(self, row: int, match: ColumnMatch, example: str) -> None:
        is_used = bool(match.column)
        self._put(row, 0, match.header or f"(column {match.index + 1} has no header)", is_used=is_used)
        self._put(row, 1, example, is_used=is_used)
        self._put(row, 3, self._why(match), is_used=is_used)
        combo = self.combo_of(row)
        combo.blockSignals(True)  # noqa: FBT003  Qt's own argument
        combo.setCurrentIndex(max(0, combo.findData(match.column)))
        combo.blockSignals(False)  # noqa: FBT003  as above
        combo.setAccessibleName(f"Field for column {match.header}")

    def _put(self, row: int, column: int, text: str, *, is_used: bool) -> None:
        item = QTableWidgetItem(shortened(text))
        item.setToolTip(plain_tooltip(text))
        if not is_used or column:
            item.setForeground(theme.current().muted)
        self.setItem(row, column, item)

    def _why(self, match: ColumnMatch) -> str:
        if match.suggestion and not match.column:
            return f"perhaps {self._title(match.suggestion)}"
        return _HOW[match.how]

    def _title(self, path: str) -> str:
        return next((_named(column) for column in self._columns if column.path == path), path)

    def _make_combo(self, row: int) -> QComboBox:
        combo = QComboBox()
        combo.addItem(_IGNORED, "")
        for column in self._columns:
            combo.addItem(_named(column), column.path)
            combo.setItemData(combo.count() - 1, plain_tooltip(column.about.help), Qt.ItemDataRole.ToolTipRole)
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a wheel over the table must not choose
        combo.currentIndexChanged.connect(partial(self._choose, row))
        return combo

    def _choose(self, row: int, _index: int) -> None:
        """Take a choice; a field is fed by one column, so another that fed it is ignored from now on."""
        path = str(self.combo_of(row).currentData() or "")
        changed = []
        for number, match in enumerate(self._mapping):
            if number == self._order[row]:
                changed.append(replace(match, column=path, how="chosen" if path else "ignored"))
            elif path and match.column == path:
                changed.append(replace(match, column="", how="ignored"))
            else:
                changed.append(match)
        self.mapping_changed.emit(tuple(changed))


def _named(column: Column) -> str:
    """Tell fields of a list apart from those of the record: “Addresses: City”."""
    if not column.list_path:
        return column.title
    return f"{column.list_path.replace('_', ' ').capitalize()}: {column.title}"


def _example(reading: Reading, index: int) -> str:
    cells = (row[index] for row in reading.sample if index < len(row))
    return next((cell for cell in cells if cell.strip()), "")
