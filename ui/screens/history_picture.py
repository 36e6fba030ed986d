"""The picture of a push with its legend and its numbers, looked at again while the push runs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.history_values import PicturePoint, PushPicture
from app.jobs import JobContext
from ui import theme
from ui.jobs import Lane
from ui.models.picture_words import BANDS, Band, amounts, at_words, end_words
from ui.models.when import number_text
from ui.session import AppSession
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import plain_label
from ui.widgets.push_picture import BandSwatch, PushPictureView
from ui.widgets.words import IconLabel

if TYPE_CHECKING:
    from app.workspace import Workspace

RUNNING_MILLISECONDS = 1000


class LegendEntry(QWidget):
    """What a band means and how many records are in it: its look, its symbol, and words."""

    def __init__(self, band: Band, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._band = band
        self._words = plain_label()
        self._words.setFont(theme.tabular(self._words.font()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.GAP, 0)
        row.setSpacing(5)
        row.addWidget(BandSwatch(band))
        row.addWidget(IconLabel(band.icon, 14, color=band.color if band.color != "disabled" else "muted"))
        row.addWidget(self._words)

    @property
    def text(self) -> str:
        return self._words.text()

    def show_number(self, number: int) -> None:
        self._words.setText(f"{self._band.title} {number_text(number)}")
        self.setAccessibleName(self._words.text())
        self.setVisible(number > 0)


class PicturePanel(QWidget):
    """`show_push` draws a push; it hides where there is nothing to draw."""

    failed = Signal(object)

    def __init__(self, session: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._push_id = 0
        self.view = PushPictureView()
        self.words = plain_label(role="muted")
        self.words.setFont(theme.tabular(self.words.font()))
        self.legend = {band.name: LegendEntry(band) for band in BANDS}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RUNNING_MILLISECONDS)
        self._timer.timeout.connect(self.refresh)
        self.view.pointed.connect(self._show_point)
        self._lay_out()
        self.hide()

    def show_push(self, push_id: int) -> None:
        """Look at a push."""
        if push_id != self._push_id:
            self._push_id = push_id
            self.hide()
            self.view.show_picture(None)
        self.refresh()

    def refresh(self) -> None:
        """Look at it again."""
        if self._push_id and self._session.is_open:
            work = partial(_picture, self._session.workspace, self._push_id)
            self._session.jobs.run(work, done=self._take, failed=self._fail, lane=Lane.READ)

    def _take(self, picture: PushPicture) -> None:
        if picture.push_id != self._push_id:
            return
        self.view.show_picture(picture)
        for name, number in amounts(picture, picture.last).items():
            self.legend[name].show_number(number)
        self._show_point(None)
        self.setVisible(picture.total > 0)
        self._timer.stop()
        if picture.is_running and self.isVisible():
            self._timer.start()

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)

    def _show_point(self, point: PicturePoint | None) -> None:
        picture = self.view.picture
        if picture is not None:
            self.words.setText(at_words(picture, point) if point is not None else end_words(picture))

    def _lay_out(self) -> None:
        legend = QWidget()
        legend.setAccessibleName("What the picture shows")
        flow = FlowLayout(legend, gap=4)
        for entry in (*self.legend.values(), self.words):
            flow.addWidget(entry)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, 0)
        column.setSpacing(theme.GAP // 2)
        column.addWidget(self.view)
        column.addWidget(legend)


def _picture(workspace: Workspace, push_id: int, _context: JobContext) -> PushPicture:
    from app.services.picture_push import picture_push  # noqa: PLC0415  after the first paint

    return picture_push(workspace, push_id)
