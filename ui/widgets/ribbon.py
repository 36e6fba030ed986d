"""A strip across the window that says what kind of place this is."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui import theme
from ui.widgets.badge import Badge
from ui.widgets.plain import plain_label


class Ribbon(QFrame):
    """A badge with an explanation."""

    def __init__(self, title: str, text: str, *, is_shown: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "demo")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAGE, 5, theme.PAGE, 5)
        row.setSpacing(10)
        row.addWidget(Badge(title, color="accent_text", background="test"))
        row.addWidget(plain_label(text))
        row.addStretch(1)
        self.setVisible(is_shown)
