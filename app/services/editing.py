"""How an edit is carried out: read, changed, assessed and saved in one transaction, under the rules of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.errors import NotAllowed
from app.services.assess_records import options_of
from app.services.edit_steps import OpenStep
from app.values import BaseState, Change, Changed, Record
from app.vendors.assess import assessed
from app.vendors.declaration import Kind, Options
from app.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Connection as Transaction

RECORDS_AT_ONCE = 100  # keeps a transaction over many records under 20 ms
_BUSY = {
    "sent": ("is being sent", "Wait for its outcome."),
    "unknown": ("was sent and nobody knows yet whether it arrived", "Settle the connection first."),
}


@dataclass
class Editing:
    """One transaction of edits to records of a kind."""

    workspace: Workspace
    kind: Kind
    transaction: Transaction
    step: OpenStep | None = None
    _options: dict[int, Options] = field(default_factory=dict)

    def many(self, record_ids: Iterable[int]) -> tuple[Record, ...]:
        return self.workspace.store.records.many(self.kind.id, record_ids, within=self.transaction)

    def record_with_key(self, connection_id: int, key: str) -> Record | None:
        """Find the record whose present key this is."""
        records = self.workspace.store.records
        found = records.existing_keys(self.kind.id, connection_id, [key], within=self.transaction).get(key)
        return found if found is not None and found.key == key else None

    def put(self, before: Record, after: Record | None) -> Record:
        """Save what became of a record, assessed; None forgets it. *Raises* NotAllowed for its key."""
        if after is None:
            self.workspace.store.records.remove(self.kind.id, [before.id], within=self.transaction)
            self._note(before, None)
            return before
        if before == after and before.id:
            return before
        done = self.assessed(after)
        self._check_key(before, done)
        (record_id,) = self.workspace.store.records.save([done], within=self.transaction)
        done = replace(done, id=record_id)
        self._note(before if before.id else None, done)
        return done

    def assessed(self, record: Record) -> Record:
        """Judge a record under the switches of its connection."""
        return assessed(self.kind, record, self._options_of(record.connection_id))

    def _note(self, before: Record | None, after: Record | None) -> None:
        if self.step is not None:
            self.step.note(self.transaction, before, after)

    def _options_of(self, connection_id: int) -> Options:
        if connection_id not in self._options:
            self._options[connection_id] = options_of(self.workspace.store.connections.get(connection_id))
        return self._options[connection_id]

    def _check_key(self, before: Record, after: Record) -> None:
        is_forgotten = before.base_state is BaseState.KNOWN and after.base_state is BaseState.ABSENT
        if before.key == after.key or is_forgotten:
            return
        if before.is_key_locked:
            raise NotAllowed(self.kind.key_lock or f"The key of {named(self.kind, before)} is fixed.")
        if before.id:
            check_not_busy(self.kind, before, "its key cannot be changed now")
        other = self.record_with_key(after.connection_id, after.key)
        if other is not None and other.id != before.id:
            raise _taken(self.kind, other)


@contextmanager
def editing(workspace: Workspace, kind: Kind, step: OpenStep | None = None) -> Iterator[Editing]:
    """Open an urgent transaction: what was put is on the disk when it ends, and in the edit log."""
    was_open = step.id if step is not None else 0
    try:
        with workspace.store.database.write() as transaction:
            yield Editing(workspace, kind, transaction, step)
    except BaseException:
        if step is not None:
            step.id = was_open
        raise


def edit_one(
    workspace: Workspace,
    kind: Kind,
    record_id: int,
    step: Callable[[Record], Record],
    *,
    into: OpenStep,
) -> Record:
    """Apply a step to one record. *Raises* NotFound."""
    with editing(workspace, kind, into) as desk:
        before = workspace.store.records.get(kind.id, record_id, within=desk.transaction)
        return desk.put(before, step(before))


def edit_each(
    workspace: Workspace,
    kind: Kind,
    record_ids: Iterable[int],
    step: Callable[[Record], Record | None],
    *,
    into: OpenStep,
) -> Changed:
    """Apply a step to records, some to a transaction, after it was tried on all: a refusal changes nothing."""
    ids = tuple(dict.fromkeys(record_ids))
    for some in _chunks(ids):
        for record in workspace.store.records.many(kind.id, some):
            step(record)
    connection_id = None
    for some in _chunks(ids):
        with editing(workspace, kind, into) as desk:
            for record in desk.many(some):
                connection_id = record.connection_id
                desk.put(record, step(record))
    return Changed(connection_id, kind.id, ids)


def check_not_busy(kind: Kind, record: Record, deed: str) -> None:
    """*Raises* NotAllowed for a record whose last request is open; `deed` says what cannot be done."""
    if record.busy:
        state, remedy = _BUSY[record.busy]
        raise NotAllowed(f"{named(kind, record)} {state}, so {deed}.", remedy=remedy)


def named(kind: Kind, record: Record) -> str:
    """How a message calls a record."""
    return f"The {kind.title_one} {record.key or f'#{record.id}'}"


def _taken(kind: Kind, other: Record) -> NotAllowed:
    if other.base_state is BaseState.ABSENT and other.change is Change.NONE:
        return NotAllowed(f"{named(kind, other)} was deleted here.", remedy="Add it as a new record instead.")
    message = f"{named(kind, other)} is here already (#{other.id})."
    return NotAllowed(message, remedy="Edit that one, or choose another key.")


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), RECORDS_AT_ONCE):
        yield ids[start : start + RECORDS_AT_ONCE]
