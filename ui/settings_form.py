"""The settings as a form, made from their declarations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from app.settings import Setting, Settings, declared
from ui import theme
from ui.widgets.plain import plain_label, plain_tooltip

Input = QSpinBox | QComboBox


class SettingsForm(QWidget):
    """One input per declared setting, in the groups they name."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.inputs: dict[str, Input] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(8)
        for group in dict.fromkeys(one.group for one in declared()):
            column.addWidget(plain_label(group, role="section"))
            column.addLayout(self._made_group([one for one in declared() if one.group == group]))
        column.addStretch(1)

    def chosen(self) -> Settings:
        """Read the settings as they stand in the form."""
        return replace(self._settings, **{name: _value(one) for name, one in self.inputs.items()})

    def _made_group(self, settings: Sequence[Setting]) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 12)
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(6)
        for one in settings:
            field = _made_input(one, getattr(self._settings, one.name))
            self.inputs[one.name] = field
            form.addRow(plain_label(one.title), field)
            form.addRow(plain_label(one.help, role="muted", is_wrapped=True))
        return form


def _made_input(setting: Setting, value: object) -> Input:
    made = _made_choice(setting, value) if setting.choices else _made_number(setting, value)
    made.setAccessibleName(setting.title)
    made.setAccessibleDescription(setting.help)
    made.setToolTip(plain_tooltip(setting.help))
    made.setMinimumWidth(170)
    made.setFont(theme.tabular(made.font()))
    return made


def _made_choice(setting: Setting, value: object) -> QComboBox:
    box = QComboBox()
    for choice in setting.choices:
        box.addItem(choice.capitalize(), choice)
    box.setCurrentIndex(setting.choices.index(str(value)))
    return box


def _made_number(setting: Setting, value: object) -> QSpinBox:
    box = QSpinBox()
    box.setRange(setting.minimum or 0, setting.maximum or 0)
    box.setSuffix(f" {setting.unit}" if setting.unit else "")
    box.setGroupSeparatorShown(True)
    box.setValue(int(str(value)))
    return box


def _value(field: Input) -> Any:  # noqa: ANN401  whatever the setting takes
    return field.value() if isinstance(field, QSpinBox) else field.currentData()
