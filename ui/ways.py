"""The ways to a page of a connection, from wherever the window is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.values import Connection, PushSummary

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Ways(QObject):
    """Belongs to the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def show_tab(self, number: int) -> None:
        """Bring a vendor's tab to the front by its place."""
        self._window.overview.leave()
        self._window.tabs.setCurrentIndex(number)

    def show_review(self, connection: Connection) -> None:
        """Review a connection, wherever it is."""
        self.show_page(connection, "review")

    def show_page(self, connection: Connection, page: str) -> None:
        """Show "records", "review" or "history" of a connection; "push" pushes it from Review."""
        self._go_to(connection)
        if (pane := self._window.pane) is not None:
            pane.show_page("review" if page == "push" else page)
            if page == "push":
                pane.push()

    def show_whole_history(self) -> None:
        """Show the pushes of all connections."""
        pane = self._window.pane
        connection = pane.connection if pane is not None else self._window.session.connections[0]
        self.show_page(connection, "history")
        if (shown := self._window.pane) is not None:
            shown.history.show_all()

    def show_undo(self, push: PushSummary) -> None:
        """Show what undoing a push would do, where its connection is."""
        connections = self._window.session.connections
        self._go_to(next(one for one in connections if one.id == push.connection_id))
        if (pane := self._window.pane) is not None:
            pane.show_undo(push.id)

    def _go_to(self, connection: Connection) -> None:
        self._window.overview.leave()
        self._window.tabs.show_vendor(connection.vendor)
        if (tab := self._window.tab) is not None:
            tab.choose(connection)
