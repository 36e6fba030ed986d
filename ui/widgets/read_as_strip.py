"""Says how a file was read, and lets each guess be changed in place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QWidget

from app.intake.values import Mapping, Reading
from ui import theme
from ui.models.when import plural
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import plain_label, plain_tooltip
from ui.widgets.words import IconButton, IconLabel, menu_button

ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows-1252, Western Europe"),
    ("iso8859-15", "ISO 8859-15, Western Europe"),
    ("cp1250", "Windows-1250, Central Europe"),
    ("cp1251", "Windows-1251, Cyrillic"),
    ("cp850", "DOS 850, Western Europe"),
    ("mac_roman", "Mac Roman"),
    ("utf-16-le", "UTF-16 little-endian"),
    ("utf-16-be", "UTF-16 big-endian"),
)
DELIMITERS = ((",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "pipe"))
HEADER_ROWS = 12


class ReadAsStrip(QFrame):
    """The strip on top of an import. Its signals carry what the person chose."""

    encoding_chosen = Signal(str)
    delimiter_chosen = Signal(str)
    header_row_chosen = Signal(int)
    mapping_toggled = Signal(bool)
    problems_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "strip")
        self.setAccessibleName("How the file was read")
        self._file = plain_label(role="strong")
        self.encoding = menu_button("", name="Encoding")
        self.delimiter = menu_button("", name="Delimiter")
        self.header_row = menu_button("", name="Header row")
        self.columns = IconButton("")
        self.columns.setCheckable(True)
        self.columns.toggled.connect(self.mapping_toggled)
        self.problems = IconButton("", role="link", icon="problem")
        self.problems.clicked.connect(self.problems_pressed)
        self._lay_out()

    def show_reading(self, file_name: str, reading: Reading, mapping: Mapping) -> None:
        """Say how the file was read, and how many of its columns feed a field."""
        self._file.setText(file_name)
        self._file.setAccessibleName(f"File {file_name}")
        self._show_encoding(reading)
        self._show_delimiter(reading)
        self._show_header_row(reading)
        self._show_columns(mapping)

    def show_problems(self, rows: int, *, is_known: bool = True) -> None:
        """Say how many rows have problems, once that is known."""
        text = f"{plural(rows, 'row')} with problems"
        self.problems.set_words(text, "Show them")
        self.problems.setVisible(is_known and rows > 0)
        self._no_problems.setVisible(is_known and rows == 0)

    def set_changeable(self, *, is_changeable: bool) -> None:
        """Allow another reading; without the file itself there is none."""
        for part in (self.encoding, self.delimiter, self.header_row):
            part.setEnabled(is_changeable)
            part.setToolTip("" if is_changeable else "Drop the file again to read it differently")

    def _lay_out(self) -> None:
        self._no_problems = plain_label("no problems", role="success")
        flow = FlowLayout(self)
        flow.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP)
        for part in (
            *(IconLabel("import"), self._file, plain_label("read as", role="muted")),
            *(self.encoding, self.delimiter, self.header_row, self.columns, self.problems, self._no_problems),
        ):
            flow.addWidget(part)

    def _show_encoding(self, reading: Reading) -> None:
        guess = " (a guess)" if reading.is_encoding_guessed else ""
        name = dict(ENCODINGS).get(reading.encoding, _encoding_name(reading.encoding))
        short = name.partition(",")[0]
        _set_menu_text(self.encoding, f"{short}{guess}", f"Encoding: {short}{guess}")
        tip = "\n".join(reading.telling_lines[:5])
        self.encoding.setToolTip(plain_tooltip(f"These lines told:\n{tip}" if tip else ""))
        _choices(self.encoding, ENCODINGS, reading.encoding, self.encoding_chosen.emit)

    def _show_delimiter(self, reading: Reading) -> None:
        name = dict(DELIMITERS).get(reading.delimiter, f"“{reading.delimiter}”")
        _set_menu_text(self.delimiter, name, f"Delimiter: {name}")
        _choices(self.delimiter, DELIMITERS, reading.delimiter, self.delimiter_chosen.emit)

    def _show_header_row(self, reading: Reading) -> None:
        text = f"header in row {reading.header_row}"
        _set_menu_text(self.header_row, text, f"Header row: {reading.header_row}")
        last = max(HEADER_ROWS, reading.header_row)
        rows = tuple((row, f"Row {row}") for row in range(1, last + 1))
        _choices(self.header_row, rows, reading.header_row, self.header_row_chosen.emit)

    def _show_columns(self, mapping: Mapping) -> None:
        matched = sum(1 for match in mapping if match.column)
        text = f"{matched} of {plural(len(mapping), 'column')} matched"
        self.columns.set_words(text, "Show which column feeds which field")
        self.columns.set_icon("check" if matched == len(mapping) else "warning")


def _encoding_name(encoding: str) -> str:
    return "UTF-8 with BOM" if encoding == "utf-8-sig" else encoding.replace("cp", "Windows-")


def _set_menu_text(opener: QToolButton, text: str, name: str) -> None:
    opener.setText(f"{text}  ▾")
    opener.setAccessibleName(f"{name}. Change it")


def _choices(
    opener: QToolButton, choices: tuple[tuple[object, str], ...], now: object, choose: Callable[..., None]
) -> None:
    menu = QMenu(opener)
    if before := cast("QMenu | None", opener.menu()):
        before.deleteLater()
    opener.setMenu(menu)
    group = QActionGroup(menu)
    for value, title in choices:
        action = menu.addAction(title)
        action.setCheckable(True)
        action.setChecked(value == now)
        action.triggered.connect(partial(_emit, choose, value))
        group.addAction(action)


def _emit(choose: Callable[..., None], value: object, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt's own argument
    choose(value)
