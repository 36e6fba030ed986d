"""Values that stand in all rows of a file: set here, checked as they are written, taken away again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.intake.fixed import fixable_columns, why_not_fixed, with_fixed, without_fixed
from app.intake.values import Mapping, Reading
from ui import theme
from ui.models.mapping_words import titled
from ui.widgets.editors import ChoiceBox, make_editor, put_text, text_of
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton

if TYPE_CHECKING:
    from app.records.columns import Column
    from app.vendors.declaration import Kind


class FixedValues(QWidget):
    """A chip for each value, and a line to set another. `mapping_changed` carries the whole mapping."""

    mapping_changed = Signal(object)

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._columns = {column.path: column for column in fixable_columns(kind)}
        self._reading: Reading | None = None
        self._mapping: Mapping = ()
        self.setAccessibleName("Values for all rows")
        self.add = IconButton("Set a field for all rows…", role="link", icon="add")
        self.add.clicked.connect(self.open_line)
        self.field = QComboBox()
        self.field.setAccessibleName("Field to set for all rows")
        self.field.currentIndexChanged.connect(self._change_editor)
        self.apply = IconButton("Set", icon="check")
        self.apply.clicked.connect(self._apply)
        self.cancel = IconButton("Cancel", role="link")
        self.cancel.clicked.connect(self.close_line)
        self.problem = plain_label(role="error", is_wrapped=True)
        self.editor: QLineEdit | ChoiceBox = QLineEdit()
        self.chips: dict[str, IconButton] = {}
        self._lay_out()
        self.close_line()

    def show_mapping(self, reading: Reading, mapping: Mapping) -> None:
        """Show what stands in all rows."""
        self._reading, self._mapping = reading, mapping
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {one.column: self._make_chip(one.column, one.value) for one in mapping if one.is_fixed}
        self.close_line()

    def open_line(self) -> None:
        """Ask for a field and its value; fields that the file does not feed come first."""
        fed = {match.column for match in self._mapping}
        self.field.blockSignals(True)  # noqa: FBT003  Qt's own argument
        self.field.clear()
        for path, column in sorted(self._columns.items(), key=lambda item: item[0] in fed):
            self.field.addItem(titled(column), path)
        self.field.blockSignals(False)  # noqa: FBT003  as above
        self._change_editor(0)
        self._line.show()
        self.add.hide()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_line(self) -> None:
        self._line.hide()
        self.problem.hide()
        self.add.show()

    def _apply(self) -> None:
        """Take the value, or say what is wrong with it."""
        path, text = str(self.field.currentData() or ""), text_of(self.editor)
        if self._reading is None or not path:
            return
        wrong = why_not_fixed(self._kind, self._reading, path, text)
        self.problem.setText(wrong)
        self.problem.setVisible(bool(wrong))
        if wrong:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.mapping_changed.emit(with_fixed(self._mapping, path, text))

    def _take_away(self, path: str, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt's own argument
        self.mapping_changed.emit(without_fixed(self._mapping, path))

    def _make_chip(self, path: str, value: str) -> IconButton:
        column = self._columns.get(path)
        title = titled(column) if column else path
        chip = IconButton("", icon="close")
        chip.set_words(f"{title} = {value}", "Stands in all rows. Press to take it away.")
        chip.setAccessibleName(f"{title} is {value} in all rows. Take it away")
        theme.set_role(chip, "chip")
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the words
        chip.clicked.connect(partial(self._take_away, path))
        self._flow.addWidget(chip)
        return chip

    def _change_editor(self, _index: int) -> None:
        column: Column | None = self._columns.get(str(self.field.currentData() or ""))
        if column is None:
            return
        made = make_editor(column)
        made.setAccessibleName(f"Value of {titled(column)} for all rows")
        put_text(made, column.about.example or "")
        line = made.lineEdit() if isinstance(made, ChoiceBox) else made
        if isinstance(line, QLineEdit):
            line.returnPressed.connect(self._apply)
            line.selectAll()
        self._line_row.replaceWidget(self.editor, made)
        self.editor.hide()
        self.editor.deleteLater()
        self.editor = made
        self.setTabOrder(self.field, made)
        self.setTabOrder(made, self.apply)
        self.problem.hide()

    def _lay_out(self) -> None:
        self._line = QWidget()
        self._line_row = QHBoxLayout(self._line)
        self._line_row.setContentsMargins(0, 0, 0, 0)
        self._line_row.addWidget(plain_label("Set"))
        self._line_row.addWidget(self.field, 2)
        self._line_row.addWidget(plain_label("to"))
        self._line_row.addWidget(self.editor, 2)
        self._line_row.addWidget(self.apply)
        self._line_row.addWidget(self.cancel)
        chips = QWidget()
        self._flow = FlowLayout(chips)
        self._flow.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP // 2)
        for part in (chips, self._line, self.problem):
            column.addWidget(part)
