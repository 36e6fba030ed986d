"""What the window does with connections: add, edit, test and remove one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.jobs import JobContext
from app.values import Changed, Connection
from ui.dialogs.ask import confirms
from ui.dialogs.connection_dialog import ConnectionDialog
from ui.jobs import Lane
from ui.models.when import plural
from ui.session import AppSession

if TYPE_CHECKING:
    from app.vendors.declaration import Vendor
    from ui.main_window import MainWindow


@dataclass(frozen=True)
class _Contents:
    connection: Connection
    records: int
    pending: int


class ConnectionCommands(QObject):
    """Belongs to the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._tested: Connection | None = None

    def run(self, name: str, vendor: Vendor, connection: Connection | None) -> None:
        """Carry out "add", "edit", "test" or "remove"."""
        if name == "add":
            self._open_dialog(vendor, None)
        elif connection is not None and name == "edit":
            self._open_dialog(vendor, connection)
        elif connection is not None and name == "test":
            self._test(vendor, connection)
        elif connection is not None:
            work = partial(_contents, self._session, connection)
            self._session.jobs.run(work, done=self._ask_to_remove)

    def _open_dialog(self, vendor: Vendor, connection: Connection | None) -> None:
        dialog = ConnectionDialog(self._session, vendor, connection, self._window)
        dialog.saved.connect(self._choose)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose(self, connection: Connection) -> None:
        self._session.preferences.setValue(f"{connection.vendor}/connection", connection.id)

    def _test(self, vendor: Vendor, connection: Connection) -> None:
        self._window.notice.show_notice(f"Asking {vendor.title} about {connection.name}…", is_closable=False)
        work = partial(_test, self._session, connection)
        self._session.jobs.run(
            work, done=self._say_works, failed=self._say_fails, lane=Lane.LONG, title="Testing the connection"
        )

    def _say_works(self, words: str) -> None:
        self._window.notice.show_notice(words, severity="success")

    def _say_fails(self, error: BaseException) -> None:
        self._window.notice.show_error(error)

    def _ask_to_remove(self, contents: _Contents) -> None:
        connection = contents.connection
        words = (
            f"“{connection.name}” holds {plural(contents.records, 'record')}, "
            f"{contents.pending:,} of them with changes that were not pushed. They are removed with it, and "
            "its sign-in too. What was pushed stays at the vendor and in the history."
        )
        if confirms(self._window, "Remove this connection?", words, "Remove connection"):
            work = partial(_remove, self._session, connection)
            self._session.jobs.run(work, done=self._removed, failed=self._say_fails, lane=Lane.WRITE)

    def _removed(self, changed: Changed) -> None:
        self._session.reload_connections()
        self._session.changes.announce(changed)


def _contents(session: AppSession, connection: Connection, _context: JobContext) -> _Contents:
    from app.services.connections import connection_contents  # noqa: PLC0415  after the first paint

    found = connection_contents(session.workspace, connection.id)
    return _Contents(connection, found.records, found.pending)


def _test(session: AppSession, connection: Connection, context: JobContext) -> str:
    from app.services.connections import test_connection  # noqa: PLC0415  after the first paint

    return test_connection(session.workspace, context, connection.id)


def _remove(session: AppSession, connection: Connection, _context: JobContext) -> Changed:
    from app.services.connections import remove_connection  # noqa: PLC0415  after the first paint

    return remove_connection(session.workspace, connection.id)
