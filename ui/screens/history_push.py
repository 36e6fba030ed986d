"""One push, opened: what became of each record, and each request with its answer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.values import Connection, JournalledRequest, Outcome, PushSummary, RecordOutcome
from ui import theme
from ui.marks import mark_named
from ui.models.history_details import outcome_mark, outcomes_table, requests_table, why_text
from ui.models.history_pushes import became_text, state_cell
from ui.models.page_loader import PageLoader, count_through
from ui.models.when import duration_text, moment_text
from ui.screens.history_calls import page_of_outcomes, page_of_requests
from ui.session import AppSession
from ui.widgets.badge import EnvironmentBadge
from ui.widgets.choice_chips import ChoiceChips
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.paged_view import PagedView
from ui.widgets.plain import plain_label
from ui.widgets.request_view import RequestView
from ui.widgets.two_panes import TwoPanes
from ui.widgets.words import IconButton, IconLabel

TYPING_MILLISECONDS = 250


class PushPage(QWidget):
    """Two tables over one push: its records, and its requests beside what was sent and answered."""

    back_pressed = Signal()
    undo_pressed = Signal(object)
    push_requested = Signal(int)
    record_requested = Signal(int)
    failed = Signal(object)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._push: PushSummary | None = None
        self.setAccessibleName("One push")
        self.back = IconButton("All pushes", role="quiet", icon="history")
        self.undo = IconButton("Undo this push…", icon="undo")
        self.related = IconButton("", role="link")
        self._title = plain_label(role="heading")
        self._state_icon = IconLabel("", 16)
        self._state = plain_label()
        self._words = plain_label(role="muted", is_wrapped=True)
        self._badge = EnvironmentBadge(connection)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a record by its key")
        self.search.setAccessibleName("Find a record by its key")
        self.search.setClearButtonEnabled(True)
        self.parts = ChoiceChips(
            (("records", "Records", ""), ("requests", "Requests", "")), name="Records or requests of the push"
        )
        self.outcomes = PagedView(outcomes_table(self), name="Records of the push")
        self.requests = PagedView(requests_table(self), name="Requests of the push")
        self.request = RequestView()
        self.outcome_loader = PageLoader(session.jobs, self.outcomes.table)
        self.request_loader = PageLoader(session.jobs, self.requests.table)
        self._lay_out()
        self._connect()

    @property
    def push(self) -> PushSummary | None:
        return self._push

    def show_push(self, push: PushSummary) -> None:
        """Show a push from the top."""
        self._push = push
        cell = state_cell(push)
        self._title.setText(f"Push {push.id} of {moment_text(push.started_at)}")
        self._state_icon.show_icon(cell.icon or "details", color=cell.color)
        self._state.setText(cell.text)
        self._words.setText(self._sentence(push))
        self._show_undo()
        self.setAccessibleDescription(f"{self._title.text()}: {self._words.text()}")
        self.search.blockSignals(True)  # noqa: FBT003  Qt's own argument
        self.search.clear()
        self.search.blockSignals(False)  # noqa: FBT003  as above
        self.request.show_words("Choose a request to see what was sent and what came back.")
        self._load()

    def _sentence(self, push: PushSummary) -> str:
        took = f" in {duration_text(push.finished_at - push.started_at)}" if push.finished_at else ""
        parts = (
            f"{push.connection_name}: {became_text(push)}{took}",
            push.comment,
            push.stopped_because,
        )
        return " · ".join(part for part in parts if part)

    def _show_undo(self) -> None:
        """Offer to undo what was applied, and lead to the push that did or that this one undid."""
        push = self._push
        if push is None:
            return
        is_there = any(one.id == push.connection_id for one in self.session.connections)
        self.undo.setVisible(bool(push.counts.get(Outcome.APPLIED)))
        self.undo.setEnabled(is_there and push.state != "running")
        tip = "Shows what would be put back before anything is sent (Ctrl+U)"
        self.undo.set_words("Undo this push…", tip if is_there else "Its connection was removed.")
        self.undo.setShortcut(QKeySequence("Ctrl+U"))
        self.related.setVisible(bool(push.undoes or push.undone_by))
        self.related.set_words(_related_words(push), "Opens it")

    def _open_related(self) -> None:
        if self._push is not None and (wanted := _related(self._push)):
            self.push_requested.emit(wanted)

    def _ask_to_undo(self) -> None:
        if self._push is not None:
            self.undo_pressed.emit(self._push)

    def _load(self) -> None:
        if self._push is None:
            return
        key, workspace = self.search.text().strip(), self.session.workspace
        outcomes = page_of_outcomes(workspace, self._push.id, key)
        requests = page_of_requests(workspace, self._push.id, key)
        self.outcome_loader.show(partial(count_through, outcomes), outcomes)
        self.request_loader.show(partial(count_through, requests), requests)

    def _take_counts(self, _count: int) -> None:
        counts = {"records": self.outcomes.table.count, "requests": self.requests.table.count}
        self.parts.show_counts(counts)
        self.parts.chip("requests").show()

    def _show_part(self, name: str) -> None:
        self._stack.setCurrentWidget(self._requests_pane if name == "requests" else self._outcomes_pane)

    def _show_request(self, request: JournalledRequest | None) -> None:
        if request is not None:
            self.request.show_journalled(request)

    def _show_outcome(self, outcome: RecordOutcome | None) -> None:
        if outcome is None:
            self._why.setText("")
            return
        mark, change = outcome_mark(outcome), mark_named(outcome.change.value)
        words = [mark.title if mark else "", change.title.lower() if change else "", why_text(outcome)]
        self._why.setText(f"{outcome.key}: " + " · ".join(word for word in words if word))

    def _open_outcome(self, outcome: RecordOutcome) -> None:
        if outcome.record_id:
            self.record_requested.emit(outcome.record_id)

    def _connect(self) -> None:
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPING_MILLISECONDS)
        self._typed.timeout.connect(self._load)
        self.search.textChanged.connect(self._restart)
        self.back.clicked.connect(self.back_pressed)
        self.undo.clicked.connect(self._ask_to_undo)
        self.session.connections_changed.connect(self._show_undo)
        self.related.clicked.connect(self._open_related)
        self.parts.chosen.connect(self._show_part)
        self.requests.current_changed.connect(self._show_request)
        self.outcomes.current_changed.connect(self._show_outcome)
        self.outcomes.opened.connect(self._open_outcome)
        for loader in (self.outcome_loader, self.request_loader):
            loader.counted.connect(self._take_counts)
            loader.failed.connect(self.failed)

    def _restart(self, _text: str) -> None:
        self._typed.start()

    def _lay_out(self) -> None:
        names = FlowLayout(gap=theme.GAP)
        for part in (self.back, self._title, self._badge, self._state_icon, self._state, self.related):
            names.addWidget(part)
        top = QHBoxLayout()
        top.addLayout(names, 1)
        top.addWidget(self.undo)
        tools = QHBoxLayout()
        tools.addWidget(self.parts, 1)
        self.search.setFixedWidth(240)
        tools.addWidget(self.search)
        self._why = plain_label(role="muted", is_wrapped=True)
        self._outcomes_pane = QWidget()
        inside = QVBoxLayout(self._outcomes_pane)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.outcomes, 1)
        self._why.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP)
        inside.addWidget(self._why)
        padded = QWidget()
        around = QVBoxLayout(padded)
        around.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP)
        around.addWidget(self.request)
        self._requests_pane = TwoPanes(self.requests, padded)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._outcomes_pane)
        self._stack.addWidget(self._requests_pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        head = QVBoxLayout()
        head.setContentsMargins(theme.PAGE, theme.GAP + 2, theme.PAGE, 0)
        head.setSpacing(theme.GAP)
        head.addLayout(top)
        head.addWidget(self._words)
        head.addLayout(tools)
        column.addLayout(head)
        column.addWidget(self._stack, 1)


def _related(push: PushSummary) -> int:
    """Find the push that undid this one last, or that this one undid."""
    return push.undone_by[-1] if push.undone_by else push.undoes


def _related_words(push: PushSummary) -> str:
    return f"Undone by push {push.undone_by[-1]}" if push.undone_by else f"It undid push {push.undoes}"
