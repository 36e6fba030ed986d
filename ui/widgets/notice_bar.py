"""The bar that says what happened, inline, with one button: never a box in the way."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from ui import assets, theme
from ui.problems import details_of, explain
from ui.widgets.plain import plain_label, plain_tooltip

Severity = Literal["info", "success", "warning", "error"]
_ICONS = {"info": "info", "success": "applied", "warning": "warning", "error": "problem"}


class NoticeBar(QFrame):
    """Hidden until it has something to say. `activated` follows its button, `closed` its cross."""

    activated = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Notice")
        self.error: BaseException | None = None
        self._severity: Severity = "info"
        self._icon = QLabel()
        self._text = plain_label(is_wrapped=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = QPushButton()
        self._button.setAutoDefault(True)  # Enter presses it where the focus is
        self._button.clicked.connect(self._press)
        self._close = QToolButton()
        theme.set_role(self._close, "quiet")
        self._close.setAccessibleName("Close this notice")
        self._close.setToolTip("Close")
        self._close.clicked.connect(self._dismiss)
        self._lay_out()
        self.hide()
        theme.hub().changed.connect(self._draw)

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def button(self) -> QPushButton:
        return self._button

    def show_notice(
        self,
        text: str,
        *,
        severity: Severity = "info",
        button: str = "",
        detail: str = "",
        is_closable: bool = True,
    ) -> None:
        """Say something; the detail is the tooltip."""
        self.error = None
        self._say(text, severity=severity, button=button, detail=detail)
        self._close.setVisible(is_closable)

    def show_error(self, error: BaseException, *, button: str = "") -> None:
        """Put an error into words, with the button that helps."""
        words = explain(error)
        wanted = button or (words.button if words.action == "report" else "")
        self._say(f"{words.text} {words.remedy}".strip(), severity="error", button=wanted, detail="")
        self._close.setVisible(True)
        self.error = error

    def clear(self) -> None:
        self.error = None
        self.hide()

    def _say(self, text: str, *, severity: Severity, button: str, detail: str) -> None:
        self._severity = severity
        self._text.setText(text)
        self._text.setToolTip(plain_tooltip(detail))
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleDescription(text)
        self._draw()
        self.show()

    def _draw(self) -> None:
        theme.set_role(self, self._severity)
        self._icon.setPixmap(assets.pixmap(_ICONS[self._severity], 18, color=self._severity))
        self._close.setIcon(assets.icon("close"))

    def _press(self) -> None:
        if self.error is not None and explain(self.error).action == "report":
            QGuiApplication.clipboard().setText(details_of(self.error))
        self.activated.emit()

    def _dismiss(self) -> None:
        self.clear()
        self.closed.emit()

    def _lay_out(self) -> None:
        self._close.setIconSize(QSize(14, 14))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 7, 7, 7)
        layout.setSpacing(10)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        layout.addWidget(self._close)
