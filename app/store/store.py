"""The open store of a workspace: the database, and one object of queries per noun."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Table

from app.edit_values import EditStep
from app.store.connections import Connections
from app.store.database import Database
from app.store.edit_log import EditLog
from app.store.history import History
from app.store.history_picture import HistoryPicture
from app.store.history_record import HistoryRecord
from app.store.history_search import HistorySearch
from app.store.journal import Journal
from app.store.kept_steps import KeptSteps
from app.store.kind_tables import create_or_widen, kind_table, missing_columns
from app.store.operations import Operations
from app.store.proposals import Proposals
from app.store.push_comments import PushComments
from app.store.record_sql import KindSql
from app.store.records import Records
from app.store.retention import Retention
from app.store.reversals import Reversal
from app.store.schema import VERSION, bring_up_to_date, check_identity
from app.store.translate import damaged
from app.store.undos import Undos
from app.vendors.declaration import Kind

DATABASE_NAME = "workspace.sqlite"
_WAS_OPEN = "is_open"
_STALE = "to be shown anew: "  # and the kind whose table was widened


class Store:
    """Everything that is kept, by noun. Open it for writing under the workspace's lock only."""

    def __init__(
        self,
        folder: Path,
        kinds: Mapping[str, Kind],
        *,
        clock: Callable[[], datetime],
        is_read_only: bool = False,
    ) -> None:
        self.folder = folder
        self.is_read_only = is_read_only
        self.was_closed_cleanly = True
        self.database = Database(folder / DATABASE_NAME, is_read_only=is_read_only)
        self._kinds = {kind_id: KindSql(kind) for kind_id, kind in kinds.items()}
        self.connections = Connections(self.database, clock)
        self.records = Records(self.database, self._kinds, clock)
        self.operations = Operations(self.database, self._kinds, clock)
        self.journal = Journal(self.database, clock)
        self.retention = Retention(self.database)
        self.edit_log = EditLog(self.database, clock)
        self.kept_steps = KeptSteps(self.database, self._kinds)
        self.push_comments = PushComments(self.database)
        self.proposals = Proposals(self.database, folder, clock)
        self.history = History(self.database, self.records.named)
        self.history_search = HistorySearch(self.database, self.records.named)
        self.history_picture = HistoryPicture(self.database)
        self.history_record = HistoryRecord(self.database)
        self.undos = Undos(self.database)
        try:
            self._open(kinds, now=clock())
        except BaseException:
            self.database.close()
            raise

    def reversal(self, step: EditStep) -> Reversal:
        """Begin to take the keeping of a file back, or to keep it again."""
        return Reversal(self.database, self.operations, self._kinds[step.kind], step)

    def close(self) -> None:
        """Note the orderly end and let go of the files; once is enough."""
        if self.database.is_closed:
            return
        try:
            if not self.is_read_only:
                self._note_open(is_open=False)
        finally:
            self.database.close()

    def _open(self, kinds: Mapping[str, Kind], *, now: datetime) -> None:
        if self.is_read_only:
            return
        tables = {kind_id: kind_table(kind) for kind_id, kind in kinds.items()}
        bring_up_to_date(
            self.database,
            now=now,
            has_more=lambda connection: any(_has_gaps(connection, table) for table in tables.values()),
            widen=lambda connection: _widen(connection, tables),
        )
        self.was_closed_cleanly = not self._note_open(is_open=True)
        if not self.was_closed_cleanly:
            self._check_soundness()
        self.operations.finish_leftovers()
        self.proposals.sweep()
        self._fill_new_columns()

    def _check_soundness(self) -> None:
        """After a crash or a loss of power, read the whole file before it is trusted: about 1 s per 500 MB.

        *Raises* WorkspaceDamaged.
        """
        with self.database.read() as connection:
            said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if said != "ok":
            raise damaged("The workspace's database was damaged when Counterfoil did not end by itself.")

    def _fill_new_columns(self) -> None:
        """From the truth; cut off in between, the next opening does it."""
        with self.database.read() as connection:
            names = connection.exec_driver_sql("SELECT name FROM workspace WHERE name LIKE ?", (f"{_STALE}%",))
            stale = [name for name in names.scalars() if name.removeprefix(_STALE) in self._kinds]
        for name in stale:
            self.records.project_anew(name.removeprefix(_STALE))
            with self.database.write() as connection:
                connection.exec_driver_sql("DELETE FROM workspace WHERE name = ?", (name,))

    def _note_open(self, *, is_open: bool) -> bool:
        """Write down whether somebody writes; returns what stood there."""
        with self.database.write() as connection:
            before = connection.exec_driver_sql(
                "SELECT value FROM workspace WHERE name = ?", (_WAS_OPEN,)
            ).scalar()
            connection.exec_driver_sql(
                "INSERT INTO workspace VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                (_WAS_OPEN, str(int(is_open))),
            )
        return before == "1"


def is_current(folder: Path, kinds: Mapping[str, Kind]) -> bool:
    """Tell whether the store can be read as it is; *raises* WorkspaceTooNew and WorkspaceDamaged."""
    path = folder / DATABASE_NAME
    if not path.exists() or not path.stat().st_size:
        return False
    database = Database(path, is_read_only=True)
    try:
        with database.read() as connection:
            if check_identity(connection) < VERSION:
                return False
            return not any(_has_gaps(connection, kind_table(kind)) for kind in kinds.values())
    finally:
        database.close()


def _has_gaps(connection: Connection, table: Table) -> bool:
    missing = missing_columns(connection, table)
    return missing is None or bool(missing)


def _widen(connection: Connection, tables: Mapping[str, Table]) -> None:
    for kind_id, table in tables.items():
        if create_or_widen(connection, table):
            statement = "INSERT OR REPLACE INTO workspace VALUES (?, '1')"
            connection.exec_driver_sql(statement, (f"{_STALE}{kind_id}",))
