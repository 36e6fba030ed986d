"""The exact request that would carry the record at hand, behind one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.jobs import JobContext
from ui.jobs import Lane
from ui.screens.review_calls import Preview
from ui.session import AppSession
from ui.widgets.request_view import RequestView
from ui.widgets.words import IconButton


class ExactRequest(QObject):
    """`button` shows and hides `view`; a detail pane puts both where it wants them."""

    def __init__(self, session: AppSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._record_id = 0
        self._work: Callable[[JobContext], Preview] | None = None
        self.button = IconButton("Exact request", icon="details")
        self.button.setCheckable(True)
        self.button.toggled.connect(self._toggle)
        self.view = RequestView()
        self.view.hide()

    def show_record(self, record_id: int, work: Callable[[JobContext], Preview] | None) -> None:
        """Go to a record; `work` finds its request, None where none would be sent."""
        self._record_id, self._work = record_id, work
        self.button.setVisible(work is not None)
        self.view.setVisible(work is not None and self.button.isChecked())
        self._ask()

    def _toggle(self, is_shown: bool) -> None:  # noqa: FBT001  Qt's own argument
        self.view.setVisible(is_shown)
        self.button.set_words("Hide request" if is_shown else "Exact request")
        self._ask()

    def _ask(self) -> None:
        if self._work is not None and self.button.isChecked():
            self.view.show_words("Looking for the request…")
            self._session.jobs.run(self._work, done=self._take, lane=Lane.READ)

    def _take(self, preview: Preview) -> None:
        if self._record_id != preview.record_id:
            return
        if preview.request is None:
            self.view.show_words("Nothing would be sent for this record.", preview.why_not)
        else:
            self.view.show_preview(preview.request, preview.key)
