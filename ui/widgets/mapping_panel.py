"""The mapping step: the columns, the values for all rows, what was remembered, and a way to take it along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from app.intake.matching import accept_suggestions
from app.intake.values import Mapping, Reading
from ui import theme
from ui.models.mapping_words import suggestions_in
from ui.models.when import plural
from ui.widgets.fixed_values import FixedValues
from ui.widgets.mapping_table import MappingTable
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton, menu_button

if TYPE_CHECKING:
    from app.vendors.declaration import Kind

_LINES = 3.5  # half a line tells that there are more


class MappingPanel(QWidget):
    """`mapping_changed` carries a whole mapping; the others follow their buttons."""

    mapping_changed = Signal(object)
    forget_pressed = Signal()
    export_pressed = Signal()
    import_pressed = Signal()
    no_header_pressed = Signal()

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mapping: Mapping = ()
        self.table = MappingTable(kind.columns)
        self.fixed = FixedValues(kind)
        self._told = plain_label(role="muted")
        self.accept_all = IconButton("", icon="check")
        self.forget = IconButton("Forget it", role="link")
        self.forget.set_words("Forget it", "From now on the columns of such a file are matched by name")
        self.no_header = IconButton("The first row is a record", role="link")
        self.no_header.set_words(
            "The first row is a record", "The file has no header: name its columns by number"
        )
        self.more = menu_button("Mapping  ▾", name="Take the mapping along")
        self._fill_menu()
        self._connect()
        self._lay_out()

    def show_mapping(self, reading: Reading, mapping: Mapping, *, is_remembered: bool) -> None:
        """Show a mapping, and whether it was chosen for such a header before."""
        self._mapping = mapping
        self.table.show_mapping(reading, mapping)
        self.fixed.show_mapping(reading, mapping)
        suggestions = suggestions_in(mapping)
        self._told.setText(_words(mapping, is_remembered=is_remembered))
        words = f"Use {plural(suggestions, 'suggestion')}"
        self.accept_all.set_words(words, "Take every field that is suggested")
        self.accept_all.setVisible(suggestions > 1)
        self.forget.setVisible(is_remembered)
        self.no_header.setVisible(reading.has_header and not any(match.column for match in mapping))
        self._fit(sum(not match.is_fixed for match in mapping))

    def needs_a_look(self) -> bool:
        """Tell whether a column feeds nothing: then a person may want to say something."""
        return any(not match.column for match in self._mapping)

    def _fit(self, count: int) -> None:
        height = self.table.horizontalHeader().sizeHint().height()
        rows = min(max(count, 1), _LINES) * self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(round(height + rows) + 4)

    def _accept_all(self) -> None:
        self.mapping_changed.emit(accept_suggestions(self._mapping))

    def _fill_menu(self) -> None:
        menu = QMenu(self.more)
        menu.addAction("Save as a file…", self.export_pressed.emit)
        menu.addAction("Read from a file…", self.import_pressed.emit)
        self.more.setMenu(menu)

    def _connect(self) -> None:
        self.table.mapping_changed.connect(self.mapping_changed)
        self.fixed.mapping_changed.connect(self.mapping_changed)
        self.accept_all.clicked.connect(self._accept_all)
        self.forget.clicked.connect(self.forget_pressed)
        self.no_header.clicked.connect(self.no_header_pressed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._told)
        head.addWidget(self.forget)
        head.addWidget(self.no_header)
        head.addStretch(1)
        head.addWidget(self.accept_all)
        head.addWidget(self.more)
        # What is below gives way, or the lines here would cover each other.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(head)
        column.addWidget(self.table)
        column.addWidget(self.fixed)


def _words(mapping: Mapping, *, is_remembered: bool) -> str:
    if is_remembered:
        return "Remembered for files with this header."
    ignored = sum(not match.column for match in mapping)
    if not ignored:
        return "Every column feeds a field."
    feed = "feeds" if ignored == 1 else "feed"
    return f"{plural(ignored, 'column')} {feed} no field yet and will be ignored."
