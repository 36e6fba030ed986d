"""The tab of one vendor: its connections, and the pane of the chosen one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.values import Connection
from ui.screens.connection_pane import ConnectionPane
from ui.session import AppSession
from ui.widgets.connection_bar import ConnectionBar
from ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from app.vendors.declaration import Vendor


class VendorTab(QWidget):
    """`connection_command` carries "add", "test", "edit" or "remove" and the connection it is about."""

    connection_command = Signal(str, object)
    file_requested = Signal()
    pane_changed = Signal()
    review_requested = Signal(object)
    undo_elsewhere = Signal(object)

    def __init__(self, session: AppSession, vendor: Vendor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.vendor = vendor
        self.setAccessibleName(vendor.title)
        self._panes: dict[int, ConnectionPane] = {}
        self.bar = ConnectionBar(vendor.title)
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            f"Connect {vendor.title}",
            f"A connection is one sign-in to one environment of {vendor.title}. "
            "You can import and edit without the network; it is used when you test and when you push.",
            f"Connect {vendor.title}…",
            icon="connect",
        )
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        self._connect()
        self.show_connections()

    @property
    def pane(self) -> ConnectionPane | None:
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, ConnectionPane) else None

    @property
    def panes(self) -> tuple[ConnectionPane, ...]:
        return tuple(self._panes.values())

    @property
    def empty_state(self) -> EmptyState:
        return self._empty

    def show_connections(self) -> None:
        """Follow the connections as they are now; the chosen one stays where it can."""
        known = self.session.connections_of(self.vendor.id)
        chosen = next((one for one in known if one.id == self._remembered()), known[0] if known else None)
        self._drop_panes(known)
        self.bar.setVisible(bool(known))
        self.bar.show_connections(known, chosen)
        self.choose(chosen)

    def choose(self, connection: Connection | None) -> None:
        """Show the pane of a connection."""
        if connection is None:
            self._stack.setCurrentWidget(self._empty)
        else:
            self.session.preferences.setValue(f"{self.vendor.id}/connection", connection.id)
            pane = self._panes.get(connection.id) or self._made_pane(connection)
            self._stack.setCurrentWidget(pane)
            self.bar.show_connections(self.session.connections_of(self.vendor.id), connection)
            self.bar.show_page(pane.page)
            self._show_tallies(connection.id)
            self.take_focus()
        self.pane_changed.emit()

    def take_focus(self) -> None:
        """Put the focus where work goes on: into the pane, or on the button that makes the first one."""
        if self.pane is not None:
            self.pane.take_focus()
        else:
            self._empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer(self, paths: tuple[Path, ...]) -> None:
        """Show what files would do to the chosen connection."""
        if self.pane is not None:
            self.pane.offer(paths)

    def _remembered(self) -> int:
        return int(str(self.session.preferences.value(f"{self.vendor.id}/connection", 0)))

    def _made_pane(self, connection: Connection) -> ConnectionPane:
        pane = ConnectionPane(self.session, connection)
        pane.page_changed.connect(self._show_page)
        pane.file_requested.connect(self.file_requested)
        pane.edit_requested.connect(self._edit_current)
        pane.review_requested.connect(self.review_requested)
        pane.undo_elsewhere.connect(self.undo_elsewhere)
        self._panes[connection.id] = pane
        self._stack.addWidget(pane)
        return pane

    def _drop_panes(self, known: tuple[Connection, ...]) -> None:
        """Let go of panes whose connection is gone or was edited; one that got another sign-in goes on."""
        shown = [self._as_shown(one) for one in known]
        for connection_id, pane in list(self._panes.items()):
            if self._as_shown(pane.connection) not in shown:
                del self._panes[connection_id]
                pane.reading.stop()  # it may wait for an answer that nobody could give any more
                self._stack.removeWidget(pane)
                pane.deleteLater()

    def _as_shown(self, connection: Connection) -> Connection:
        """What a pane shows of a connection: switches as they are meant, and not where its secrets are kept."""
        options = self.vendor.options_with_defaults(connection.options)
        return replace(connection, credential_id="", options=options)

    def _show_page(self, page: str) -> None:
        if self.pane is self.sender():
            self.bar.show_page(page)
            self.pane_changed.emit()

    def _choose_page(self, page: str) -> None:
        if self.pane is not None:
            self.pane.show_page(page)

    def _command(self, name: str) -> None:
        self.connection_command.emit(name, self.bar.current)

    def _edit_current(self) -> None:
        self._command("edit")

    def _add_first(self) -> None:
        self.connection_command.emit("add", None)

    def _show_tallies(self, connection_id: int) -> None:
        tallies = self.session.tallies.of(connection_id)
        if self.pane is not None and self.pane.connection.id == connection_id and tallies is not None:
            self.bar.show_pending(tallies.pending)

    def _connect(self) -> None:
        self.bar.connection_chosen.connect(self.choose)
        self.bar.page_chosen.connect(self._choose_page)
        self.bar.command.connect(self._command)
        self._empty.activated.connect(self._add_first)
        self.session.connections_changed.connect(self.show_connections)
        self.session.tallies.counted.connect(self._show_tallies)
