"""Looking into the journal: requests, records as they were frozen, what is open, and sizes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, text

from app.store.database import Database
from app.store.journal_rows import entry_of, frozen_of
from app.store.journal_values import Entry, Frozen
from app.store.push_counts import counts_of
from app.store.push_marks import count_alike, count_unread, count_with_problem, ready_counts
from app.vendors.declaration import Kind


class JournalLookup:
    """Reads of the journal; nothing here writes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.live: set[int] = set()  # pushes that this process is running
        self.pulls: set[int] = set()  # connections that it is reading; one process writes to a workspace

    def entry(self, request_id: int) -> Entry:
        """Read one request with its effects, in the order they were planned."""
        with self._database.read() as sql:
            row = (
                sql.execute(text("SELECT * FROM requests WHERE id = :id"), {"id": request_id}).mappings().one()
            )
            effects = sql.execute(
                text("SELECT record_id, paths, deletes FROM effects WHERE request_id = :id ORDER BY position"),
                {"id": request_id},
            ).all()
        return entry_of(dict(row), effects)

    def frozen_of_push(self, push_id: int, record_ids: Sequence[int]) -> list[Frozen]:
        """Read records as they were when this push was planned, in the order asked for."""
        statement = text("SELECT * FROM push_records WHERE push_id = :push AND record_id IN :ids")
        with self._database.read() as sql:
            rows = sql.execute(
                statement.bindparams(bindparam("ids", expanding=True)),
                {"push": push_id, "ids": list(record_ids)},
            )
            found = {row["record_id"]: frozen_of(dict(row)) for row in rows.mappings()}
        return [found[record_id] for record_id in record_ids if record_id in found]

    def undecided(self, push_id: int, *, after_id: int = 0, limit: int = 500) -> list[Frozen]:
        """Read the records of a push that have no outcome yet, by id."""
        with self._database.read() as sql:
            rows = sql.execute(
                text(
                    "SELECT * FROM push_records WHERE push_id = :push AND outcome = '' AND record_id > :after"
                    " ORDER BY record_id LIMIT :limit"
                ),
                {"push": push_id, "after": after_id, "limit": limit},
            ).mappings()
            return [frozen_of(dict(row)) for row in rows]

    def in_state(self, state: str, *, push_id: int = 0, connection_id: int = 0) -> list[int]:
        """List requests of a push or a connection in one state, oldest first."""
        with self._database.read() as sql:
            rows = sql.execute(
                text(
                    "SELECT r.id FROM requests r JOIN pushes p ON p.id = r.push_id WHERE r.state = :state"
                    " AND (p.id = :push OR p.connection_id = :connection) ORDER BY r.id"
                ),
                {"state": state, "push": push_id, "connection": connection_id},
            )
            return [row[0] for row in rows]

    def lost_splits(self, push_id: int) -> list[int]:
        """List batches that were refused after a lost attempt, and whose halves were never planned."""
        with self._database.read() as sql:
            rows = sql.execute(
                text(
                    "SELECT id FROM requests r WHERE push_id = :push AND state = 'split' AND was_ambiguous = 1"
                    " AND NOT EXISTS"
                    " (SELECT 1 FROM requests half WHERE half.push_id = r.push_id AND half.parent_id = r.id)"
                ),
                {"push": push_id},
            )
            return [row[0] for row in rows]

    def unknown_request_of(self, kind: str, record_id: int) -> int | None:
        """Find the unknown request that a record waits for."""
        with self._database.read() as sql:
            return sql.execute(
                text(
                    "SELECT r.id FROM requests r JOIN effects e ON e.request_id = r.id"
                    " WHERE e.record_id = :record AND r.kind = :kind AND r.state = 'unknown'"
                ),
                {"record": record_id, "kind": kind},
            ).scalar()

    def last_unknown(self, kind: str, record_id: int) -> int:
        """Find the latest push that left a record unknown; 0 where none did."""
        statement = text(
            "SELECT max(push_id) FROM push_records WHERE kind = :kind AND record_id = :record"
            " AND outcome = 'unknown'"
        )
        with self._database.read() as sql:
            return sql.execute(statement, {"kind": kind, "record": record_id}).scalar() or 0

    def is_running(self, connection_id: int) -> bool:
        """Tell whether a push of a connection runs."""
        with self._database.read() as sql:
            statement = text("SELECT 1 FROM pushes WHERE connection_id = :id AND state = 'running'")
            return sql.execute(statement, {"id": connection_id}).first() is not None

    def has_open(self, connection_id: int) -> bool:
        """Tell whether a push or pull of a connection runs, or anything of it is in flight or unknown."""
        if connection_id in self.pulls or self.is_running(connection_id):
            return True
        return any(self.in_state(state, connection_id=connection_id) for state in ("sent", "unknown"))

    def cut_off(self) -> list[int]:
        """List pushes that were never finished and that nobody runs: their process ended."""
        with self._database.read() as sql:
            rows = sql.execute(text("SELECT id FROM pushes WHERE state = 'running' ORDER BY id"))
            return [row[0] for row in rows if row[0] not in self.live]

    def counts(self, push_id: int) -> dict[str, int]:
        """*Shape*: outcome → number of records, every outcome present."""
        with self._database.read() as sql:
            return dict(counts_of(sql, [push_id])[push_id])

    def reasons(self, push_id: int) -> dict[str, int]:
        """Count the records that were not sent. *Shape*: SkipReason → number of records."""
        statement = text(
            "SELECT reason, count(*) FROM push_records WHERE push_id = :push AND outcome = 'skipped' GROUP BY 1"
        )
        with self._database.read() as sql:
            rows = sql.execute(statement, {"push": push_id})
            return {row[0]: row[1] for row in rows}

    def size(self, push_id: int) -> int:
        """Count the records a push is about."""
        with self._database.read() as sql:
            statement = text("SELECT count(*) FROM push_records WHERE push_id = :push")
            return int(sql.execute(statement, {"push": push_id}).scalar_one())

    def size_of_last_push(self, connection_id: int) -> int:
        """Count what the last push of a connection sent that went through, settling aside; else 0."""
        with self._database.read() as sql:
            return int(
                sql.execute(
                    text(
                        "SELECT count(*) FROM push_records WHERE outcome NOT IN ('', 'skipped') AND push_id ="
                        " (SELECT max(id) FROM pushes p WHERE connection_id = :id AND state = 'finished'"
                        " AND EXISTS (SELECT 1 FROM requests WHERE push_id = p.id AND parent_id IS NULL"
                        " AND attempts > 0))"
                    ),
                    {"id": connection_id},
                ).scalar_one()
            )

    def unseen(self, kind: Kind, connection_id: int) -> tuple[int, int]:
        """*Shape*: (pending records nobody has read, new records that could be taken for another new one)."""
        with self._database.read() as sql:
            unread = count_unread(sql, kind.id, connection_id)
            return unread, count_alike(sql, kind.id, connection_id) if kind.candidates else 0

    def sizes(self, kind: Kind, connection_id: int) -> tuple[dict[str, int], tuple[tuple[str, int], ...]]:
        """Count what a push would touch: *shape* (change → records, ((what is done unseen, records), …))."""
        with self._database.read() as sql:
            ready = ready_counts(sql, kind.id, connection_id)
            blind = tuple(
                (words, count_with_problem(sql, kind.id, connection_id, message))
                for message, words in kind.guarded_warnings
            )
        return ready, blind
