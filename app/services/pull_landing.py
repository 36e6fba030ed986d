"""Rows that were read, merged into the workspace in short transactions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.records.change import MISSING, JsonObject, value_at
from app.records.checks import is_blank
from app.values import BaseState, Change, Record, RecordQuery
from app.vendors.assess import MAY_BE, assessed, key_of, names_of, pending_record
from app.vendors.bring_in import brought_in, gone, is_changed, new_record
from app.vendors.declaration import Kind, Options, PendingRecord
from app.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Connection as Transaction

_AT_ONCE = 100  # keeps a transaction under 20 ms
_MOST_LOST = 1000


@dataclass
class Landing:
    """Takes rows of one kind in one connection, and remembers what came of them by record id."""

    workspace: Workspace
    kind: Kind
    connection_id: int
    options: Options
    keys: set[str] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    added: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    _lost: tuple[PendingRecord, ...] | None = None

    def take(self, rows: Sequence[JsonObject]) -> None:
        """Merge rows. A record that is being sent, or whose outcome is unknown, is left as it is."""
        for some in _chunks(rows):
            with self.workspace.store.database.write(urgent=False) as sql:
                self._merge(sql, {key_of(self.kind, row): row for row in some if key_of(self.kind, row)})

    def name(self, record_id: int, theirs: JsonObject | None, *, may_be: Sequence[str]) -> None:
        """Give a record without a key the one the vendor has for it, or note which it may have."""
        records = self.workspace.store.records
        with self.workspace.store.database.write(urgent=False) as sql:
            for before in records.many(self.kind.id, [record_id], within=sql):
                if before.busy:
                    continue
                base = {name: value for name, value in before.base.items() if name != MAY_BE}
                if theirs is not None:
                    after = brought_in(self.kind, replace(before, base=base), theirs, self.options)
                else:
                    noted = replace(before, base={**base, MAY_BE: list(may_be)})
                    after = assessed(self.kind, noted, self.options)
                self._save(sql, [(before, after)])

    def lose(self, record_ids: Sequence[int]) -> None:
        """Note records that the vendor was read not to have."""
        records = self.workspace.store.records
        for start in range(0, len(record_ids), _AT_ONCE):
            some = record_ids[start : start + _AT_ONCE]
            with self.workspace.store.database.write(urgent=False) as sql:
                before = [one for one in records.many(self.kind.id, some, within=sql) if _is_lasting(one)]
                self._save(sql, [(one, gone(self.kind, one, self.options)) for one in before])

    def _merge(self, sql: Transaction, rows: Mapping[str, JsonObject]) -> None:
        self.keys.update(rows)
        pairs = []
        for row, record in self._matched(sql, rows):
            if record is not None and record.busy:
                self.seen.add(record.id)
            elif record is not None or not self._is_left_out(row):
                before = record or new_record(self.kind, self.connection_id)
                pairs.append((before, brought_in(self.kind, before, row, self.options)))
        self._save(sql, pairs)

    def _save(self, sql: Transaction, pairs: Sequence[tuple[Record, Record]]) -> None:
        records = self.workspace.store.records
        self.seen.update(before.id for before, after in pairs if before.id)
        news = [(before, after) for before, after in pairs if before != after]
        ids = records.save([after for _, after in news], within=sql)
        for record_id, (before, after) in zip(ids, news, strict=True):
            self._count(record_id, before, after)
        names = [
            (name, one)
            for one, (_, after) in zip(ids, news, strict=True)
            for name in names_of(self.kind, after.base)[1:]
        ]
        records.remember_keys(self.kind.id, self.connection_id, names, within=sql)

    def _count(self, record_id: int, before: Record, after: Record) -> None:
        self.seen.add(record_id)
        if after.is_gone or after.base_state is BaseState.ABSENT:
            self.gone.add(record_id)
        elif not before.id:
            self.added.add(record_id)
        elif is_changed(before, after) and record_id not in self.added:
            self.changed.add(record_id)

    def _matched(
        self, sql: Transaction, rows: Mapping[str, JsonObject]
    ) -> Iterator[tuple[JsonObject, Record | None]]:
        """Find the record of each row: by its key, else one that has no key yet by what names it."""
        names = {key: names_of(self.kind, row) for key, row in rows.items()}
        wanted = [name for some in names.values() for name in some]
        found = self.workspace.store.records.existing_keys(self.kind.id, self.connection_id, wanted, within=sql)
        by_name = {name: one for name, one in found.items() if one.key == name or _is_off_the_lists(one)}
        for key, row in rows.items():
            record = by_name.get(key)
            if record is None:
                other = next((name for name in names[key] if self._is_nameless(by_name.get(name))), "")
                record = by_name.pop(other, None)
            yield row, record

    def _is_nameless(self, record: Record | None) -> bool:
        """Tell whether a record waits for the key that the vendor gives."""
        if record is None or record.base_state is BaseState.KNOWN:
            return False
        own = pending_record(self.kind, record).working
        value = value_at(own, self.kind.key_column)
        return value is MISSING or is_blank(value)

    def _is_left_out(self, row: JsonObject) -> bool:
        """A deleted one is no news; one that may be a lost create is left to be settled."""
        if self.kind.gone is not None and self.kind.gone.is_met(row):
            return True
        holds = self.kind.holds
        if holds is None or not self.kind.is_key_given:
            return False
        return any(holds(lost, row) for lost in self._lost_creates())

    def _lost_creates(self) -> tuple[PendingRecord, ...]:
        if self._lost is None:
            query = RecordQuery(self.kind.id, self.connection_id, filter="unknown")
            found = self.workspace.store.records.page(query, limit=_MOST_LOST)
            new = (one for one in found if one.busy == "unknown" and one.change is Change.ADDED)
            self._lost = tuple(self._as_sent(one) for one in new)
        return self._lost

    def _as_sent(self, record: Record) -> PendingRecord:
        """What the vendor may have made is what was sent, whatever was edited since."""
        journal = self.workspace.store.journal
        request_id = journal.unknown_request_of(self.kind.id, record.id)
        if request_id is None:
            return pending_record(self.kind, record)
        (frozen,) = journal.frozen_of_push(journal.entry(request_id).push_id, [record.id])
        return frozen.as_pending()


def _is_off_the_lists(record: Record) -> bool:
    """Tell whether a record was gone: where its key is there again, so is it."""
    return not record.key and record.base_state is BaseState.ABSENT and record.change is Change.NONE


def _is_lasting(record: Record) -> bool:
    return not record.busy and record.base_state is BaseState.KNOWN


def _chunks(rows: Sequence[JsonObject]) -> Iterable[Sequence[JsonObject]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]
