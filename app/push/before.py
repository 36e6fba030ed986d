"""A record read right before it is written: what is left to be sent, and whether what was sent arrived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from app.records.change import Edits, JsonObject, is_same, value_at
from app.records.images import part_of
from app.records.merge import by_element, merge, overlaid, without_fields
from app.store.journal_values import Frozen, Verdict
from app.values import BaseState, Change, Outcome, Record, SkipReason
from app.vendors.assess import assessed, problems_of
from app.vendors.bring_in import brought_in, emptied_in
from app.vendors.declaration import Effect, Kind, Options

_NO_CHANGE = "The vendor holds all of it already."
_CONFLICT = "Changed on both sides since it was read. Take mine or theirs, then push again."


class Arrived(Enum):
    """What a read says of an effect that was sent."""

    YES = "yes"
    NOT_YET = "not yet"
    CHANGED_BY_OTHERS = "changed by others"
    UNTOLD = "untold"


@dataclass(frozen=True)
class Seen:
    """A record after it was looked at, and what of it is sent: only what it was frozen with."""

    record: Record
    frozen: Frozen


def in_shape(kind: Kind, record: Record) -> Record:
    """Write the edits of lists whose elements are sent one by one as elements gained and lost."""
    edits = _by_element(kind, record.base, record.edits)
    return record if edits == record.edits else replace(record, edits=edits)


def seen(kind: Kind, record: Record, frozen: Frozen, theirs: JsonObject, options: Options) -> Seen:
    """Merge what the vendor holds; an edit made since the push began stays behind for the next one."""
    after = brought_in(kind, in_shape(kind, record), theirs, options)
    after = assessed(kind, in_shape(kind, after), options)
    sent = _still_sent(kind, frozen, theirs)
    kept = {path: value for path, value in sent.items() if is_same(after.edits.get(path), value)}
    anew = replace(
        frozen,
        key=after.key,
        sent_edits=kept,
        sent_directives=frozen.sent_directives,
        before_state=after.base_state,
        before_base=after.base,
        before_seen=part_of(theirs, kept),
    )
    return Seen(after, anew)


def nothing_to_send(kind: Kind, seen: Seen, options: Options) -> Verdict | None:
    """Say why nothing of a record is to be sent once it was looked at; None where something is.

    Some of what is wrong shows only now: an item that belongs to another order, say.
    """
    frozen = seen.frozen
    if seen.record.is_in_conflict:
        return Verdict(frozen.record_id, Outcome.SKIPPED, _CONFLICT, SkipReason.CONFLICT.value)
    if not frozen.sent_edits and frozen.change is not Change.DELETED:
        return Verdict(frozen.record_id, Outcome.SKIPPED, _NO_CHANGE, SkipReason.NO_CHANGE.value)
    wrong = next((one for one in problems_of(kind, frozen.as_pending(), options) if one.is_error), None)
    if wrong is not None:
        return Verdict(frozen.record_id, Outcome.SKIPPED, wrong.message, SkipReason.HELD_BACK.value)
    return None


def arrived(kind: Kind, frozen: Frozen, effect: Effect, theirs: JsonObject) -> Arrived:
    """Judge whether the vendor holds what one effect said, from what was read afterwards."""
    if kind.holds is None or not (effect.paths or effect.deletes):
        return Arrived.UNTOLD  # an action says nothing that a read would show
    is_held = kind.holds(frozen.as_pending(only=effect.paths), theirs)
    if is_held is None:
        return Arrived.UNTOLD
    if is_held:
        return Arrived.YES
    return Arrived.CHANGED_BY_OTHERS if any(_others(kind, frozen, effect, theirs)) else Arrived.NOT_YET


def _others(kind: Kind, frozen: Frozen, effect: Effect, theirs: JsonObject) -> Iterator[bool]:
    """Tell of each place whether it holds neither what was there before nor what was sent."""
    emptied = emptied_in(kind, frozen.before_base, theirs)
    now = without_fields(overlaid(frozen.before_base, theirs, keys=kind.list_keys), emptied)
    for path in effect.paths:
        held = value_at(now, path)
        is_before = held is value_at(frozen.before_base, path) or is_same(
            held, value_at(frozen.before_base, path)
        )
        yield not is_before and not is_same(held, frozen.sent_edits.get(path))


def _still_sent(kind: Kind, frozen: Frozen, theirs: JsonObject) -> Edits:
    if frozen.change is Change.DELETED:
        return dict(frozen.sent_edits)
    is_unread = frozen.before_state is not BaseState.KNOWN
    shaped = _by_element(kind, frozen.before_base, frozen.sent_edits)
    merged = merge(
        frozen.before_base,
        shaped,
        theirs,
        keys=kind.list_keys,
        is_unread=is_unread,
        is_partial=kind.has_partial_base,
        emptied=emptied_in(kind, frozen.before_base, theirs),
    )
    return _by_element(kind, merged.base, merged.edits)


def _by_element(kind: Kind, base: JsonObject, edits: Edits) -> Edits:
    for list_path in kind.single_lists:
        (field, *_) = kind.list_keys[list_path]
        edits = by_element(base, edits, list_path, field)
    return edits
