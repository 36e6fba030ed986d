"""The input that suits a column: a line, or a list to choose from with completion while typing."""

from __future__ import annotations

from PySide6.QtCore import QObject, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from app.records.columns import Column, ColumnType

_CHOSEN = (ColumnType.BOOLEAN, ColumnType.CHOICE, ColumnType.COUNTRY, ColumnType.CURRENCY)


class ChoiceBox(QComboBox):
    """A list to choose from that also takes what is typed, right or wrong: the check comes after."""

    committed = Signal()

    def __init__(self, choices: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(12)
        self.addItems(list(choices))
        completer = QCompleter(QStringListModel(list(choices), self), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchStartsWith)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self.setCurrentIndex(-1)
        self.activated.connect(self.committed)

    @property
    def text(self) -> str:
        return self.currentText()

    def name(self, title: str) -> None:
        """Name it and the line in it, which is what has the focus."""
        self.setAccessibleName(title)
        if line := self.lineEdit():
            line.setAccessibleName(title)

    def set_text(self, text: str) -> None:
        self.setCurrentIndex(self.findText(text, Qt.MatchFlag.MatchFixedString))
        self.setEditText(text)


def choices_of(column: Column) -> tuple[str, ...]:
    """List what a column's value is chosen from; empty where it is written freely."""
    match column.type:
        case ColumnType.BOOLEAN:
            return ("yes", "no")
        case ColumnType.CHOICE:
            return column.choices
        case ColumnType.COUNTRY:
            from app.records.codes import country_codes  # noqa: PLC0415  reads its data at first use

            return tuple(sorted(country_codes()))
        case ColumnType.CURRENCY:
            from app.records.codes import currency_codes  # noqa: PLC0415  as above

            return tuple(sorted(currency_codes()))
        case _:
            return ()


def make_editor(column: Column, parent: QWidget | None = None) -> QLineEdit | ChoiceBox:
    """Make the input of a column."""
    if column.type in _CHOSEN:
        box = ChoiceBox(choices_of(column), parent)
        box.name(column.title)
        return box
    line = QLineEdit(parent)
    line.setAccessibleName(column.title)
    if column.type in (ColumnType.INTEGER, ColumnType.DECIMAL):
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
    return line


def text_of(editor: QObject) -> str:
    """Read what stands in an input."""
    if isinstance(editor, ChoiceBox):
        return editor.text
    assert isinstance(editor, QLineEdit)  # noqa: S101  make_editor makes no others
    return editor.text()


def put_text(editor: QObject, text: str) -> None:
    """Write into an input."""
    if isinstance(editor, ChoiceBox):
        editor.set_text(text)
    elif isinstance(editor, QLineEdit):
        editor.setText(text)
