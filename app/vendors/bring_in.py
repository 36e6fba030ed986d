"""What a record becomes once the vendor was read: base moves, edits stay, conflicts are noted."""

from __future__ import annotations

from dataclasses import replace

from app.records.change import MISSING, JsonObject, is_same, value_at
from app.records.checks import is_blank
from app.records.conflicts import WHOLE, joined
from app.records.merge import Conflict, merge
from app.values import BaseState, Change, Record
from app.vendors.assess import assessed
from app.vendors.declaration import Kind, Options


def brought_in(kind: Kind, record: Record, theirs: JsonObject, options: Options) -> Record:
    """Lay what the vendor was read to hold under the edits of a record.

    Nobody had looked at an unread or absent record before: its edits stay as changes, without a conflict.
    One that the vendor calls deleted is gone.
    """
    if kind.gone is not None and kind.gone.is_met(theirs):
        return gone(kind, record, options)
    is_unread = record.base_state is not BaseState.KNOWN
    merged = merge(
        record.base,
        record.edits,
        theirs,
        keys=kind.list_keys,
        is_unread=is_unread,
        is_partial=kind.has_partial_base,
        emptied=emptied_in(kind, record.base, theirs),
    )
    before = [one for one in record.conflicts if one.path != kind.delete_column]
    conflicts = joined(before, merged.conflicts, base=merged.base, edits=merged.edits)
    read = replace(
        record,
        base=merged.base,
        edits=merged.edits,
        base_state=BaseState.KNOWN,
        is_key_locked=True,
        conflicts=(*conflicts, *_of_deletion(kind, record, merged.base)),
    )
    return assessed(kind, read, options)


def emptied_in(kind: Kind, base: JsonObject, theirs: JsonObject) -> tuple[str, ...]:
    """List what base still holds and a record that was read shows to be empty."""
    paths = kind.emptied(theirs) if kind.emptied is not None else ()
    held = ((path, value_at(base, path)) for path in paths)
    return tuple(path for path, value in held if value is not MISSING and not is_blank(value))


def gone(kind: Kind, record: Record, options: Options) -> Record:
    """Note that the vendor was read not to have a record any more.

    Without changes it leaves the lists, and so does one that was to be deleted; one with edits stays, held
    back by a conflict about the whole of it.
    """
    if record.edits and not record.is_deleting:
        whole = Conflict(WHOLE, record.base, None, MISSING)
        return assessed(kind, replace(record, conflicts=(whole,)), options)
    return assessed(kind, forgotten(record), options)


def forgotten(record: Record) -> Record:
    """Take back everything pending of a record that is gone; it stays for the history, unlisted."""
    return replace(
        record,
        base={},
        edits={},
        directives={},
        conflicts=(),
        base_state=BaseState.ABSENT,
        is_deleting=False,
        is_key_locked=False,
    )


def new_record(kind: Kind, connection_id: int) -> Record:
    """Begin a record that only the vendor holds so far."""
    return Record(0, kind.id, connection_id, "", BaseState.UNREAD, {}, {}, change=Change.NONE)


def is_changed(before: Record, after: Record) -> bool:
    """Tell whether the vendor holds something else than was known; names with a $ are about the answer."""
    return before.base_state is not after.base_state or _content(before.base) != _content(after.base)


def _content(base: JsonObject) -> JsonObject:
    return {name: value for name, value in base.items() if not name.startswith("$")}


def _of_deletion(kind: Kind, record: Record, now: JsonObject) -> tuple[Conflict, ...]:
    """A record to be deleted that the vendor changed since it was read is looked at first."""
    if not record.is_deleting or record.base_state is not BaseState.KNOWN:
        return ()
    earlier = tuple(one for one in record.conflicts if one.path == kind.delete_column)
    if earlier or not _has_news(kind, record.base, now):
        return earlier
    return (Conflict(kind.delete_column, MISSING, True, MISSING),)  # noqa: FBT003  the value of the field


def _has_news(kind: Kind, before: JsonObject, now: JsonObject) -> bool:
    """What a partial base lacks was never looked at: that it is there is no news."""
    places = {column.list_path or column.path for column in kind.columns if column.is_editable}
    return any(
        not is_same(value_at(before, place), value_at(now, place))
        for place in places
        if value_at(before, place) is not MISSING
        or (value_at(now, place) is not MISSING and not kind.has_partial_base)
    )
