"""Unknown requests: repeated byte for byte where that is safe, else left to a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from app.errors import NotAllowed, NotFound
from app.push.moves import is_untouched, moved
from app.push.run_values import Target
from app.store.journal_rows import note_after
from app.store.journal_values import Entry, Frozen, RequestEnd, Verdict
from app.values import Connection, Outcome, Record
from app.vendors.declaration import Kind, Step
from app.vendors.registry import vendor_named
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


def plan_settling(workspace: Workspace, target: Target, push_id: int) -> list[int]:
    """Take over the unknown requests of a connection; returns the ids of those to send."""
    to_send: list[int] = []
    for entry, found in _unknowns(workspace, target.connection.id):
        steps = _steps(target.kind, entry, found)
        with workspace.store.database.write() as sql:
            frozen = [*found.repeatable, *found.others]
            ids = workspace.store.journal.replan(sql, push_id, entry, frozen, steps)
            workspace.store.journal.decide(sql, push_id, entry.kind, _left_to_a_person(entry, found.others))
        to_send += [one for one, (_, state) in zip(ids, steps, strict=True) if state == "planned"]
    return to_send


def repeats(workspace: Workspace, kind: Kind, connection_id: int) -> Iterator[tuple[Step, list[Frozen]]]:
    """Give the requests that settling would send, each with its records; changes nothing."""
    for entry, found in _unknowns(workspace, connection_id):
        for step, state in _steps(kind, entry, found):
            if state == "planned":
                yield step, found.repeatable


def answer(workspace: Workspace, connection: Connection, key: str, *, is_applied: bool) -> Outcome:
    """Take a person's word for one unknown record. *Raises* NotFound, NotAllowed."""
    vendor = vendor_named(connection.vendor)
    kind = vendor.kinds[0]
    entry, frozen = _unknown_entry(workspace, kind, connection.id, key)
    own_id = _put_apart(workspace, kind, entry, frozen)
    options = vendor.options_with_defaults(connection.options)
    own = workspace.store.journal.entry(own_id)
    after = partial(moved, kind, frozen=frozen, effect=own.step.effects[0], options=options)
    return _close(workspace, own, after if is_applied else None)


def _put_apart(workspace: Workspace, kind: Kind, entry: Entry, frozen: Frozen) -> int:
    """Give a record of an unknown batch a request of its own; the others wait on."""
    journal = workspace.store.journal
    together = journal.frozen_of_push(entry.push_id, entry.record_ids)
    others = [one for one in together if one.record_id != frozen.record_id]
    # A request about one record stays as it is: an action is in no plan.
    own = _plan(kind, entry, [frozen]) if others else [entry.step]
    steps = [(step, "unknown") for step in (*own, *_plan(kind, entry, others))]
    with workspace.store.database.write() as sql:
        return journal.replan(sql, entry.push_id, entry, [], steps)[0]


def _unknowns(workspace: Workspace, connection_id: int) -> Iterator[tuple[Entry, _Sorted]]:
    for request_id in workspace.store.journal.in_state("unknown", connection_id=connection_id):
        entry = workspace.store.journal.entry(request_id)
        yield entry, _sort(workspace, entry)


def _sort(workspace: Workspace, entry: Entry) -> _Sorted:
    frozen = workspace.store.journal.frozen_of_push(entry.push_id, entry.record_ids)
    found = _Sorted([], [])
    records = {one.id: one for one in workspace.store.records.many(entry.kind, entry.record_ids)}
    for one in frozen:
        record = records.get(one.record_id)
        is_same = record is not None and is_untouched(record, one)
        (found.repeatable if is_same and entry.step.request.is_idempotent else found.others).append(one)
    return found


def _steps(kind: Kind, entry: Entry, found: _Sorted) -> list[tuple[Step, str]]:
    """The very same request where all of it may be repeated; else the parts that may."""
    if not found.others:
        return [(entry.step, "planned")]
    if not found.repeatable:
        return [(entry.step, "unknown")]
    repeated = [(step, "planned") for step in _plan(kind, entry, found.repeatable)]
    return [*repeated, *((step, "unknown") for step in _plan(kind, entry, found.others))]


def _plan(kind: Kind, entry: Entry, frozen: list[Frozen]) -> list[Step]:
    return list(kind.plan((one.as_pending() for one in frozen), entry.options))


def _left_to_a_person(entry: Entry, frozen: list[Frozen]) -> list[Verdict]:
    words = _EDITED if entry.step.request.is_idempotent else _NOT_REPEATABLE
    return [Verdict(one.record_id, Outcome.UNKNOWN, words) for one in frozen]


def _unknown_entry(workspace: Workspace, kind: Kind, connection_id: int, key: str) -> tuple[Entry, Frozen]:
    store = workspace.store
    record = store.records.by_key(kind.id, connection_id, key)
    if record is None:
        raise NotFound(f"There is no {kind.title_one} “{key}”.", remedy="Look at the list of records.")
    request_id = store.journal.unknown_request_of(kind.id, record.id)
    if request_id is None:
        raise NotAllowed(
            f"The outcome of “{key}” is not unknown.", remedy="Only an unknown one can be answered."
        )
    entry = store.journal.entry(request_id)
    return entry, store.journal.frozen_of_push(entry.push_id, [record.id])[0]


def _close(workspace: Workspace, entry: Entry, move: Callable[[Record], Record] | None) -> Outcome:
    """End the request of one record as answered; `move` is what being applied does to the record."""
    store, (record_id,) = workspace.store, entry.record_ids
    words = f"A person looked and answered: {'applied' if move else 'not applied'}."
    outcome = Outcome.APPLIED if move else Outcome.FAILED
    # Later pushes may have looked for it in vain: the answer ends them all.
    push_id = max(store.journal.last_unknown(entry.kind, record_id), entry.push_id)
    with store.database.write() as sql:
        store.journal.end(sql, entry, RequestEnd(outcome.value, message=words), now=workspace.clock())
        if move:
            store.records.save([move(store.records.get(entry.kind, record_id, within=sql))], within=sql)
            note_after(sql, entry.id, record_id, None)
        store.journal.decide(sql, push_id, entry.kind, [Verdict(record_id, outcome, words)])
    return outcome
