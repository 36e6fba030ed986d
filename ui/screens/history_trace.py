"""One record of one push: what came of it and why, what was sent, what was there before, and its requests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.history_values import RecordPush
from app.values import BaseState, JournalledRequest
from ui import theme
from ui.marks import mark_named
from ui.models.field_words import shortened
from ui.models.history_past import became_text, before_text, sent_lines, sent_table, trace_mark
from ui.models.when import moment_text
from ui.screens.history_calls import looking_at_record
from ui.session import AppSession
from ui.widgets.choice_chips import ChoiceChips
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.paged_view import PagedView
from ui.widgets.plain import plain_label, plain_tooltip
from ui.widgets.request_view import RequestView
from ui.widgets.words import IconButton, IconLabel

if TYPE_CHECKING:
    from app.vendors.declaration import Kind

_PARTS = (("sent", "What was sent", ""), ("before", "Before", ""), ("requests", "Requests", ""))


class TracePane(QWidget):
    """`show_record` reads a record of a push; the buttons lead to where else it is."""

    record_requested = Signal(int)
    past_requested = Signal(int, str)
    push_requested = Signal(int)
    failed = Signal(object)

    def __init__(self, session: AppSession, *, is_in_push: bool, parent: QWidget | None = None) -> None:
        """`is_in_push` tells whether its push is shown around it already."""
        super().__init__(parent)
        self.session = session
        self._trace: RecordPush | None = None
        self._requests: tuple[JournalledRequest, ...] = ()
        self._wanted = (0, 0)
        self._icon = IconLabel("", 20)
        self._title = plain_label(role="heading")
        self._state = plain_label(role="muted", is_wrapped=True)
        self._why = plain_label(is_wrapped=True)
        self.parts = ChoiceChips(_PARTS, name="What to show of the record")
        self.lines = PagedView(sent_table(self), name="What was sent of the record")
        self.text = RequestView()
        self.text.setMinimumHeight(140)
        self.show_in_grid = IconButton("Show in grid", role="quiet", icon="records")
        self.past = IconButton("Its history", role="quiet", icon="history")
        self.open_push = IconButton("Open the push", role="quiet", icon="push")
        self._lay_out()
        # Not before they have a parent: a part without one would be shown as a window.
        self.past.setVisible(is_in_push)
        self.open_push.setVisible(not is_in_push)
        self._connect()
        self.clear()

    @property
    def trace(self) -> RecordPush | None:
        return self._trace

    def clear(self) -> None:
        """Show nothing."""
        self._trace = None
        self._wanted = (0, 0)
        self._inside.hide()

    def show_record(self, push_id: int, record_id: int) -> None:
        """Read a record of a push; what is shown stays until it is there."""
        if (push_id, record_id) != self._wanted:
            self._wanted = (push_id, record_id)
            work = looking_at_record(self.session.workspace, push_id, record_id)
            self.session.jobs.run(work, done=self._take, failed=self._fail)

    def show_trace(self, trace: RecordPush) -> None:
        """Show a record that was read already; its requests follow."""
        self.show_record(trace.push.id, trace.record_id)

    def _take(self, found: tuple[RecordPush, tuple[JournalledRequest, ...]]) -> None:
        trace, requests = found
        if (trace.push.id, trace.record_id) != self._wanted:
            return
        self._trace, self._requests = trace, requests
        kind = self._kind(trace)
        mark, change = trace_mark(trace), mark_named(trace.change.value)
        self._icon.show_icon(mark.icon_name, color=mark.color_name)
        self._title.setText(shortened(trace.key, 50))
        self._title.setToolTip(plain_tooltip(trace.key))
        ended = trace.outcome.ended_at if trace.outcome else None
        words = [
            mark.title,
            change.title.lower() if change else trace.push.comment,
            moment_text(ended, has_seconds=True),
        ]
        self._state.setText(" · ".join(word for word in words if word))
        self._why.setText(became_text(trace))
        self._why.setVisible(bool(self._why.text()))
        self.setAccessibleName(f"{trace.key}: {self._state.text()} {self._why.text()}")
        self.lines.table.fill(sent_lines(kind, trace))
        self.parts.show_counts({"sent": len(trace.fields), "before": 1, "requests": len(requests)})
        self.parts.chip("before").setText("Before")
        self._show_part(self.parts.current)
        self._inside.show()

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)

    @staticmethod
    def _kind(trace: RecordPush) -> Kind:
        from app.vendors.registry import kind_named  # noqa: PLC0415  pydantic comes with it; paint first

        return kind_named(trace.kind)

    def _show_part(self, name: str) -> None:
        if self._trace is None:
            return
        self.lines.setVisible(name == "sent")
        self.text.setVisible(name != "sent")
        if name == "before":
            is_known = self._trace.before_state is BaseState.KNOWN
            before = json.dumps(self._trace.before, ensure_ascii=False, indent=2) if is_known else ""
            self.text.show_words(before_text(self._trace), before)
        elif name == "requests":
            self.text.show_many(self._requests, _no_requests(self._trace))

    def _ask(self, which: QWidget) -> None:
        if self._trace is None:
            return
        if which is self.show_in_grid:
            self.record_requested.emit(self._trace.record_id)
        elif which is self.past:
            self.past_requested.emit(self._trace.record_id, self._trace.key)
        else:
            self.push_requested.emit(self._trace.push.id)

    def _press(self) -> None:
        sender = self.sender()
        if isinstance(sender, QWidget):
            self._ask(sender)

    def _connect(self) -> None:
        for button in (self.show_in_grid, self.past, self.open_push):
            button.clicked.connect(self._press)
        self.parts.chosen.connect(self._show_part)

    def _lay_out(self) -> None:
        theme.set_role(self.lines, "boxed")
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.lines.setMinimumHeight(110)
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addWidget(self._title)
        names.addWidget(self._state)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for button in (self.show_in_grid, self.past, self.open_push):
            flow.addWidget(button)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(names, 1)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(theme.PAGE, theme.PAGE - 4, theme.PAGE, theme.PAGE - 4)
        column.setSpacing(theme.GAP)
        column.addLayout(top)
        column.addWidget(self._why)
        column.addWidget(buttons)
        column.addWidget(self.parts)
        column.addWidget(self.lines, 1)
        column.addWidget(self.text, 1)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setWidget(self._inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller)


def _no_requests(trace: RecordPush) -> str:
    if trace.push.forgotten_at is not None:
        return f"Its requests were forgotten on {moment_text(trace.push.forgotten_at)}, as the settings say."
    return "No request was made for it."
