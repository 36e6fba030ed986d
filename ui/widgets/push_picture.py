"""A push over time as a picture: layers of outcomes, told apart by colour and pattern, read by mouse or key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.history_values import PicturePoint, PushPicture
from ui import theme
from ui.models.picture_words import (
    BANDS,
    WAITING,
    Band,
    amounts,
    at_words,
    point_at,
    span_text,
    ticks,
    whole_words,
)
from ui.models.when import number_text

HEIGHT = 118
_END = 14  # pixels after the last moment, where how it ended is seen even if much of that came at once
_TICK_ROOM = 76  # pixels that a moment on the axis takes with its words
_PATTERNS = {
    "applied": Qt.BrushStyle.SolidPattern,
    "refused": Qt.BrushStyle.BDiagPattern,
    "failed": Qt.BrushStyle.FDiagPattern,
    "unknown": Qt.BrushStyle.DiagCrossPattern,
    "skipped": Qt.BrushStyle.Dense6Pattern,
    WAITING: Qt.BrushStyle.NoBrush,
}
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class PushPictureView(QWidget):
    """`pointed` tells the moment under the mouse or the keys; None when it is left."""

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: PushPicture | None = None
        self._at: int | None = None
        self.setAccessibleName("The push over time")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.hub().changed.connect(self.update)

    @property
    def picture(self) -> PushPicture | None:
        return self._picture

    def show_picture(self, picture: PushPicture | None) -> None:
        """Draw a push; the moment pointed at stays where it is as a running one grows."""
        is_other = picture is None or self._picture is None or picture.push_id != self._picture.push_id
        self._picture = picture
        if is_other or self._at is None or self._at >= len(picture.points if picture else ()):
            self._point(None)
        self.setAccessibleDescription(whole_words(picture) if picture else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(220, HEIGHT)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._picture is None:
            return
        area = self._area()
        share = (event.position().x() - area.left()) / max(1.0, area.width() - _END)
        if 0 <= event.position().x() - area.left() <= area.width():
            self._point(self._picture.points.index(point_at(self._picture, share * self._picture.seconds)))
        else:
            self._point(None)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point(None)
        super().focusOutEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._picture is None or not self._went(event.key(), len(self._picture.points) - 1):
            super().keyPressEvent(event)

    def _went(self, key: int, last: int) -> bool:
        """Move to another moment as the keys say; tells whether they say anything."""
        here = last if self._at is None else self._at
        if key in _STEPS:
            self._point(max(0, min(last, here + _STEPS[Qt.Key(key)])) if self._at is not None else here)
        elif key == Qt.Key.Key_Home:
            self._point(0)
        elif key == Qt.Key.Key_End:
            self._point(last)
        elif key == Qt.Key.Key_Escape and self._at is not None:
            self._point(None)
        else:
            return False
        return True

    def _point(self, number: int | None) -> None:
        if number == self._at and number is not None:
            return
        self._at = number
        point = None if number is None or self._picture is None else self._picture.points[number]
        if self._picture is not None:
            words = whole_words(self._picture) if point is None else at_words(self._picture, point)
            self.setAccessibleDescription(words)
        self.pointed.emit(point)
        self.update()

    def _area(self) -> QRectF:
        metrics = self.fontMetrics()
        total = self._picture.total if self._picture else 0
        left = metrics.horizontalAdvance(number_text(total)) + theme.GAP
        top, bottom = metrics.height() / 2, metrics.height() + 6
        return QRectF(self.rect()).adjusted(left, top, -theme.GAP, -bottom)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._area()
        painter.fillRect(area, theme.current().panel)
        if self._picture is not None and self._picture.total:
            self._draw_bands(painter, area, self._picture)
            self._draw_axes(painter, area, self._picture)
            self._draw_moment(painter, area, self._picture)
        if self.hasFocus():
            painter.setPen(QPen(theme.current().accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(-1, -1, 1, 1))

    def _draw_bands(self, painter: QPainter, area: QRectF, picture: PushPicture) -> None:
        below = [0.0] * len(picture.points)
        for band in BANDS:
            above = [
                low + amounts(picture, point).get(band.name, 0)
                for low, point in zip(below, picture.points, strict=True)
            ]
            if above != below:
                lower, upper = (tuple(_stairs(area, picture, levels)) for levels in (below, above))
                fill_band(painter, band, QPolygonF([*upper, *reversed(lower)]))
                painter.setPen(_line_of(band))
                painter.drawLines(list(_tops(upper, lower)))
            below = above

    def _draw_axes(self, painter: QPainter, area: QRectF, picture: PushPicture) -> None:
        colors, metrics = theme.current(), self.fontMetrics()
        painter.setFont(theme.tabular(self.font()))
        painter.setPen(QPen(colors.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
        painter.setPen(colors.muted)
        for number, height in ((picture.total, area.top()), (0, area.bottom())):
            place = QRectF(0, height - metrics.height() / 2, area.left() - theme.GAP / 2, metrics.height())
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number_text(number)
            )
        for seconds in ticks(picture.seconds, int((area.width() - _END) // _TICK_ROOM)):
            left = area.left() + (area.width() - _END) * seconds / picture.seconds
            painter.setPen(QPen(colors.line, 1))
            painter.drawLine(QPointF(left, area.bottom()), QPointF(left, area.bottom() + 4))
            painter.setPen(colors.muted)
            words = span_text(seconds)
            # The last one stays inside the widget.
            start = min(
                left - metrics.horizontalAdvance(words) / 2, self.width() - metrics.horizontalAdvance(words)
            )
            painter.drawText(QPointF(start, area.bottom() + 4 + metrics.ascent()), words)

    def _draw_moment(self, painter: QPainter, area: QRectF, picture: PushPicture) -> None:
        if self._at is None or self._at >= len(picture.points):
            return
        left = _across(area, picture, picture.points[self._at])
        painter.setPen(QPen(theme.current().text, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(left, area.top()), QPointF(left, area.bottom()))


class BandSwatch(QWidget):
    """A patch of a band beside its name in the legend."""

    def __init__(self, band: Band, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._band = band
        self.setFixedSize(22, 14)
        theme.hub().changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shape = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        fill_band(painter, self._band, QPolygonF(shape))
        painter.setPen(_line_of(self._band))
        painter.drawRect(shape)


def fill_band(painter: QPainter, band: Band, shape: QPolygonF) -> None:
    """Fill a shape as a band looks: a soft ground, and its pattern."""
    strong: QColor = getattr(theme.current(), band.color)
    pattern = _PATTERNS[band.name]
    ground = QColor(strong)
    ground.setAlpha(0 if band.name == WAITING else 150 if pattern is Qt.BrushStyle.SolidPattern else 45)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawPolygon(shape)
    if pattern not in (Qt.BrushStyle.SolidPattern, Qt.BrushStyle.NoBrush):
        painter.setBrush(QBrush(strong, pattern))
        painter.drawPolygon(shape)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _line_of(band: Band) -> QPen:
    style = Qt.PenStyle.DotLine if band.name == WAITING else Qt.PenStyle.SolidLine
    return QPen(getattr(theme.current(), band.color), 1, style)


def _tops(upper: Sequence[QPointF], lower: Sequence[QPointF]) -> Iterator[QLineF]:
    """Give the upper edge of a band where it has any height."""
    for number in range(len(upper) - 1):
        if upper[number].y() < lower[number].y() and upper[number + 1].y() < lower[number + 1].y():
            yield QLineF(upper[number], upper[number + 1])


def _stairs(area: QRectF, picture: PushPicture, levels: Sequence[float]) -> Iterator[QPointF]:
    """An outcome stands from its moment on: what was there before goes straight as far as that."""
    before = levels[0]
    for point, level in zip(picture.points, levels, strict=True):
        left = _across(area, picture, point)
        yield QPointF(left, area.bottom() - area.height() * before / picture.total)
        yield QPointF(left, area.bottom() - area.height() * level / picture.total)
        before = level
    yield QPointF(area.right(), area.bottom() - area.height() * before / picture.total)


def _across(area: QRectF, picture: PushPicture, point: PicturePoint) -> float:
    share = point.seconds / picture.seconds if picture.seconds else 0.0
    return area.left() + (area.width() - _END) * share
