"""Keeping a file as one step that Undo takes back: what its records were before, and what they became."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from app.edit_values import EditChange, state_of
from app.values import Record

if TYPE_CHECKING:
    from sqlalchemy import Connection as Transaction

    from app.workspace import Workspace

MOST_RECORDS = 25_000
"""A larger file is taken back by reverting what it added: its step says so, and nothing is noted of it."""
_AT_ONCE = 100  # records per transaction, as for every edit of many


class KeepStep:
    """Opened before the first record is written; on the list of what can be undone once `finish` ends."""

    def __init__(
        self, workspace: Workspace, *, kind: str, connection_id: int, title: str, record_count: int
    ) -> None:
        self._workspace = workspace
        self._kind = kind
        self._is_noted = record_count <= MOST_RECORDS
        self._before: dict[int, str] = {}
        self._ids: dict[int, None] = {}
        with workspace.store.database.write() as transaction:
            self.id = workspace.store.edit_log.begin_hidden(
                transaction, kind, connection_id, title, most=workspace.settings.undo_steps
            )

    def see(self, transaction: Transaction, written: Sequence[Record]) -> None:
        """Look at records that are about to be replaced, in the transaction that does it."""
        known = [record.id for record in written if record.id] if self._is_noted else []
        for record in self._workspace.store.records.many(self._kind, known, within=transaction):
            self._before.setdefault(record.id, state_of(record))

    def wrote(self, ids: Iterable[int]) -> None:
        """Take down which records were written; ids under which there is none do no harm."""
        if self._is_noted:
            self._ids.update(dict.fromkeys(ids))

    def finish(self, *, overtaken: Sequence[int]) -> None:
        """Note what became of every record that was kept, then let Undo find the step."""
        log = self._workspace.store.edit_log
        if not self._is_noted:
            log.show(self.id, is_too_large=True)
            return
        left_alone = set(overtaken)
        for some in _chunks([one for one in self._ids if one not in left_alone]):
            with self._workspace.store.database.write(urgent=False) as transaction:
                self._note(transaction, some)
        log.show(self.id)

    def discard(self) -> None:
        """Forget the step of a file that was not kept after all."""
        self._workspace.store.edit_log.forget(self.id)

    def _note(self, transaction: Transaction, ids: Sequence[int]) -> None:
        """An edit that came right after the keeping knows better what the record was then."""
        log = self._workspace.store.edit_log
        later = log.states_before_later_steps(transaction, self.id, ids)
        for record in self._workspace.store.records.many(self._kind, ids, within=transaction):
            change = EditChange(
                record.id, self._before.get(record.id, ""), later.get(record.id) or state_of(record)
            )
            if change.before != change.after:
                log.note(transaction, self.id, change)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
