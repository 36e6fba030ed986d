"""Asks a person what became of records that nobody else can tell about, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.models.field_words import shortened
from ui.models.when import plural
from ui.widgets.plain import plain_label, plain_tooltip
from ui.widgets.words import IconButton, IconLabel, frame

Asked = tuple[str, str, str]
"""*Shape*: key of a record, what was sent of it, and what is said of it."""

_ONE_LINE = 110  # letters


class UnknownPanel(QWidget):
    """`answered` carries a record's key and whether the vendor holds it; `settle_pressed` wants another try."""

    answered = Signal(str, bool)
    settle_pressed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Records with an unknown outcome")
        self._title = plain_label(role="strong", is_wrapped=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._rest = plain_label(role="muted")
        self.settle = IconButton("Settle again", role="quiet", icon="settle")
        self.settle.clicked.connect(self.settle_pressed)
        self._close = IconButton("Later", role="quiet")
        self._close.clicked.connect(self.closed)
        self._lay_out()

    def show_records(self, asked: Sequence[Asked], total: int, vendor: str, *, told: str = "") -> None:
        """List these, the others follow as they are answered; `told` is what settling came to."""
        self._title.setText(f"{told} Look in {vendor}: does it hold these as you sent them?".strip())
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()
        for one in asked:
            self._lines.addWidget(self._line(*one))
        rest = total - len(asked)
        self._rest.setText(f"and {plural(rest, 'more record')}" if rest > 0 else "")
        self._rest.setVisible(rest > 0)

    def _line(self, name: str, sent: str, message: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(IconLabel("unknown"))
        row.addWidget(plain_label(shortened(name), role="strong"))
        said = plain_label(shortened(sent or message, _ONE_LINE), role="" if sent else "muted")
        said.setToolTip(plain_tooltip("\n".join(filter(None, (sent, message)))))
        # It gives way where the window is narrow; the tooltip has it all.
        said.setMinimumWidth(60)
        said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(said, 1)
        for words, is_applied in (("It is there", True), ("It is not", False)):
            made = IconButton(words, icon="applied" if is_applied else "refused")
            made.setAccessibleName(f"{name}: {words}")
            made.clicked.connect(partial(self._answer, name, is_applied))
            row.addWidget(made)
        return line

    def _answer(self, key: str, is_applied: bool, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt's own
        self.answered.emit(key, is_applied)

    def _lay_out(self) -> None:
        card = frame("card")
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self.settle)
        top.addWidget(self._close)
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 10, 10, 10)
        column.addLayout(top)
        column.addLayout(self._lines)
        column.addWidget(self._rest)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP)
        outer.addWidget(card)
