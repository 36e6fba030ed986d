"""What became of a push, in words, with the buttons that go on from there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui import theme
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.notice_bar import Severity
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton, IconLabel

_ICONS = {"info": "info", "success": "applied", "warning": "warning", "error": "problem"}
WORDS_WIDTH = 520  # pixels that words want before they wrap beside the buttons
FRAME_WIDTH = 130  # pixels that the symbol, the cross and the margins take


class ResultBar(QWidget):
    """A bar with several buttons; `pressed` carries the name of one, "close" for the cross."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.severity: Severity = "info"
        self._frame = QFrame()
        self._icon = IconLabel("", 18)
        self._text = plain_label(is_wrapped=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons = QWidget()
        self._flow = FlowLayout(self._buttons)
        self._close = IconButton("", role="quiet", icon="close")
        self._close.set_words("", "Close")
        self._close.setAccessibleName("Close the result")
        self._close.setObjectName("close")
        self._close.clicked.connect(partial(self._press, "close"))
        self._lay_out()

    @property
    def text(self) -> str:
        return self._text.text()

    def button(self, name: str) -> IconButton | None:
        return self.findChild(IconButton, name)

    def show_result(
        self, text: str, *, severity: Severity, buttons: Sequence[tuple[str, str, str]] = ()
    ) -> None:
        """Say it. `buttons` are name, words and icon; the first one stands out."""
        self.severity = severity
        theme.set_role(self._frame, severity)
        self._icon.show_icon(_ICONS[severity], color=severity)
        self._text.setText(text)
        self.setAccessibleName("Result of the push")
        self.setAccessibleDescription(text)
        self._clear_buttons()
        for number, (name, words, icon) in enumerate(buttons):
            made = IconButton(words, icon=icon, role="primary" if number == 0 and severity != "success" else "")
            made.setObjectName(name)
            made.clicked.connect(partial(self._press, name))
            self._flow.addWidget(made)
            made.show()
        self._buttons.setVisible(bool(buttons))
        self._turn()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons beside the words where both have room, else below."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        words = self._text.fontMetrics().horizontalAdvance(self._text.text())
        wanted = min(words, WORDS_WIDTH) + self._buttons.sizeHint().width() + FRAME_WIDTH
        is_wide = wanted <= self.width()
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(way)

    def _press(self, name: str, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt's own argument
        self.pressed.emit(name)

    def _clear_buttons(self) -> None:
        while item := self._flow.takeAt(0):
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()

    def _lay_out(self) -> None:
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.GAP)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._buttons)
        top = Qt.AlignmentFlag.AlignTop
        inside = QHBoxLayout(self._frame)
        inside.setContentsMargins(12, 7, 7, 7)
        inside.setSpacing(10)
        inside.addWidget(self._icon, 0, top)
        inside.addLayout(self._row, 1)
        inside.addWidget(self._close, 0, top)
        self._icon.setFixedHeight(30)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP)
        outer.addWidget(self._frame)
