"""What stands where there is nothing to show: a picture, words that teach, and the button to press."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ui import assets, theme
from ui.widgets.plain import plain_label

_PICTURE = 56
_WIDTH = 440


class EmptyState(QWidget):
    """`activated` follows its button, `second_activated` the quieter one below."""

    activated = Signal()
    second_activated = Signal()

    def __init__(
        self,
        title: str,
        text: str,
        button: str = "",
        *,
        icon: str = "empty",
        second: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._width = _WIDTH
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = plain_label(role="heading", is_wrapped=True)
        self._text = plain_label(role="muted", is_wrapped=True)
        self._button = QPushButton()
        self._second = QPushButton()
        for each in (self._button, self._second):
            each.setAutoDefault(True)  # Enter presses it where the focus is
        theme.set_role(self._button, "primary")
        theme.set_role(self._second, "link")
        self._button.clicked.connect(self.activated)
        self._second.clicked.connect(self.second_activated)
        self._lay_out()
        self.set_words(title, text, button, icon=icon, second=second)
        theme.hub().changed.connect(self._draw)

    @property
    def button(self) -> QPushButton:
        return self._button

    @property
    def title(self) -> str:
        return self._title.text()

    def set_words(self, title: str, text: str, button: str = "", *, icon: str = "", second: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)
        for label in (self._title, self._text):
            label.ensurePolished()
            label.setFixedHeight(
                max(0, label.heightForWidth(self._width))
            )  # a centred label is not asked for it
        for widget, words in ((self._button, button), (self._second, second)):
            widget.setText(words)
            widget.setVisible(bool(words))
        self._icon_name = icon or self._icon_name
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._draw()

    def set_width(self, width: int) -> None:
        """Keep the words within so many pixels."""
        self._width = width
        for label in (self._title, self._text):
            label.setFixedWidth(width)
            label.setFixedHeight(max(0, label.heightForWidth(width)))

    def show_second(self, words: str) -> None:
        """Offer another way on, or none."""
        self._second.setText(words)
        self._second.setVisible(bool(words))

    def _draw(self) -> None:
        self._picture.setPixmap(assets.pixmap(self._icon_name, _PICTURE, color="disabled"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP + 2)
        column.addStretch(2)
        column.addWidget(self._picture)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setFixedWidth(self._width)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.GAP)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._second, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
