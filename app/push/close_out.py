"""The end of every push, also of one that was cut off: each record in exactly one outcome."""

from __future__ import annotations

from app.store.journal_values import RequestEnd, Verdict
from app.values import Outcome, SkipReason
from app.workspace import Workspace

_AT_ONCE = 250
_LOST = "It was sent, and the app ended before the answer came."
_STILL_LOST = "An earlier attempt was lost and may have been applied; it was not repeated yet."


def close_out(workspace: Workspace, push_id: int, *, reason: SkipReason, words: str) -> None:
    """Give an outcome to whatever has none: lost requests are unknown, the rest was not sent."""
    journal = workspace.store.journal
    for request_id in journal.in_state("sent", push_id=push_id):
        _leave_unknown(workspace, request_id, _LOST)
    for request_id in journal.lost_splits(push_id):
        _leave_unknown(workspace, request_id, _STILL_LOST)
    for request_id in journal.in_state("planned", push_id=push_id):
        if journal.entry(request_id).was_ambiguous:
            _leave_unknown(workspace, request_id, _STILL_LOST)
        else:
            _drop(workspace, request_id)
    _skip_the_rest(workspace, push_id, reason, words)


def close_cut_off(workspace: Workspace) -> int:
    """Close pushes whose process ended in the middle; sends nothing. Returns how many there were."""
    cut_off = workspace.store.journal.cut_off()
    for push_id in cut_off:
        words = "The app ended before it was sent."
        close_out(workspace, push_id, reason=SkipReason.STOPPED, words=words)
        workspace.store.journal.finish(
            push_id, state="interrupted", stopped_because="The app ended.", now=workspace.clock()
        )
    return len(cut_off)


def _leave_unknown(workspace: Workspace, request_id: int, words: str) -> None:
    journal = workspace.store.journal
    entry = journal.entry(request_id)
    with workspace.store.database.write() as sql:
        journal.end(sql, entry, RequestEnd("unknown", message=words, was_ambiguous=True), now=workspace.clock())
        verdicts = [Verdict(record_id, Outcome.UNKNOWN, words) for record_id in entry.record_ids]
        journal.decide(sql, entry.push_id, entry.kind, verdicts)


def _drop(workspace: Workspace, request_id: int) -> None:
    with workspace.store.database.write(urgent=False) as sql:
        workspace.store.journal.drop(sql, request_id)


def _skip_the_rest(workspace: Workspace, push_id: int, reason: SkipReason, words: str) -> None:
    journal = workspace.store.journal
    after_id = 0
    while left := journal.undecided(push_id, after_id=after_id, limit=_AT_ONCE):
        verdicts = [Verdict(one.record_id, Outcome.SKIPPED, words, reason.value) for one in left]
        with workspace.store.database.write(urgent=False) as sql:
            journal.decide(sql, push_id, left[0].kind, verdicts)
        after_id = left[-1].record_id
