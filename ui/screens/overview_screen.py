"""All connections of all vendors in one place: what waits in each, and the way to push it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.jobs import JobContext
from app.values import Changed, Connection, PushSummary, Tallies
from ui import theme
from ui.jobs import Lane
from ui.models.when import plural
from ui.session import AppSession
from ui.widgets.connection_card import ConnectionCard
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton, padded

if TYPE_CHECKING:
    from app.workspace import Workspace

_LOOK_AGAIN_MILLISECONDS = 300


class OverviewScreen(QWidget):
    """`wanted` carries a connection and "records", "review", "push" or "history"."""

    wanted = Signal(object, str)
    history_wanted = Signal()
    closed = Signal()

    def __init__(self, session: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setAccessibleName("All connections")
        self.cards: dict[int, ConnectionCard] = {}
        self.notice = NoticeBar()
        self.history = IconButton("History of all", icon="history")
        self.back = IconButton("Back", icon="close", role="quiet")
        self._sum = plain_label(role="muted")
        self._list = QVBoxLayout()
        self.empty = EmptyState(
            "No connection yet",
            "A connection is one sign-in to one environment of a vendor. Add the first one in a vendor's tab.",
            "Go to the vendors",
            icon="connect",
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_AGAIN_MILLISECONDS)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Show the connections as they are now."""
        self._show_connections()
        self._show_all_tallies()
        self._read()

    def take_focus(self) -> None:
        """Put the focus on the first thing to do."""
        buttons = (button for card in self.cards.values() for button in (card.push, card.review, card.records))
        first = next((one for one in buttons if not one.isHidden()), self.empty.button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_connections(self) -> None:
        known = sorted(self.session.connections, key=lambda one: (one.vendor, one.id))
        self._scroller.setVisible(bool(known))
        self.empty.setVisible(not known)
        self.history.setVisible(bool(known))
        if [card.connection for card in self.cards.values()] == known:
            return
        self._clear()
        for connection in known:
            self.cards[connection.id] = card = self._made_card(connection)
            self._list.insertWidget(self._list.count() - 1, card)

    def _clear(self) -> None:
        for card in self.cards.values():
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards.clear()

    def _made_card(self, connection: Connection) -> ConnectionCard:
        vendor = self.session.vendor_of(connection)
        card = ConnectionCard(connection, vendor.title, self.session.kind_of(connection).title)
        card.pressed.connect(partial(self.wanted.emit, connection))
        return card

    def _show_all_tallies(self) -> None:
        for connection_id, card in self.cards.items():
            card.show_tallies(self.session.tallies.of(connection_id) or Tallies())
        everywhere = self.session.tallies.of_all()
        words = plural(everywhere.pending, "pending change") if everywhere.pending else "nothing pending"
        self._sum.setText(f"{plural(len(self.cards), 'connection')} · {words}")

    def _read(self) -> None:
        if self.session.is_open:
            work = partial(_last_pushes, self.session.workspace)
            self.session.jobs.run(work, done=self._show_last, failed=self.notice.show_error, lane=Lane.READ)

    def _show_last(self, pushes: Mapping[int, PushSummary]) -> None:
        for connection_id, card in self.cards.items():
            card.show_last(pushes.get(connection_id))

    def _look_again(self, _what: Changed | int | None = None) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _connect(self) -> None:
        self._timer.timeout.connect(self.refresh)
        self.session.tallies.counted.connect(self._look_again)
        self.session.changes.changed.connect(self._look_again)
        self.session.connections_changed.connect(self._look_again)
        self.back.clicked.connect(self.closed)
        self.empty.activated.connect(self.closed)
        self.history.clicked.connect(self.history_wanted)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.closed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.PAGE, theme.GAP + 6, theme.PAGE, theme.GAP)
        head.setSpacing(theme.GAP)
        head.addWidget(plain_label("All connections", role="heading"))
        head.addWidget(self._sum)
        head.addStretch(1)
        self.back.set_words("Back", "Back to the vendors (Esc)")
        head.addWidget(self.history)
        head.addWidget(self.back)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(theme.PAGE, theme.GAP // 2, theme.PAGE, theme.PAGE)
        self._list.setSpacing(theme.GAP + 2)
        self._list.addStretch(1)
        self._scroller = QScrollArea()
        self._scroller.setWidgetResizable(True)
        self._scroller.setFrameShape(QFrame.Shape.NoFrame)
        self._scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroller.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(padded(self.notice))
        column.addWidget(self._scroller, 1)
        column.addWidget(self.empty, 1)


def _last_pushes(workspace: Workspace, _context: JobContext) -> Mapping[int, PushSummary]:
    from app.services.overview import last_pushes  # noqa: PLC0415  after the first paint

    return last_pushes(workspace)
