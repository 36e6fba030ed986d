"""Small labels with a filled background: the environment of a connection, and counts."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.values import Connection
from ui import theme


class Badge(QWidget):
    """A pill with a word in it; its colours are names of the theme."""

    def __init__(self, text: str, *, color: str, background: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._color = color
        self._background = background
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFont(theme.tabular(theme.bold(self.font())))
        self.setAccessibleName(text)
        theme.hub().changed.connect(self.update)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_colors(self, *, color: str, background: str) -> None:
        self._color, self._background = color, background
        self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 18, metrics.height() + 6)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        background: QColor = getattr(colors, self._background)
        painter.setBrush(background)
        area = QRectF(self.rect())
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setPen(getattr(colors, self._color))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()


class EnvironmentBadge(Badge):
    """PRODUCTION, loud, or Test, calm."""

    def __init__(self, connection: Connection, parent: QWidget | None = None) -> None:
        is_production = connection.environment == "production"
        super().__init__(
            "PRODUCTION" if is_production else "Test",
            color="production_text" if is_production else "test",
            background="production" if is_production else "test_soft",
            parent=parent,
        )
        self.setAccessibleDescription(f"Environment of {connection.name}")


class CountBadge(Badge):
    """A number in a pill; hidden at zero."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("0", color="accent", background="accent_soft", parent=parent)
        self.hide()

    def set_count(self, count: int, what: str) -> None:
        self.set_text(f"{count:,}")
        self.setAccessibleName(f"{count:,} {what}")
        self.setVisible(count > 0)
