"""Creates that were lost and given up: looked for again at each reading, before a list brings them in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.services.pull_landing import Landing
from app.services.pull_linking import looked_at, made_since
from app.services.reading import Reader
from app.values import BaseState, Change
from app.vendors.declaration import Kind, Options

if TYPE_CHECKING:
    from app.push.candidates import Candidate
    from app.store.journal_values import Entry, Frozen

_LATE = "The answer was lost and it came late: the next reading found it."


def find_lost(reader: Reader, landing: Landing, kind: Kind, options: Options) -> None:
    """Settle creates that arrived after all; what is not sure is unknown again, for a person to answer.

    *Raises* as `Reader.ask`.
    """
    from app.push.candidates import doubt, looked_from, matched  # noqa: PLC0415  imports httpx; start-up does not need it
    from app.push.record_ends import RecordEnds  # noqa: PLC0415  as above

    lost = list(_given_up(reader, landing, kind)) if kind.candidates is not None else []
    if not lost:
        return
    since = min(looked_from(reader.workspace, entry.push_id) for entry, _ in lost)
    found = _candidates(reader, landing, kind, made_since(reader, kind, since, options), options)
    ends = RecordEnds(reader.workspace, kind, options, reader.client.redactor)
    for entry, _, fitting, is_sure in matched(kind, lost, found):
        news = [one.id for one in fitting if one.id not in _told_of(reader, entry)]
        if is_sure and news:
            ends.settled_applied(entry, fitting[0].content, _LATE)
        elif news:
            ends.doubted(entry, news, doubt(one for one in fitting if one.id in news))


def _given_up(reader: Reader, landing: Landing, kind: Kind) -> Iterator[tuple[Entry, Frozen]]:
    """Give the last lost create of each record that still waits, settled as not applied."""
    from app.store.journal_creates import JournalCreates  # noqa: PLC0415  as above

    store = reader.workspace.store
    for request_id in JournalCreates(store.database).given_up(kind.id, landing.connection_id):
        entry = store.journal.entry(request_id)
        (frozen,) = store.journal.frozen_of_push(entry.push_id, entry.record_ids)
        for record in store.records.many(kind.id, entry.record_ids):
            is_new = record.base_state is BaseState.ABSENT and record.change is Change.ADDED
            if is_new and not record.busy:
                yield entry, frozen


def _candidates(
    reader: Reader, landing: Landing, kind: Kind, keys: tuple[str, ...], options: Options
) -> list[Candidate]:
    from app.push.candidates import Candidate  # noqa: PLC0415  as above

    theirs, owners = looked_at(reader, landing, kind, keys, options)
    return [Candidate(key, content, owners.get(key, 0)) for key, content in theirs.items()]


def _told_of(reader: Reader, entry: Entry) -> tuple[str, ...]:
    from app.store.journal_creates import JournalCreates  # noqa: PLC0415  as above

    return JournalCreates(reader.workspace.store.database).candidates(entry.id)
