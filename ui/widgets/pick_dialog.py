"""A list of names to choose one from, found by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui import theme

_VALUE = Qt.ItemDataRole.UserRole


class PickDialog(QDialog):
    """`picked` carries the value behind the chosen words."""

    picked = Signal(str)

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(QSize(420, 460))
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find by name or id…")
        self.search.setAccessibleName("Find")
        self.names = QListWidget()
        self.names.setAccessibleName(title)
        for value, words in choices:
            item = QListWidgetItem(f"{words}   {value}" if words != value else value, self.names)
            item.setData(_VALUE, value)
        self.names.setCurrentRow(0)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(self.search)
        column.addWidget(self.names, 1)
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._take)
        self.names.itemActivated.connect(self._take)

    def _narrow(self, text: str) -> None:
        wanted = text.strip().casefold()
        items = [self.names.item(row) for row in range(self.names.count())]
        for item in items:
            item.setHidden(wanted not in item.text().casefold())
        first = next((item for item in items if not item.isHidden()), None)
        if first is not None:
            self.names.setCurrentItem(first)

    def _take(self) -> None:
        item = self.names.currentItem()
        if item is not None and not item.isHidden():
            self.picked.emit(str(item.data(_VALUE)))
            self.accept()
