"""Run a vendor's action, such as synchronize or approve, on records: journalled like a push."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from app.errors import ConfirmationNeeded, CounterfoilError, NotFound, UsageError
from app.jobs import JobContext
from app.net.requests import Answer
from app.records.change import JsonObject, value_at, working_copy
from app.records.checks import is_blank
from app.services.assess_records import options_of
from app.services.push import exit_code
from app.values import BaseState, Change, Connection, Outcome, PushResult, Record, SkipReason
from app.vendors.bring_in import brought_in
from app.vendors.declaration import Action, Effect, Kind, Options, Step
from app.vendors.registry import kind_named, vendor_named
from app.workspace import Workspace

if TYPE_CHECKING:
    from app.net.client import Client
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


@dataclass
class _Answers:
    """Listens to accepted answers: what each says of its record is merged once the run is over."""

    kind: Kind
    rows: dict[int, JsonObject] = field(default_factory=dict)

    def accepts(self, step: Step, answer: Answer) -> bool:
        is_accepted = self.kind.accepts(step, answer)
        row = self.kind.parse(answer) if is_accepted and self.kind.parse else None
        if row is not None:
            self.rows[step.effects[0].record_id] = row
        return is_accepted


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
        return _Refusal(record, SkipReason.HELD_BACK, f"This {kind.title_one} was not read. Pull first.")
    if action.needs and all(_lacks(record, path) for path in action.needs):
        return _Refusal(record, SkipReason.HELD_BACK, action.needs_words)
    return None


def _lacks(record: Record, path: str) -> bool:
    value = value_at(working_copy(record.base, record.edits), path)
    return not value or is_blank(value)


@dataclass(frozen=True)
class _End:
    """How it ended: the state in the history, why the rest was not sent, and what stopped it."""

    state: str
    reason: SkipReason
    words: str = ""
    error: CounterfoilError | None = None


def _run(
    workspace: Workspace, context: JobContext, connection: Connection, kind: Kind, wanted: _Wanted
) -> PushResult:
    """Open a push for the action, send, close it on every way out, and merge what came back."""
    from app.push.close_out import close_cut_off  # noqa: PLC0415  imports httpx; start-up does not need it

    journal, answers = workspace.store.journal, _Answers(kind)
    close_cut_off(workspace)
    with workspace.open_client(connection) as client:
        target = _target(connection, kind, answers, client)
        push_id = journal.begin(connection, comment=wanted.action.title, now=workspace.clock())
        end = _End("aborted", SkipReason.ABORTED, "The action ended before it was sent.")
        try:
            ids = _planned(workspace, target, push_id, wanted)
            end = _how_it_ended(_send(workspace, context, target, push_id, ids))
        except CounterfoilError as error:
            end = replace(end, words=str(error))
            raise
        finally:
            _close(workspace, push_id, end)
            _merge(workspace, target, answers.rows)
    counts = journal.counts(push_id)
    return PushResult(push_id, counts, end.words, exit_code(counts, end.state), end.error)


def _close(workspace: Workspace, push_id: int, end: _End) -> None:
    """Give every record an outcome; where the store cannot be written, the next start does it."""
    from app.push.close_out import close_out  # noqa: PLC0415  as above

    journal = workspace.store.journal
    try:
        close_out(workspace, push_id, reason=end.reason, words=end.words)
        journal.finish(push_id, state=end.state, stopped_because=end.words, now=workspace.clock())
    finally:
        journal.live.discard(push_id)


def _target(connection: Connection, kind: Kind, answers: _Answers, client: Client) -> Target:
    from app.push.run_values import Target  # noqa: PLC0415  imports httpx; start-up does not need it

    vendor = vendor_named(connection.vendor)
    listening = replace(kind, accepts=answers.accepts)
    return Target(connection, vendor, listening, options_of(connection), client)


def _planned(workspace: Workspace, target: Target, push_id: int, wanted: _Wanted) -> list[int]:
    """Write down what is left alone, and one request per record; returns the ids of the requests."""
    from app.store.journal_values import Frozen, Verdict  # noqa: PLC0415  as above

    journal, kind = workspace.store.journal, target.kind
    frozen = [Frozen.of(one.record) for one in wanted.refused]
    verdicts = [Verdict(one.record.id, Outcome.SKIPPED, one.words, one.reason.value) for one in wanted.refused]
    with workspace.store.database.write(urgent=False) as sql:
        journal.skip(sql, push_id, frozen, verdicts)
    for some in _chunks(wanted.runnable):
        with workspace.store.database.write(urgent=False) as sql:
            journal.freeze(sql, push_id, [Frozen.of(one) for one in some])
    steps = [_step(wanted.action, one, target.options) for one in wanted.runnable]
    return journal.plan(push_id, kind.id, steps, options=target.options)


def _step(action: Action, record: Record, options: Options) -> Step:
    """An effect without paths: it carries no edit, and reading alone does not tell whether it was done."""
    return Step(action.name, action.request(record.key, options), (Effect(record.id),))


def _send(workspace: Workspace, context: JobContext, target: Target, push_id: int, ids: list[int]) -> Ending:
    from app.push.run import Run  # noqa: PLC0415  as above
    from app.push.run_values import Tally  # noqa: PLC0415  as above

    journal = workspace.store.journal
    tally = Tally(journal.size(push_id), journal.counts(push_id))
    return Run(workspace, target, context, tally=tally, is_confirmed=True).send(ids)


def _how_it_ended(ending: Ending) -> _End:
    if ending.error is not None:
        return _End("aborted", SkipReason.ABORTED, str(ending.error), ending.error)
    if ending.is_stopped:
        return _End("stopped", SkipReason.STOPPED, "Stopped; the rest was not sent.")
    return _End("finished", SkipReason.NO_CHANGE)


def _merge(workspace: Workspace, target: Target, rows: Mapping[int, JsonObject]) -> None:
    """Bring in what the vendor answered; what was edited meanwhile stays."""
    records, kind = workspace.store.records, target.kind
    for some in _chunks(tuple(rows)):
        with workspace.store.database.write(urgent=False) as sql:
            before = [one for one in records.many(kind.id, some, within=sql) if not one.busy]
            after = [brought_in(kind, one, rows[one.id], target.options) for one in before]
            records.save(after, within=sql)


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
