"""What holds after every push, settlement, kill and restart, whatever went wrong before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.records.change import MISSING, JsonObject, value_at
from app.records.checks import is_blank
from app.records.merge import overlaid
from app.values import BaseState, Change, Outcome, PushResult, Record, RecordQuery, SkipReason
from tests.app.push.deeds import Deed
from tests.app.push.desk import Desk

_MOST = 1000


def check_books(desk: Desk) -> None:
    """Every record of every push is in one bucket, the buckets add up, and nothing is in flight."""
    journal, history = desk.workspace.store.journal, desk.workspace.store.history
    for push in history.pushes():
        found = history.outcomes(push.id, limit=_MOST)
        assert push.state != "running"
        assert len({one.record_id for one in found}) == len(found) == journal.size(push.id)
        told = Counter(one.outcome.value for one in found)
        assert told == {name: number for name, number in push.counts.items() if number}
        assert sum(push.counts.values()) == len(found)
        assert not journal.in_state("planned", push_id=push.id)
    assert not journal.in_state("sent", connection_id=desk.connection.id)
    _check_busy(desk)


def check_result(desk: Desk, result: PushResult) -> None:
    """What a push says at its end is what the journal says, and every record was told of it."""
    journal = desk.workspace.store.journal
    assert dict(result.counts) == journal.counts(result.push_id)
    assert result.total == journal.size(result.push_id)
    assert (result.exit_code == 4) == bool(result.counts[Outcome.UNKNOWN])
    check_books(desk)


def check_truth(desk: Desk, deeds: Iterable[Deed]) -> None:
    """Nothing lost, nothing twice, and no outcome says what the vendor would deny."""
    held = desk.held()
    for deed in deeds:
        record = desk.record(deed.record_id)
        times = [part(held) for part in deed.parts]
        assert max(times) <= 1, f"{deed.name} was done twice"
        words = f"{deed.name}: {record.outcome} {record.outcome_reason} {record.outcome_message!r}, {times}"
        if record.outcome in ("", Outcome.UNKNOWN):
            continue
        is_told = record.outcome == Outcome.APPLIED or record.outcome_reason == SkipReason.NO_CHANGE
        assert is_told == all(times), words
        assert is_told == (record.change is Change.NONE), words


def check_bases(desk: Desk) -> None:
    """The base of every record is what the vendor holds, where nobody else has changed it since."""
    for record in records_of(desk):
        if record.base_state is not BaseState.KNOWN or record.busy:
            continue
        theirs = _shown(desk, record)
        if theirs is not None:
            check_base(desk, record, theirs)


def check_base(desk: Desk, record: Record, theirs: JsonObject) -> None:
    laid_over = overlaid(theirs, record.base, keys=desk.kind.list_keys)
    for column in desk.kind.columns:
        place = column.list_path or column.path
        if column.is_editable:
            mine, held = value_at(laid_over, place), value_at(theirs, place)
            is_nothing = _is_nothing(mine) and _is_nothing(held)
            assert is_nothing or mine == held, (
                f"{record.key}: base has {mine!r} in {place}, the vendor {held!r}"
            )


def records_of(desk: Desk, filter_: str = "all") -> tuple[Record, ...]:
    query = RecordQuery(desk.kind.id, desk.connection.id, filter=filter_)
    return desk.workspace.store.records.page(query, limit=_MOST)


def _check_busy(desk: Desk) -> None:
    """A record is unknown exactly where a request about it is; nobody else is held back."""
    journal = desk.workspace.store.journal
    unknown = {
        record_id
        for request_id in journal.in_state("unknown", connection_id=desk.connection.id)
        for record_id in journal.entry(request_id).record_ids
    }
    for record in records_of(desk):
        assert record.busy == ("unknown" if record.id in unknown else ""), record
        assert (record.outcome == Outcome.UNKNOWN) == (record.id in unknown), record


def _shown(desk: Desk, record: Record) -> JsonObject | None:
    """What the vendor shows where it can be read, else what the simulator says it holds."""
    if desk.kind.read is None:
        return desk.held().get(record.key)
    return desk.read(record.key)


def _is_nothing(value: object) -> bool:
    return value is MISSING or value == [] or is_blank(value)
