"""Buttons, pictures and frames with their part in the style sheet, made in one line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from ui import assets, theme
from ui.widgets.plain import plain_tooltip

_ON_FILLED = {"primary": "accent_text", "danger": "production_text"}


class IconButton(QPushButton):
    """A button with words and a picture that follows the theme."""

    def __init__(self, text: str, *, role: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon_name = icon
        self.setAccessibleName(text)
        self.setAutoDefault(True)  # Enter presses it where the focus is, as Space does
        self.set_role(role)
        theme.hub().changed.connect(self._draw)

    def set_role(self, role: str) -> None:
        self._role = role
        if role:
            theme.set_role(self, role)
        self._draw()

    def set_icon(self, name: str) -> None:
        self._icon_name = name
        self._draw()

    def set_words(self, text: str, tip: str = "") -> None:
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setToolTip(plain_tooltip(tip))

    def _draw(self) -> None:
        if self._icon_name:
            self.setIcon(assets.icon(self._icon_name, color=_ON_FILLED.get(self._role, "")))


class IconLabel(QLabel):
    """A picture of the set; the words beside it say the same."""

    def __init__(self, name: str, size: int = 16, *, color: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.setFixedSize(size, size)
        self.show_icon(name, color=color)
        theme.hub().changed.connect(self._draw)

    def show_icon(self, name: str, *, color: str = "") -> None:
        self._name, self._color = name, color
        self._draw()

    def _draw(self) -> None:
        if self._name:
            self.setPixmap(assets.pixmap(self._name, self._size, color=self._color))


def menu_button(text: str, *, name: str) -> QToolButton:
    """Make a button that opens a menu."""
    made = QToolButton()
    made.setText(text)
    made.setAccessibleName(name)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def frame(role: str, *, name: str = "") -> QFrame:
    """Make a frame with a part in the style sheet."""
    made = QFrame()
    made.setAccessibleName(name)
    theme.set_role(made, role)
    return made


def padded(notice: QWidget) -> QVBoxLayout:
    """Keep a bar off the edges; the gaps go with it when it hides."""
    notice.setStyleSheet(
        f"NoticeBar {{ margin: {theme.GAP}px {theme.PAGE}px {theme.GAP // 2}px {theme.PAGE}px; }}"
    )
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(notice)
    return layout


def padded_in(part: QWidget) -> QWidget:
    """Put air around a part of a page."""
    made = QWidget()
    around = QVBoxLayout(made)
    around.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP)
    around.addWidget(part)
    return made
