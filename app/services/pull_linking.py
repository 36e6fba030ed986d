"""Records whose lost create a person called applied: found at the vendor, and given the key they have there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.records.change import MISSING, Edits, JsonObject, value_at
from app.services.pull_landing import Landing
from app.services.reading import Found, Reader
from app.values import BaseState, Change, Record
from app.vendors.assess import key_of, pending_record
from app.vendors.declaration import Kind, Options, PendingRecord
from app.vendors.listing import MOST_PAGES, no_list

MOST_LOOKED_AT = 500


@dataclass(frozen=True)
class _Waiting:
    """A record without a key, as a create would say it, and since when the vendor may hold it."""

    record: Record
    said: PendingRecord
    since: datetime


def link(reader: Reader, landing: Landing, kind: Kind, options: Options) -> None:
    """Give records without a key the one that the vendor gave them, before a list brings them in once more.

    The rules are those of settling: equal in all that was sent, made since the push began, nobody else's, and
    no two for one. What is not sure is said on the record. *Raises* as `Reader.ask`.
    """
    waiting = tuple(_waiting(reader, landing, kind))
    if not waiting or kind.candidates is None:
        return
    found = made_since(reader, kind, min(one.since for one in waiting), options)
    theirs, owners = looked_at(reader, landing, kind, found, options)
    fitting = {one.record.id: tuple(key for key in theirs if _fits(kind, one, theirs[key])) for one in waiting}
    for one in waiting:
        keys = fitting[one.record.id]
        is_sure = len(keys) == 1 and keys[0] not in owners and _is_wanted_once(keys[0], fitting)
        landing.name(one.record.id, theirs[keys[0]] if is_sure else None, may_be=() if is_sure else keys)


def _waiting(reader: Reader, landing: Landing, kind: Kind) -> Iterator[_Waiting]:
    from app.push.candidates import looked_from  # noqa: PLC0415  imports httpx; start-up does not need it
    from app.store.journal_creates import JournalCreates  # noqa: PLC0415  as above

    store = reader.workspace.store
    creates = JournalCreates(store.database)
    for record in store.records.many(kind.id, store.records.unnamed(kind.id, landing.connection_id)):
        push_id = creates.answered(kind.id, record.id)
        if push_id is not None:
            yield _Waiting(record, _said(kind, record), looked_from(reader.workspace, push_id))


def _said(kind: Kind, record: Record) -> PendingRecord:
    """What base holds of a record that was never read is what its create said."""
    values = {one.path: value_at(record.base, one.path) for one in kind.scalar_columns if one.is_editable}
    edits: Edits = {path: value for path, value in values.items() if value is not MISSING}
    new = Record(record.id, kind.id, record.connection_id, "", BaseState.ABSENT, {}, edits, change=Change.ADDED)
    return pending_record(kind, new)


def made_since(reader: Reader, kind: Kind, moment: datetime, options: Options) -> tuple[str, ...]:
    """List the keys of what was made at the vendor since a moment."""
    assert kind.candidates is not None  # noqa: S101  the caller looked
    assert kind.parse_page is not None  # noqa: S101  who can be asked for candidates can be read
    keys: dict[str, None] = {}
    cursor = ""
    for _ in range(MOST_PAGES):
        answer = reader.ask(kind.candidates(moment, cursor, options))
        page = kind.parse_page(cursor, answer)
        if answer.status >= 300:
            raise reader.refused(answer, kind)
        if not page.is_list:
            raise no_list(reader.vendor)
        keys.update(dict.fromkeys(key_of(kind, one) for one in page.records))
        if page.following is None or len(keys) > MOST_LOOKED_AT:
            break
        cursor = page.following
    return tuple(keys)


def looked_at(
    reader: Reader, landing: Landing, kind: Kind, keys: Sequence[str], options: Options
) -> tuple[dict[str, JsonObject], Mapping[str, int]]:
    """Read candidates whole, since a list may leave fields out. *Shape*: (by key, key → its record)."""
    from app.store.journal_creates import JournalCreates  # noqa: PLC0415  as above

    store = reader.workspace.store
    creates = JournalCreates(store.database)
    named = store.records.existing_keys(kind.id, landing.connection_id, keys)
    owners = {key: one for key, one in named.items() if one.key == key}
    theirs: dict[str, JsonObject] = {}
    for key in keys[:MOST_LOOKED_AT]:
        if key in owners and creates.is_created_here(kind.id, owners[key].id):
            continue
        read = reader.read(kind, key, options)
        if not isinstance(read, Found) and not (kind.gone is not None and kind.gone.is_met(read)):
            theirs[key] = read
        reader.context.checkpoint()
    return theirs, {key: one.id for key, one in owners.items()}


def _fits(kind: Kind, one: _Waiting, theirs: JsonObject) -> bool:
    return kind.holds is not None and kind.holds(one.said, theirs) is True


def _is_wanted_once(key: str, fitting: Mapping[int, Sequence[str]]) -> bool:
    return sum(key in keys for keys in fitting.values()) == 1
