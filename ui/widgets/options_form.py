"""The switches of a connection as a form made from the vendor's declaration, folded away at first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ui import assets, theme
from ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from app.vendors.declaration import Option, Vendor

Input = QCheckBox | QComboBox | QLineEdit | QSpinBox


class OptionsForm(QWidget):
    """ "Details": a button that unfolds one input per declared option."""

    def __init__(self, vendor: Vendor, options: Mapping[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = vendor.options_with_defaults(options)
        self.inputs: dict[str, Input] = {}
        self.fold = QPushButton("Details")
        self.fold.setCheckable(True)
        self.fold.setIcon(assets.icon("chevron"))
        theme.set_role(self.fold, "link")
        self._body = QWidget()
        self._body.hide()
        self._fill(vendor)
        self.fold.toggled.connect(self._body.setVisible)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.fold)
        column.addWidget(self._body)
        self.setVisible(bool(vendor.options))

    def values(self) -> dict[str, Any]:
        """Read every option as it stands in the form."""
        return {name: _value(one) for name, one in self.inputs.items()}

    def _fill(self, vendor: Vendor) -> None:
        form = QFormLayout(self._body)
        form.setContentsMargins(8, 0, 0, 0)
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(6)
        for option in vendor.options:
            made = _made_input(option, self._values[option.name])
            made.setAccessibleName(option.title)
            made.setAccessibleDescription(option.help)
            self.inputs[option.name] = made
            form.addRow(plain_label(option.title), made)
            if option.help:
                form.addRow(plain_label(option.help, role="muted", is_wrapped=True))


def _made_input(option: Option, value: Any) -> Input:  # noqa: ANN401  whatever the option takes
    match option.type:
        case "boolean":
            check = QCheckBox()
            check.setChecked(bool(value))
            return check
        case "choice":
            box = QComboBox()
            box.addItems(list(option.choices))
            box.setCurrentText(str(value))
            return box
        case "integer":
            number = QSpinBox()
            number.setRange(option.minimum, option.maximum)
            number.setValue(int(value))
            return number
        case "text":
            return QLineEdit(str(value))


def _value(made: Input) -> Any:  # noqa: ANN401  whatever the option takes
    match made:
        case QCheckBox():
            return made.isChecked()
        case QComboBox():
            return made.currentText()
        case QSpinBox():
            return made.value()
        case QLineEdit():
            return made.text()
