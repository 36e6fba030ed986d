"""The row of filters with the number of records each would show."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from app.values import Tallies
from ui import assets, theme
from ui.models.when import number_text
from ui.widgets.flow_layout import FlowLayout


@dataclass(frozen=True)
class Filter:
    """`name` as `RecordQuery` knows it; `is_steady` ones show at zero too."""

    name: str
    title: str
    tally: str
    icon: str = ""
    is_steady: bool = False


FILTERS = (
    Filter("all", "All", "total", is_steady=True),
    Filter("pending", "Pending", "pending", is_steady=True),
    Filter("added", "Added", "added", "added"),
    Filter("changed", "Changed", "changed", "changed"),
    Filter("deleted", "To delete", "deleted", "deleted"),
    Filter("problems", "Problems", "with_problems", "problem"),
    Filter("conflicts", "Conflicts", "conflicts", "conflict"),
    Filter("applied", "Applied", "applied", "applied"),
    Filter("refused", "Refused", "refused", "refused"),
    Filter("failed", "Failed", "failed", "failed"),
    Filter("skipped", "Skipped", "skipped", "skipped"),
    Filter("unknown", "Unknown", "unknown", "unknown"),
)


class FilterChips(QWidget):
    """`chosen` tells the filter's name."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Filters")
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._chips: dict[str, QPushButton] = {}
        layout = FlowLayout(self)
        for one in FILTERS:
            chip = self._make_chip(one)
            self._chips[one.name] = chip
            self._group.addButton(chip)
            layout.addWidget(chip)
        self._chips["all"].setChecked(True)
        self.show_tallies(Tallies())
        theme.hub().changed.connect(self._draw)
        self._draw()

    @property
    def current(self) -> str:
        return next(name for name, chip in self._chips.items() if chip.isChecked())

    def chip(self, name: str) -> QPushButton:
        return self._chips[name]

    def choose(self, name: str) -> None:
        """Press a chip."""
        self._chips[name].setChecked(True)
        self._chips[name].show()
        self.chosen.emit(name)

    def show_tallies(self, tallies: Tallies) -> None:
        """Write the counts and hide what would show nothing."""
        for one in FILTERS:
            count = int(getattr(tallies, one.tally))
            chip = self._chips[one.name]
            chip.setText(f"{one.title}  {number_text(count)}")
            chip.setAccessibleName(f"Show {one.title.lower()}, {count}")
            chip.setVisible(one.is_steady or count > 0 or chip.isChecked())

    def _make_chip(self, one: Filter) -> QPushButton:
        chip = QPushButton()
        chip.setCheckable(True)
        chip.setAutoDefault(True)  # Enter presses it where the focus is
        chip.setIconSize(QSize(14, 14))
        chip.setProperty("filter", one.name)
        theme.set_role(chip, "chip")
        chip.clicked.connect(self._press)
        return chip

    def _press(self) -> None:
        self.chosen.emit(self.current)

    def _draw(self) -> None:
        for one in FILTERS:
            if one.icon:
                self._chips[one.name].setIcon(assets.icon(one.icon))
