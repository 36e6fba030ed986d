"""What nobody can tell about any more: shown to a person, whose word is taken for it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.values import Changed, Connection, PushResult
from ui.jobs import Lane
from ui.models.review_table import key_of
from ui.screens.push_calls import LeftOver, answering, looking_for_left_overs
from ui.screens.push_words import sent_words
from ui.session import AppSession
from ui.widgets.unknown_panel import UnknownPanel


class UnknownAnswers(QObject):
    """Fills the panel of one connection; `answered` follows each answer, `shown` each look at what is left."""

    answered = Signal()
    shown = Signal()

    def __init__(
        self, session: AppSession, connection: Connection, panel: UnknownPanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._connection = connection
        self._kind = session.kind_of(connection).id
        self._panel = panel
        self._told = ""
        panel.answered.connect(self._answer)

    def ask(self, told: str = "") -> None:
        """Show the first of them, after what was told; the others follow as these are answered."""
        self._told = told
        work = looking_for_left_overs(self._session.workspace, self._connection.id, self._kind)
        self._session.jobs.run(work, done=self._show, lane=Lane.READ)

    def _show(self, left: LeftOver) -> None:
        vendor, kind = self._session.vendor_of(self._connection), self._session.kind_of(self._connection)
        asked = [
            (key_of(one.record), sent_words(kind, one), one.record.outcome_message) for one in left.unknown
        ]
        self._panel.show_records(asked, left.unknown_count, vendor.title, told=self._told)
        self._panel.setVisible(left.unknown_count > 0)
        self.shown.emit()

    def _answer(self, key: str, is_applied: bool) -> None:  # noqa: FBT001  a signal's argument
        work = answering(self._session.workspace, self._connection.id, key, is_applied=is_applied)
        self._session.jobs.run(work, done=self._take, lane=Lane.WRITE)

    def _take(self, _result: PushResult) -> None:
        self._session.changes.announce(Changed(self._connection.id, self._kind))
        self.answered.emit()
        self.ask()
