"""What a list that was read says of one record of a lost request: pure, so that every case can be tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.push.before import Arrived, arrived
from app.records.change import JsonObject
from app.store.journal_values import Frozen
from app.values import BaseState, Outcome
from app.vendors.declaration import Effect, Kind

_HELD = "The answer was lost; the list was read and shows it."
_DELETED = "The answer was lost; the list was read and no longer shows the record."
_LACKS = "It was lost: the list was read several times and does not show it. Push again."
_BY_OTHERS = "The answer was lost, and somebody else has changed the record since. Take mine or theirs."
_ANSWER = "Look there, then answer applied or not applied."


@dataclass(frozen=True)
class Fate:
    """What became of a record; `theirs` is how the list shows it. A skipped one is in conflict."""

    outcome: Outcome
    words: str
    theirs: JsonObject | None = None


@dataclass(frozen=True)
class Lost:
    """A record of a lost request. `may_double`: sent again, what is still on its way could happen twice."""

    frozen: Frozen
    effect: Effect
    may_double: bool = False


def fate_of(kind: Kind, lost: Lost, rows: Sequence[JsonObject], *, is_last: bool) -> Fate | None:
    """Judge by the rows of its key; None while it may still arrive, which at the last look it may not."""
    if len(rows) > 1:
        words = f"The list shows {len(rows)} records with this key, which differ. {_ANSWER}"
        return _late(Fate(Outcome.UNKNOWN, words), is_last=is_last)
    if not rows:
        return _missing(lost, is_last=is_last)
    (row,) = rows
    match _arrived(kind, lost, row):
        case Arrived.YES:
            return Fate(Outcome.APPLIED, _HELD, row)
        case Arrived.CHANGED_BY_OTHERS:
            return Fate(Outcome.SKIPPED, _BY_OTHERS, row)
        case Arrived.UNTOLD:
            words = f"The answer was lost, and the list does not show all that was sent. {_ANSWER}"
            return _late(Fate(Outcome.UNKNOWN, words), is_last=is_last)
        case _:
            return _late(_not_applied(lost), is_last=is_last)


def _arrived(kind: Kind, lost: Lost, row: JsonObject) -> Arrived:
    """A list may leave fields out: what it shows nowhere is neither held nor lacking."""
    found = arrived(kind, lost.frozen, lost.effect, row)
    if found is Arrived.YES or lost.effect.deletes:
        return found
    shown = tuple(path for path in lost.effect.paths if _root(path) in row)
    if len(shown) < len(lost.effect.paths):
        told = arrived(kind, lost.frozen, replace(lost.effect, paths=shown), row)
        found = Arrived.UNTOLD if told in (Arrived.YES, Arrived.UNTOLD) else told
    # Nobody had looked before: what stands there may have stood there all the time.
    is_unread = lost.frozen.before_state is BaseState.UNREAD
    return Arrived.NOT_YET if found is Arrived.CHANGED_BY_OTHERS and is_unread else found


def _missing(lost: Lost, *, is_last: bool) -> Fate | None:
    """A record that no list shows: what was to be new did not come; of others a list seen before tells."""
    if lost.effect.deletes and lost.frozen.before_seen is not None:
        return Fate(Outcome.APPLIED, _DELETED)
    if lost.effect.deletes or lost.frozen.before_state is BaseState.KNOWN:
        words = f"The answer was lost, and the list does not show this record at all. {_ANSWER}"
        return _late(Fate(Outcome.UNKNOWN, words), is_last=is_last)
    return _late(_not_applied(lost), is_last=is_last)


def _not_applied(lost: Lost) -> Fate:
    if not lost.may_double:
        return Fate(Outcome.FAILED, _LACKS)
    words = "The answer was lost, and the list does not show it. It may still arrive, and sent again it could"
    return Fate(Outcome.UNKNOWN, f"{words} happen twice. Settle again later, or answer not applied.")


def _late(fate: Fate, *, is_last: bool) -> Fate | None:
    return fate if is_last else None


def _root(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]
