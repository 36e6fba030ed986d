"""Says how a file was read, and lets each guess be changed in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup, QIcon
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QWidget

from app.intake.names import DELIMITERS, QUOTES, delimiter_title, encoding_title
from app.intake.values import NO_HEADER, Mapping, Reading
from ui import assets, theme
from ui.models.mapping_words import matched_words, suggestions_in
from ui.models.when import plural
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import plain_label, plain_tooltip
from ui.widgets.words import IconButton, IconLabel, menu_button

HEADER_ROWS = 12
_OPEN = "  ▾"
Choices = Sequence[tuple[object, str]]
"""*Shape*: value, words."""


class ReadAsStrip(QFrame):
    """The strip on top of an import. Its signals carry what the person chose."""

    encoding_pressed = Signal()
    delimiter_chosen = Signal(str)
    quote_chosen = Signal(str)
    header_row_chosen = Signal(int)
    sheet_chosen = Signal(str)
    mapping_toggled = Signal(bool)
    problems_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "strip")
        self.setAccessibleName("How the file was read")
        self._file = plain_label(role="strong")
        self.encoding = menu_button("", name="Encoding")
        self.encoding.clicked.connect(self.encoding_pressed)
        self.delimiter = menu_button("", name="Delimiter")
        self.sheet = menu_button("", name="Sheet")
        self.header_row = menu_button("", name="Header row")
        self.columns = IconButton("")
        self.columns.setCheckable(True)
        self.columns.toggled.connect(self.mapping_toggled)
        self.problems = IconButton("", role="link", icon="problem")
        self.problems.clicked.connect(self.problems_pressed)
        self._is_guessed = False
        self._lay_out()
        theme.hub().changed.connect(self._draw)

    def show_reading(self, file_name: str, reading: Reading, mapping: Mapping) -> None:
        """Say how the file was read, and how many of its columns feed a field."""
        self._file.setText(file_name)
        self._file.setAccessibleName(f"File {file_name}")
        is_workbook = bool(reading.sheets)
        self.encoding.setVisible(not is_workbook)
        self.delimiter.setVisible(not is_workbook)
        self.sheet.setVisible(is_workbook)
        self._show_encoding(reading)
        self._show_delimiter(reading)
        self._show_sheet(reading)
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
        for part in (self.encoding, self.delimiter, self.sheet, self.header_row):
            part.setEnabled(is_changeable)
            if not is_changeable:
                part.setToolTip("Drop the file again to read it differently")

    def below_encoding(self) -> QPoint:
        """Say where a panel about the encoding belongs on the screen."""
        return self.encoding.mapToGlobal(QPoint(0, self.encoding.height() + 2))

    def _lay_out(self) -> None:
        self._no_problems = plain_label("no problems", role="success")
        flow = FlowLayout(self)
        flow.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP)
        for part in (
            *(IconLabel("import"), self._file, plain_label("read as", role="muted")),
            *(self.encoding, self.delimiter, self.sheet, self.header_row),
            *(self.columns, self.problems, self._no_problems),
        ):
            flow.addWidget(part)

    def _show_encoding(self, reading: Reading) -> None:
        self._is_guessed = reading.is_encoding_guessed
        title = encoding_title(reading.encoding).partition(",")[0]
        _set_menu_text(self.encoding, f"{title}{' (a guess)' if self._is_guessed else ''}", "Encoding")
        tip = "\n".join(reading.telling_lines[:5])
        self.encoding.setToolTip(plain_tooltip(f"These lines told:\n{tip}" if tip else ""))
        self._draw()

    def _show_delimiter(self, reading: Reading) -> None:
        quote = "" if reading.quote == '"' else f", {dict(QUOTES).get(reading.quote, reading.quote)}"
        _set_menu_text(self.delimiter, f"{delimiter_title(reading.delimiter)}{quote}", "Delimiter")
        known = DELIMITERS if reading.delimiter in dict(DELIMITERS) else (*DELIMITERS, _own(reading.delimiter))
        menu = _fresh_menu(self.delimiter)
        _add_choices(menu, known, reading.delimiter, self.delimiter_chosen.emit)
        menu.addSection("Text that holds it stands in")
        _add_choices(menu, QUOTES, reading.quote, self.quote_chosen.emit)

    def _show_sheet(self, reading: Reading) -> None:
        _set_menu_text(self.sheet, f"sheet “{reading.sheet}”", "Sheet")
        sheets = tuple((name, name) for name in reading.sheets)
        _add_choices(_fresh_menu(self.sheet), sheets, reading.sheet, self.sheet_chosen.emit)

    def _show_header_row(self, reading: Reading) -> None:
        words = f"header in row {reading.header_row}" if reading.has_header else "no header"
        _set_menu_text(self.header_row, words, "Header row")
        shown = {row: _row_words(row, cells) for row, cells in reading.first_rows[:HEADER_ROWS]}
        if reading.has_header:
            shown.setdefault(reading.header_row, f"Row {reading.header_row}")
        rows = (*sorted(shown.items()), (NO_HEADER, "None: the first row is a record"))
        _add_choices(_fresh_menu(self.header_row), rows, reading.header_row, self.header_row_chosen.emit)

    def _show_columns(self, mapping: Mapping) -> None:
        self.columns.set_words(matched_words(mapping), "Show which column feeds which field")
        is_all = all(match.column for match in mapping)
        self.columns.set_icon("check" if is_all else "info" if not suggestions_in(mapping) else "warning")

    def _draw(self) -> None:
        self.encoding.setIcon(assets.icon("warning") if self._is_guessed else QIcon())
        style = self.encoding.toolButtonStyle()
        beside = style.ToolButtonTextBesideIcon if self._is_guessed else style.ToolButtonTextOnly
        self.encoding.setToolButtonStyle(beside)


def _own(delimiter: str) -> tuple[str, str]:
    return (delimiter, delimiter_title(delimiter))


def _row_words(row: int, cells: Sequence[str]) -> str:
    shown = "  ·  ".join(cell for cell in cells if cell)
    return f"Row {row}:  {shown[:70]}"


def _set_menu_text(opener: QToolButton, text: str, name: str) -> None:
    opener.setText(f"{text.replace('&', '&&')}{_OPEN}")
    opener.setAccessibleName(f"{name}: {text}. Change it")


def _fresh_menu(opener: QToolButton) -> QMenu:
    menu = QMenu(opener)
    if before := cast("QMenu | None", opener.menu()):
        before.deleteLater()
    opener.setMenu(menu)
    return menu


def _add_choices(menu: QMenu, choices: Choices, now: object, choose: Callable[..., None]) -> None:
    group = QActionGroup(menu)
    for value, title in choices:
        action = menu.addAction(title.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(value == now)
        action.triggered.connect(partial(_emit, choose, value))
        group.addAction(action)


def _emit(choose: Callable[..., None], value: object, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt's own argument
    choose(value)
