"""The filters that people of one vendor need daily, one at a time or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ui import theme
from ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from app.vendors.declaration import Kind


class QuickChips(QWidget):
    """`chosen` tells the name of the filter, "" for none. Hidden where the kind has none."""

    chosen = Signal(str)

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"Quick filters of {kind.title}")
        self._chips: dict[str, QPushButton] = {}
        flow = FlowLayout(self)
        for one in kind.quick_filters:
            self._chips[one.name] = self._made_chip(one.name, one.title)
            flow.addWidget(self._chips[one.name])
        if not self._chips:
            self.hide()

    @property
    def current(self) -> str:
        return next((name for name, chip in self._chips.items() if chip.isChecked()), "")

    def chip(self, name: str) -> QPushButton:
        return self._chips[name]

    def clear(self) -> None:
        """Show everything again, without telling."""
        for chip in self._chips.values():
            chip.setChecked(False)

    def _made_chip(self, name: str, title: str) -> QPushButton:
        chip = QPushButton(title)
        chip.setCheckable(True)
        chip.setObjectName(name)
        chip.setAccessibleName(f"Only {title.lower()}")
        theme.set_role(chip, "chip")
        chip.clicked.connect(self._press)
        return chip

    def _press(self) -> None:
        pressed = self.sender()
        for chip in self._chips.values():
            if chip is not pressed:
                chip.setChecked(False)
        self.chosen.emit(self.current)
