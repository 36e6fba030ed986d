"""How a record moves when the vendor was seen to hold what was sent."""

from __future__ import annotations

from dataclasses import replace

from app.records.change import JsonObject, after_applied, is_same
from app.records.conflicts import joined
from app.records.merge import merge
from app.store.journal_values import Frozen
from app.values import BaseState, Record
from app.vendors.assess import assessed
from app.vendors.bring_in import emptied_in
from app.vendors.declaration import Effect, Kind, Options


def moved(
    kind: Kind,
    record: Record,
    frozen: Frozen,
    effect: Effect,
    options: Options,
    *,
    theirs: JsonObject | None = None,
) -> Record:
    """Move base by one effect; what the person edited since stays pending against the new base.

    `theirs` is the record as the vendor showed it afterwards: what it says goes before what was sent.
    """
    if effect.deletes:
        return assessed(kind, _without(record, frozen), options)
    sent = {path: frozen.sent_edits[path] for path in effect.paths if path in frozen.sent_edits}
    base, edits = after_applied(record.base, record.edits, sent, keys=kind.list_keys)
    conflicts = record.conflicts
    if theirs is not None:
        merged = merge(
            base,
            edits,
            theirs,
            keys=kind.list_keys,
            is_unread=record.base_state is not BaseState.KNOWN,
            is_partial=kind.has_partial_base,
            emptied=emptied_in(kind, base, theirs),
        )
        base, edits = merged.base, merged.edits
        # A field that was sent and edited since goes on against the new base; any other waits for a person.
        fresh = [one for one in merged.conflicts if one.path not in frozen.sent_edits]
        conflicts = joined(conflicts, fresh, base=base, edits=edits)
    known = replace(
        record,
        base=base,
        edits=edits,
        conflicts=conflicts,
        base_state=BaseState.KNOWN,
        is_key_locked=True,
    )
    return assessed(kind, known, options)


def is_untouched(record: Record, frozen: Frozen) -> bool:
    """Tell whether the person left a record as it was sent: only then may the same bytes be repeated."""
    return (
        record.edits == frozen.sent_edits
        and dict(record.directives) == dict(frozen.sent_directives)
        and record.change == frozen.change
    )


def is_untouched_by(record: Record, frozen: Frozen, effect: Effect) -> bool:
    """Tell whether the person left what one effect carries as it was sent."""
    if effect.deletes:
        return record.is_deleting
    return all(
        path in record.edits and is_same(record.edits[path], frozen.sent_edits.get(path))
        for path in effect.paths
    )


def _without(record: Record, frozen: Frozen) -> Record:
    since = {path: value for path, value in record.edits.items() if frozen.sent_edits.get(path) != value}
    return replace(
        record, base={}, edits=since, base_state=BaseState.ABSENT, is_deleting=False, is_key_locked=False
    )
