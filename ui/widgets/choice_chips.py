"""A line of choices, one of them on, each with the number of rows behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from ui import assets, theme
from ui.models.when import number_text
from ui.widgets.flow_layout import FlowLayout

Choices = Sequence[tuple[str, str, str]]
"""*Shape*: name, title and icon ("" for none)."""


class ChoiceChips(QWidget):
    """`chosen` carries the name of the chip a person pressed; the first is on at the start."""

    chosen = Signal(str)

    def __init__(self, choices: Choices, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._choices = tuple(choices)
        self._group = QButtonGroup(self)
        flow = FlowLayout(self)
        self._chips = {choice: self._make_chip(choice, title) for choice, title, _ in choices}
        for chip in self._chips.values():
            flow.addWidget(chip)
        self._chips[choices[0][0]].setChecked(True)
        self._group.buttonClicked.connect(self._choose)
        self._draw()
        theme.hub().changed.connect(self._draw)

    @property
    def current(self) -> str:
        return next(name for name, chip in self._chips.items() if chip.isChecked())

    def chip(self, name: str) -> QPushButton:
        return self._chips[name]

    def select(self, name: str) -> None:
        """Switch a choice on without telling."""
        self._chips[name].setChecked(True)
        self._chips[name].show()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Write the numbers; chips with nothing behind them go, but for the first and the one that is on."""
        first = self._choices[0][0]
        for name, title, _ in self._choices:
            chip, count = self._chips[name], counts.get(name, 0)
            chip.setText(f"{title}  {number_text(count)}")
            chip.setAccessibleName(f"{title} {number_text(count)}")
            chip.setVisible(count > 0 or chip.isChecked() or name == first)

    def _make_chip(self, name: str, title: str) -> QPushButton:
        chip = QPushButton(title)
        chip.setAutoDefault(True)  # Enter presses it where the focus is
        chip.setCheckable(True)
        chip.setIconSize(QSize(14, 14))
        chip.setObjectName(name)
        chip.setAccessibleName(title)
        theme.set_role(chip, "chip")
        self._group.addButton(chip)
        return chip

    def _choose(self, chip: QPushButton) -> None:
        self.chosen.emit(chip.objectName())

    def _draw(self) -> None:
        for name, _, icon in self._choices:
            if icon:
                self._chips[name].setIcon(assets.icon(icon))
