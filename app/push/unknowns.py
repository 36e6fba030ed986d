"""Unknown requests: repeated byte for byte where that is safe, else left to a person."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import NotAllowed, NotFound
from app.push.moves import is_untouched, moved
from app.push.run import Target
from app.store.journal_values import Entry, Frozen, RequestEnd, Verdict
from app.values import Outcome
from app.vendors.declaration import Step
from app.workspace import Workspace

_EDITED = (
    "Its last request was lost and it was edited since, so it cannot simply be repeated. "
    "Look whether the vendor holds the earlier values, then answer applied or not applied."
)
_NOT_REPEATABLE = (
    "It was sent once and the answer was lost; repeating it could do it twice. "
    "Look whether the vendor holds it, then answer applied or not applied."
)


@dataclass(frozen=True)
class _Sorted:
    """The records of an unknown request: those whose bytes may go out again, and those for a person."""

    repeatable: list[Frozen]
    others: list[Frozen]


def plan_settling(workspace: Workspace, target: Target, push_id: int) -> tuple[list[int], int]:
    """Take over the unknown requests of a connection; returns the ids to send and how many records wait on."""
    to_send: list[int] = []
    waiting = 0
    for request_id in workspace.store.journal.in_state("unknown", connection_id=target.connection.id):
        entry = workspace.store.journal.entry(request_id)
        found = _sort(workspace, entry)
        steps = _steps(target, entry, found)
        frozen = [*found.repeatable, *found.others]
        ids = workspace.store.journal.replan(push_id, entry, frozen, steps)
        to_send += [one for one, (_, state) in zip(ids, steps, strict=True) if state == "planned"]
        waiting += _leave_to_a_person(workspace, entry, push_id, found.others)
    return to_send, waiting


def answer(workspace: Workspace, target: Target, key: str, *, is_applied: bool) -> Outcome:
    """Take a person's word for one unknown record. *Raises* NotFound, NotAllowed."""
    entry, frozen = _unknown_entry(workspace, target, key)
    record_id = frozen.record_id
    others = [
        one
        for one in workspace.store.journal.frozen_of_push(entry.push_id, entry.record_ids)
        if one.record_id != record_id
    ]
    own = _plan(target, [frozen])[0]
    steps = [(own, "unknown"), *((step, "unknown") for step in _plan(target, others))]
    own_id = workspace.store.journal.replan(entry.push_id, entry, [], steps)[0]
    return _close(workspace, target, workspace.store.journal.entry(own_id), frozen, is_applied=is_applied)


def _sort(workspace: Workspace, entry: Entry) -> _Sorted:
    frozen = workspace.store.journal.frozen_of_push(entry.push_id, entry.record_ids)
    if not entry.step.request.is_idempotent:
        return _Sorted([], frozen)
    records = {one.id: one for one in workspace.store.records.many(entry.kind, entry.record_ids)}
    untouched = [
        one for one in frozen if one.record_id in records and is_untouched(records[one.record_id], one)
    ]
    return _Sorted(untouched, [one for one in frozen if one not in untouched])


def _steps(target: Target, entry: Entry, found: _Sorted) -> list[tuple[Step, str]]:
    """The very same request where all of it may be repeated; else the parts that may."""
    if not found.others:
        return [(entry.step, "planned")]
    if not found.repeatable:
        return [(entry.step, "unknown")]
    repeated = [(step, "planned") for step in _plan(target, found.repeatable)]
    return [*repeated, *((step, "unknown") for step in _plan(target, found.others))]


def _plan(target: Target, frozen: list[Frozen]) -> list[Step]:
    return list(target.kind.plan((one.as_pending() for one in frozen), target.options))


def _leave_to_a_person(workspace: Workspace, entry: Entry, push_id: int, frozen: list[Frozen]) -> int:
    words = _EDITED if entry.step.request.is_idempotent else _NOT_REPEATABLE
    verdicts = [Verdict(one.record_id, Outcome.UNKNOWN, words) for one in frozen]
    with workspace.store.database.write() as sql:
        workspace.store.journal.decide(sql, push_id, entry.kind, verdicts)
    return len(verdicts)


def _unknown_entry(workspace: Workspace, target: Target, key: str) -> tuple[Entry, Frozen]:
    store = workspace.store
    record = store.records.by_key(target.kind.id, target.connection.id, key)
    if record is None:
        raise NotFound(f"There is no {target.kind.title_one} “{key}”.", remedy="Look at the list of records.")
    request_id = store.journal.unknown_request_of(target.kind.id, record.id)
    if request_id is None:
        raise NotAllowed(
            f"The outcome of “{key}” is not unknown.", remedy="Only an unknown one can be answered."
        )
    entry = store.journal.entry(request_id)
    return entry, store.journal.frozen_of_push(entry.push_id, [record.id])[0]


def _close(workspace: Workspace, target: Target, entry: Entry, frozen: Frozen, *, is_applied: bool) -> Outcome:
    store = workspace.store
    words = f"A person looked and answered: {'applied' if is_applied else 'not applied'}."
    outcome = Outcome.APPLIED if is_applied else Outcome.FAILED
    with store.database.write() as sql:
        store.journal.end(sql, entry, RequestEnd(outcome.value, message=words), now=workspace.clock())
        if is_applied:
            record = store.records.get(entry.kind, frozen.record_id, within=sql)
            after = moved(target.kind, record, frozen, entry.step.effects[0], target.options)
            store.records.save([after], within=sql)
        verdict = Verdict(frozen.record_id, outcome, words)
        store.journal.decide(sql, entry.push_id, entry.kind, [verdict])
    return outcome
