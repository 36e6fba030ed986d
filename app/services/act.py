"""Run a vendor's action, such as synchronize or approve, on records: journalled like a push."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from app.errors import ConfirmationNeeded, NotFound, UsageError
from app.jobs import JobContext
from app.records.change import value_at, working_copy
from app.records.checks import is_blank
from app.services.push import carry_out
from app.values import BaseState, Change, Connection, Outcome, PushOptions, PushResult, Record, SkipReason
from app.vendors.declaration import Action, Kind
from app.vendors.registry import kind_named
from app.workspace import Workspace

if TYPE_CHECKING:
    from app.push.run_values import Ending, Target

_AT_ONCE = 100  # keeps a transaction under 20 ms
T = TypeVar("T")


@dataclass(frozen=True)
class _Refusal:
    """Why an action is not run on a record."""

    record: Record
    reason: SkipReason
    words: str


@dataclass(frozen=True)
class _Wanted:
    """What a person asked for, sorted into what can be sent and what is left alone."""

    action: Action
    runnable: tuple[Record, ...]
    refused: tuple[_Refusal, ...]


def run_action(  # noqa: PLR0913  what, where, on which, and whether it was confirmed
    workspace: Workspace,
    context: JobContext,
    connection_id: int,
    *,
    kind: str,
    name: str,
    keys: Sequence[str],
    is_confirmed: bool,
) -> PushResult:
    """Run an action on records by key; each ends in one outcome, as in a push.

    Skipped are records with pending changes or an unknown outcome, and those without what the vendor needs
    for it. *Raises* ConfirmationNeeded before anything is sent, NotFound for a key that is not there,
    UsageError for an action the kind does not have, NotAllowed while the connection is pushed or read.
    """
    connection = workspace.store.connections.get(connection_id)
    known = kind_named(kind)
    action = action_named(known, name)
    records = _records(workspace, known, connection_id, keys)
    wanted = _sorted(known, action, records)
    if wanted.runnable and not is_confirmed:
        raise ConfirmationNeeded(
            question(connection, known, action, len(wanted.runnable)), remedy="Confirm to go on."
        )
    return _run(workspace, context, connection, known, wanted)


def action_named(kind: Kind, name: str) -> Action:
    """*Raises* UsageError, naming the actions there are."""
    for action in kind.actions:
        if action.name == name:
            return action
    names = ", ".join(action.name for action in kind.actions)
    remedy = f"They have: {names}." if names else "They have no actions at all."
    raise UsageError(f"{kind.title} have no action “{name}”.", remedy=remedy)


def question(connection: Connection, kind: Kind, action: Action, count: int) -> str:
    """Ask before an action is run, with what a person should know."""
    title = kind.title_one if count == 1 else f"{kind.title_one}s"
    about = f"{action.title}: {count:,} {title} in {connection.name} ({connection.environment})."
    return f"{about} {action.warning}".strip()


def _records(workspace: Workspace, kind: Kind, connection_id: int, keys: Sequence[str]) -> tuple[Record, ...]:
    found: dict[int, Record] = {}
    for key in keys:
        record = workspace.store.records.by_key(kind.id, connection_id, key)
        if record is None:
            raise NotFound(f"There is no {kind.title_one} “{key}”.", remedy="Nothing was sent. Check the key.")
        found[record.id] = record
    return tuple(found.values())


def _sorted(kind: Kind, action: Action, records: Sequence[Record]) -> _Wanted:
    refused = tuple(filter(None, (_refusal(kind, action, record) for record in records)))
    left_alone = {one.record.id for one in refused}
    return _Wanted(action, tuple(one for one in records if one.id not in left_alone), refused)


def _refusal(kind: Kind, action: Action, record: Record) -> _Refusal | None:
    if record.busy:
        words = "Its last request was sent and its outcome is not known yet. Settle the connection first."
        return _Refusal(record, SkipReason.UNKNOWN_BEFORE, words)
    if record.change is not Change.NONE:
        return _Refusal(record, SkipReason.HELD_BACK, "It has pending changes. Push or revert them first.")
    if record.base_state is not BaseState.KNOWN:
        return _Refusal(
            record,
            SkipReason.HELD_BACK,
            f"This {kind.title_one} was not read. Read from the vendor first (F5).",
        )
    if action.needs and all(_lacks(record, path) for path in action.needs):
        return _Refusal(record, SkipReason.HELD_BACK, action.needs_words)
    return None


def _lacks(record: Record, path: str) -> bool:
    value = value_at(working_copy(record.base, record.edits), path)
    return not value or is_blank(value)


def _run(
    workspace: Workspace, context: JobContext, connection: Connection, kind: Kind, wanted: _Wanted
) -> PushResult:
    """Run the action as a push of its own: each record is read right before its request is sent."""
    own = workspace.for_a_run()

    def send(target: Target, push_id: int) -> Ending:
        from app.push.action_run import ActionByRecord  # noqa: PLC0415  imports httpx; start-up does not need it

        _freeze(own, push_id, wanted)
        run = ActionByRecord(own, replace(target, kind=kind), push_id, context, PushOptions())
        return run.act(wanted.action)

    return carry_out(workspace, context, connection, send=send, comment=wanted.action.title)


def _freeze(workspace: Workspace, push_id: int, wanted: _Wanted) -> None:
    """Write down what is left alone, and what the action is to be run on."""
    from app.store.journal_values import Frozen, Verdict  # noqa: PLC0415  as above

    journal = workspace.store.journal
    frozen = [Frozen.of(one.record) for one in wanted.refused]
    verdicts = [Verdict(one.record.id, Outcome.SKIPPED, one.words, one.reason.value) for one in wanted.refused]
    with workspace.store.database.write(urgent=False) as sql:
        journal.skip(sql, push_id, frozen, verdicts)
    for some in _chunks(wanted.runnable):
        with workspace.store.database.write(urgent=False) as sql:
            journal.freeze(sql, push_id, [Frozen.of(one) for one in some])


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
