"""One push, opened: how it went over time, what became of each record, and each request with its answer."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.values import Connection, JournalledRequest, Outcome, PushSummary, RecordOutcome
from ui import theme
from ui.jobs import Lane
from ui.marks import mark_of_outcome
from ui.models.history_details import outcomes_table, requests_table
from ui.models.page_loader import PageLoader
from ui.models.when import moment_text
from ui.screens.history_calls import (
    count_of_outcomes,
    count_of_requests,
    opening_push,
    page_of_outcomes,
    page_of_requests,
)
from ui.screens.history_picture import PicturePanel
from ui.screens.history_push_head import PushHead
from ui.screens.history_trace import TracePane
from ui.session import AppSession
from ui.widgets.choice_chips import ChoiceChips
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.paged_view import PagedView
from ui.widgets.request_view import RequestView
from ui.widgets.two_panes import TwoPanes
from ui.widgets.words import IconButton, padded_in

TYPING_MILLISECONDS = 250
LOW = 520  # pixels below which the picture leaves too little of the tables
_PARTS = (("records", "Records", ""), ("requests", "Requests", ""))
_OUTCOMES = (("", "All", ""), *((one.value, mark_of_outcome(one.value).title, one.value) for one in Outcome))


class PushPage(QWidget):
    """Two tables over one push: its records, and its requests beside what was sent and answered."""

    back_pressed = Signal()
    undo_pressed = Signal(object)
    push_requested = Signal(int)
    record_requested = Signal(int)
    past_requested = Signal(int, str)
    failed = Signal(object)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._push: PushSummary | None = None
        self.setAccessibleName("One push")
        self.head = PushHead(session, connection)
        self.picture = PicturePanel(session)
        self.search = QLineEdit()
        self.parts = ChoiceChips(_PARTS, name="Records or requests of the push")
        self.outcome = ChoiceChips(_OUTCOMES, name="Only records with the outcome")
        self.outcomes = PagedView(outcomes_table(self), name="Records of the push")
        self.trace = TracePane(session, is_in_push=True)
        self.requests = PagedView(requests_table(self), name="Requests of the push")
        self.request = RequestView()
        self.no_requests = EmptyState("", "", icon="history")
        self.outcome_loader = PageLoader(session.jobs, self.outcomes.table)
        self.request_loader = PageLoader(session.jobs, self.requests.table)
        self._typed = QTimer(self)
        self._lay_out()
        self._connect()

    @property
    def back(self) -> IconButton:
        return self.head.back

    @property
    def undo(self) -> IconButton:
        return self.head.undo

    @property
    def related(self) -> IconButton:
        return self.head.related

    @property
    def push(self) -> PushSummary | None:
        return self._push

    def show_push(self, push: PushSummary, *, text: str = "", outcome: str = "") -> None:
        """Show a push from the top, narrowed to what was looked for where something was."""
        self._take_push(push)
        self.search.blockSignals(True)  # noqa: FBT003  Qt's own argument
        self.search.setText(text)
        self.search.blockSignals(False)  # noqa: FBT003  as above
        self.outcome.select(outcome)
        self.trace.clear()
        self.request.show_words("Choose a request to see what was sent and what came back.")
        self.picture.show_push(push.id)
        self._load()

    def refresh(self) -> None:
        """Look at the push again, keeping the place: it may be running."""
        if self._push is not None:
            work = opening_push(self.session.workspace, self._push.id)
            self.session.jobs.run(work, done=self._take_again, failed=self._fail, lane=Lane.READ)

    def _take_again(self, push: PushSummary) -> None:
        if self._push is not None and push.id == self._push.id:
            self._take_push(push)
            self.picture.refresh()
            self.outcome_loader.refresh()
            self.request_loader.refresh()

    def _take_push(self, push: PushSummary) -> None:
        self._push = push
        self.head.show_push(push)
        self.setAccessibleDescription(self.head.accessibleDescription())
        self.outcome.show_counts({"": sum(push.counts.get(one, 0) for one in Outcome), **push.counts})
        self._explain_no_requests(push)

    def _load(self) -> None:
        if self._push is None:
            return
        key, workspace, push_id = self.search.text().strip(), self.session.workspace, self._push.id
        outcome = self.outcome.current
        self.outcome_loader.show(
            count_of_outcomes(workspace, push_id, key, outcome),
            page_of_outcomes(workspace, push_id, key, outcome),
        )
        self.request_loader.show(
            count_of_requests(workspace, push_id, key), page_of_requests(workspace, push_id, key)
        )

    def _take_counts(self, _count: int) -> None:
        counts = {"records": self.outcomes.table.count, "requests": self.requests.table.count}
        self.parts.show_counts(counts)
        self.parts.chip("requests").show()
        self._requests_pane.setCurrentIndex(0 if counts["requests"] else 1)
        if counts["records"] and not self.outcomes.currentIndex().isValid():
            self.outcomes.select_row(0)

    def _explain_no_requests(self, push: PushSummary) -> None:
        if push.forgotten_at is not None:
            days = self.session.workspace.settings.history_keep_days
            self.no_requests.set_words(
                "Its requests were forgotten",
                f"Requests and answers are kept for {days} days, as the settings say; these were removed on "
                f"{moment_text(push.forgotten_at)}. What became of each record stays.",
            )
        else:
            self.no_requests.set_words(
                "No request fits" if self.search.text() else "Nothing was sent",
                "A push that finds nothing to send, or whose records are all held back, makes no request.",
            )

    def _show_part(self, name: str) -> None:
        is_requests = name == "requests"
        self.outcome.setVisible(not is_requests)
        self._stack.setCurrentWidget(self._requests_pane if is_requests else self._outcomes_pane)

    def _show_request(self, request: JournalledRequest | None) -> None:
        if request is not None:
            self.request.show_journalled(request)

    def _show_outcome(self, outcome: RecordOutcome | None) -> None:
        if outcome is not None and self._push is not None:
            self.trace.show_record(self._push.id, outcome.record_id)

    def _open_outcome(self, outcome: RecordOutcome) -> None:
        if outcome.record_id:
            self.record_requested.emit(outcome.record_id)

    def _choose_outcome(self, _name: str) -> None:
        self._load()

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)

    def _show_picture(self, is_shown: bool) -> None:  # noqa: FBT001  Qt's own argument
        self._picture_place.setVisible(is_shown)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.head.fold_picture(is_low=event.size().height() < LOW)

    def _connect(self) -> None:
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPING_MILLISECONDS)
        self._typed.timeout.connect(self._load)
        self.search.textChanged.connect(self._typed.start)
        self.head.back.clicked.connect(self.back_pressed)
        self.head.undo_pressed.connect(self.undo_pressed)
        self.head.push_requested.connect(self.push_requested)
        self.head.picture.toggled.connect(self._show_picture)
        self.head.commented.connect(self._take_again)
        self.parts.chosen.connect(self._show_part)
        self.outcome.chosen.connect(self._choose_outcome)
        self.requests.current_changed.connect(self._show_request)
        self.outcomes.current_changed.connect(self._show_outcome)
        self.outcomes.opened.connect(self._open_outcome)
        self.trace.record_requested.connect(self.record_requested)
        self.trace.past_requested.connect(self.past_requested)
        for part in (self.head, self.picture, self.trace, self.outcome_loader, self.request_loader):
            part.failed.connect(self.failed)
        for loader in (self.outcome_loader, self.request_loader):
            loader.counted.connect(self._take_counts)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("Find in this push")
        self.search.setAccessibleName("Find in this push")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(220)
        chips = QWidget()
        flow = FlowLayout(chips, gap=theme.PAGE)
        flow.addWidget(self.parts)
        flow.addWidget(self.outcome)
        tools = QHBoxLayout()
        tools.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP)
        tools.addWidget(chips, 1)
        tools.addWidget(self.search)
        self._outcomes_pane = TwoPanes(self.outcomes, self.trace)
        self._requests_pane = QStackedWidget()
        self._requests_pane.addWidget(TwoPanes(self.requests, padded_in(self.request)))
        self._requests_pane.addWidget(self.no_requests)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._outcomes_pane)
        self._stack.addWidget(self._requests_pane)
        # The panel hides by itself where there is nothing to draw; whether it is wanted is another matter.
        self._picture_place = QWidget()
        place = QVBoxLayout(self._picture_place)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self.picture)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._picture_place)
        column.addLayout(tools)
        column.addWidget(self._stack, 1)
        self._picture_place.setVisible(self.head.picture.isChecked())
