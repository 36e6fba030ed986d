"""What a lost create may have made: which records are like it, which fit, and what a person is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.records.change import MISSING, JsonObject, value_at
from app.store.journal_creates import JournalCreates
from app.store.journal_values import Entry, Frozen
from app.vendors.declaration import Kind, PendingRecord
from app.workspace import Workspace

_MARGIN = timedelta(seconds=2)  # a Date header tells whole seconds
_BLIND_MARGIN = timedelta(minutes=15)  # where the vendor's clock was not known

Key = tuple[str, ...]


@dataclass(frozen=True)
class Candidate:
    """A record that a lost create may have made."""

    id: str
    content: JsonObject
    owner: int = 0


def looked_from(workspace: Workspace, push_id: int) -> datetime:
    """Give the moment to look from: the beginning of a push by the vendor's clock, less a margin."""
    began, is_vendors = JournalCreates(workspace.store.database).began(push_id)
    return began - (_MARGIN if is_vendors else _BLIND_MARGIN)


def likeness(kind: Kind, frozen: Frozen) -> Key:
    """What two creates must share to be taken for one another: all that every create has to say."""
    sent = frozen.sent_edits
    values = (sent[path] if path in sent else value_at(frozen.before_base, path) for path in kind.needed_of_all)
    return tuple("" if value is MISSING else str(value).strip() for value in values)


def may_be(kind: Kind, listed: JsonObject, keys: Iterable[Key]) -> bool:
    """Tell whether what a list shows of a record contradicts none of these."""
    values = [value_at(listed, path) for path in kind.needed_of_all]
    shown = [None if value is MISSING else str(value).strip() for value in values]
    return any(all(mine in (None, said) for mine, said in zip(shown, key, strict=True)) for key in keys)


def is_alike(kind: Kind, one: PendingRecord, other: PendingRecord) -> bool:
    """Tell whether what one of them makes could pass for the other."""
    holds = kind.holds
    return holds is not None and bool(holds(one, other.working) or holds(other, one.working))


def fits(kind: Kind, frozen: Frozen, candidate: Candidate) -> bool:
    """Tell whether a candidate holds everything that was sent."""
    return kind.holds is not None and kind.holds(frozen.as_pending(), candidate.content) is True


def matched(
    kind: Kind, lost: Iterable[tuple[Entry, Frozen]], candidates: Iterable[Candidate]
) -> Iterator[tuple[Entry, Frozen, tuple[Candidate, ...], bool]]:
    """Pair lost creates with what they may have made. *Shape*: (…, its candidates, whether that is sure)."""
    waiting, found = list(lost), list(candidates)
    fitting = {
        frozen.record_id: tuple(one for one in found if fits(kind, frozen, one)) for _, frozen in waiting
    }
    wanted: Mapping[str, int] = {
        one.id: sum(one in some for some in fitting.values()) for some in fitting.values() for one in some
    }
    for entry, frozen in waiting:
        mine = fitting[frozen.record_id]
        is_sure = len(mine) == 1 and wanted[mine[0].id] == 1 and not mine[0].owner
        yield entry, frozen, mine, is_sure


def doubt(candidates: Iterable[Candidate], *, is_blind: bool = False) -> str:
    """Name what a lost create may have made, for a person to look at."""
    names = ", ".join(one.id for one in candidates)
    if is_blind:
        clock = "The vendor did not tell its clock when the push began, so nobody can say when that was made."
        return f"It may be {names}. {clock} Look there, then answer applied or not applied."
    return f"It may be {names}, which was made since. Look there, then answer applied or not applied."
