"""The next record that wants to be looked at: one with a problem, or with a field that the vendor refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.jobs import JobContext
from app.values import Record, RecordQuery
from app.workspace import Workspace

_BEFORE_ALL, _AFTER_ALL = -1, 2**62


@dataclass(frozen=True)
class Look:
    """From which place of the view to look, and which way. With `only_refused` own problems do not count."""

    beside: int = _BEFORE_ALL
    is_backwards: bool = False
    only_refused: bool = False


@dataclass(frozen=True)
class Marked:
    """A record and its place in the view; `is_round` where the search went on from the other end."""

    place: int
    record: Record
    is_round: bool = False


def find_marked(
    workspace: Workspace,
    context: JobContext,
    query: RecordQuery,
    look: Look,
    *,
    is_wanted: Callable[[Record], bool] = lambda _record: True,
) -> Marked | None:
    """Look over all that the query shows, then once round from the other end."""
    start = _AFTER_ALL if look.is_backwards else _BEFORE_ALL
    for one in (look, replace(look, beside=start)):
        for place, record in _marked(workspace, context, query, one):
            if is_wanted(record):
                return Marked(place, record, one is not look)
    return None


def _marked(
    workspace: Workspace, context: JobContext, query: RecordQuery, look: Look
) -> Iterator[tuple[int, Record]]:
    records, place = workspace.store.records, look.beside
    while True:
        context.checkpoint()
        some = records.marked_beside(
            query, place, is_backwards=look.is_backwards, only_refused=look.only_refused
        )
        if not some:
            return
        known = {record.id: record for record in records.many(query.kind, [one for _, one in some])}
        yield from ((number, known[one]) for number, one in some if one in known)
        place = some[-1][0]
