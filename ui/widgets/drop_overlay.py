"""Makes the whole window a place to drop files, and says in words what dropping will do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from ui import theme
from ui.models.dropped import dropped, dropped_picture
from ui.widgets.plain import plain_label
from ui.widgets.words import IconLabel

_VEIL = 236  # of 255: what is below stays there to be felt, not read


class DropOverlay(QWidget):
    """Covers `window` while a file hovers.

    `describe` names where files are imported, “” where nothing can be; `describe_picture` the field that a
    picture would be attached to, “” where there is none.
    """

    files_dropped = Signal(object)
    picture_dropped = Signal(object)

    def __init__(
        self, window: QWidget, describe: Callable[[], str], describe_picture: Callable[[], str] = str
    ) -> None:
        super().__init__(window)
        self._window = window
        self._describe = describe
        self._describe_picture = describe_picture
        self._picture_field = ""
        self._is_welcome = False
        self.setAcceptDrops(True)
        self.setAccessibleName("Drop target")
        self._picture = IconLabel("drop", 64)
        self._title = plain_label(role="title")
        self._text = plain_label(role="muted")
        self._lay_out()
        self.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @property
    def words(self) -> str:
        """What it says now, for the accessibility bus and tests."""
        return self.accessibleDescription()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch the window until the overlay covers it and gets the events itself."""
        if isinstance(event, QDragEnterEvent):
            self.dragEnterEvent(event)
            return event.isAccepted()
        if isinstance(event, QDragMoveEvent):
            self.dragMoveEvent(event)
            return True
        if isinstance(event, QDropEvent):
            self.dropEvent(event)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hide()
        elif event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return False

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not event.mimeData().hasUrls():
            event.ignore()
            return
        self._say(event.mimeData())
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        # Taken even where it is refused: the words say why, and without it no further event comes.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._is_welcome:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    @override
    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.hide()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.hide()
        if not self._is_welcome:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if self._picture_field:
            self.picture_dropped.emit(dropped_picture(event.mimeData()))
        else:
            self.files_dropped.emit(dropped(event.mimeData()).files)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.current()
        soft = QColor(colors.accent_soft if self._is_welcome else colors.error_soft)
        soft.setAlpha(_VEIL)
        painter = QPainter(self)
        painter.fillRect(self.rect(), soft)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colors.accent if self._is_welcome else colors.error, 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(12, 12, -12, -12), 12, 12)
        painter.end()

    def _say(self, mime: QMimeData) -> None:
        picture = dropped_picture(mime)
        self._picture_field = self._describe_picture() if picture is not None else ""
        if picture is not None and self._picture_field:
            self._show_words("", f"Attach as {self._picture_field}", picture.name)
            return
        target, found = self._describe(), dropped(mime)
        refusal = "Add a connection first" if not target else found.refusal
        self._show_words(refusal, f"Import into {target}", found.words)

    def _show_words(self, refusal: str, title: str, names: str) -> None:
        self._is_welcome = not refusal
        self._title.setText(refusal or title)
        self._text.setText("Nothing will be imported." if refusal else names)
        theme.set_role(self._text, "muted")
        self._picture.show_icon(
            "drop" if not refusal else "refused", color="accent" if not refusal else "error"
        )
        self.setAccessibleDescription(self._title.text())
        self.update()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for words in (self._title, self._text):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setWordWrap(True)
            column.addWidget(words)
        column.addStretch(3)
