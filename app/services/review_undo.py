"""What undoing a push would do, before anything is sent: weighed by the very function that the undo uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.errors import NotAllowed, NotFound
from app.jobs import JobContext
from app.records.change import changes_of
from app.services.review import preview_of
from app.undo_values import Undo, UndoneRecord, UndoReview, fate
from app.values import (
    BaseState,
    Change,
    Connection,
    Outcome,
    PushSummary,
    Record,
    RequestPreview,
    ReviewedRecord,
    SkipReason,
)
from app.vendors.declaration import Kind, Vendor
from app.vendors.registry import vendor_named

if TYPE_CHECKING:
    from app.push.undo_select import Selection
    from app.push.undo_weigh import Weighed
    from app.workspace import Workspace

_NOBODY: frozenset[str] = frozenset()
_REPORTED_EVERY = 50


def review_undo(
    workspace: Workspace, context: JobContext, push_id: int, *, numbers: frozenset[str] = _NOBODY
) -> UndoReview:
    """Count what an undo would put back, keep and cannot, and say what a person should know before.

    *Raises* NotFound, and NotAllowed where the push cannot be undone as a whole or not yet.
    """
    undoing = undoing_of(workspace, push_id, numbers)
    ids = undoing.selection.ids()
    count = _Count()
    for number, weighed in enumerate(undoing.selection.weighed(ids), start=1):
        context.checkpoint()
        count.add(weighed)
        if number % _REPORTED_EVERY == 0:
            context.report(number, len(ids), "Comparing with what is known now")
    _check_named(undoing, count, numbers)
    total = sum(undoing.push.counts.values())
    return UndoReview(
        push=undoing.push,
        connection=undoing.connection,
        ids={name: tuple(found) for name, found in count.ids.items()},
        changed=count.changes[Change.CHANGED],
        deleted=count.changes[Change.DELETED],
        not_applied=max(total - len(ids), 0),
        unnamed=count.unnamed,
        actions=tuple(count.actions),
        notes=tuple(_notes(undoing, count)),
        question=_question(workspace, undoing, count),
    )


def page_undo(
    workspace: Workspace, push_id: int, record_ids: Sequence[int], *, numbers: frozenset[str] = _NOBODY
) -> tuple[UndoneRecord, ...]:
    """Read some records of an undo: what would be sent of each, and what is left alone and why."""
    undoing = undoing_of(workspace, push_id, numbers)
    return tuple(undone_record(one) for one in undoing.selection.weighed(record_ids))


def dry_run_undo(
    workspace: Workspace, push_id: int, *, numbers: frozenset[str] = _NOBODY
) -> Iterator[RequestPreview]:
    """Give every request an undo would send, from the same plan; sends nothing."""
    undoing = undoing_of(workspace, push_id, numbers)
    yield from _requests(workspace, undoing, undoing.selection.ids())


def preview_undo(
    workspace: Workspace, push_id: int, record_id: int, *, numbers: frozenset[str] = _NOBODY
) -> RequestPreview | None:
    """Give the first request that would carry a record; None where nothing of it is sent."""
    undoing = undoing_of(workspace, push_id, numbers)
    return next(_requests(workspace, undoing, (record_id,)), None)


@dataclass(frozen=True)
class Undoing:
    """A push that may be undone, with everything that is looked at for it."""

    push: PushSummary
    connection: Connection
    vendor: Vendor
    kind: Kind
    selection: Selection


def undoing_of(workspace: Workspace, push_id: int, numbers: frozenset[str]) -> Undoing:
    """Find a push that may be undone. *Raises* NotFound, NotAllowed."""
    from app.push.undo_select import Selection  # noqa: PLC0415  commands load what they use
    from app.push.undo_weigh import Rules  # noqa: PLC0415  as above

    push = workspace.store.history.push(push_id)
    connection = workspace.store.connections.get(push.connection_id)
    _check_settled(push)
    vendor = vendor_named(connection.vendor)
    options = vendor.options_with_defaults(connection.options)
    kind = vendor.kinds[0].under(options)
    selection = Selection(workspace, push_id, Rules(kind, vendor.title, options, numbers))
    _check_applied(workspace, push)
    return Undoing(push, connection, vendor, kind, selection)


def undone_record(weighed: Weighed) -> UndoneRecord:
    """Put one record into the shape of a review."""
    left = weighed.words.as_left
    record = weighed.proposed or _bare(weighed)
    is_sent = weighed.proposed is not None
    outcome, reason = (Outcome.APPLIED, "") if is_sent else (Outcome.SKIPPED, SkipReason.NO_CHANGE)
    words = " ".join(one for one in (left.kept, left.impossible) if one)
    return UndoneRecord(
        reviewed=ReviewedRecord(
            record, changes_of(record.base, record.edits if is_sent else {}, is_unread=False)
        ),
        became=fate(outcome, reason, kept=left.kept, impossible=left.impossible),
        words=words or ("" if is_sent else "It is as it was before."),
        is_sent=is_sent,
        action=weighed.action.title if weighed.action is not None else "",
        needs_number=weighed.needs_number,
    )


def _bare(weighed: Weighed) -> Record:
    frozen = weighed.done.frozen
    gone = Record(frozen.record_id, frozen.kind, 0, frozen.key, BaseState.ABSENT, {}, {})
    return replace(weighed.record or gone, key=weighed.key)


def _check_settled(push: PushSummary) -> None:
    if push.state == "running":
        raise NotAllowed(f"Push {push.id} is running still.", remedy="Wait for it, or stop it first.")
    unknown = push.counts.get(Outcome.UNKNOWN, 0)
    if unknown:
        words = f"Push {push.id} left {unknown:,} records with an unknown outcome."
        raise NotAllowed(words, remedy="Settle the connection first, then undo the push.")


def _check_applied(workspace: Workspace, push: PushSummary) -> None:
    if not push.counts.get(Outcome.APPLIED, 0) and not any(push.counts.values()):
        raise NotAllowed(f"Push {push.id} was about nothing, so there is nothing to undo.")
    if not workspace.store.undos.has_requests(push.id) and push.counts.get(Outcome.APPLIED, 0):
        days = workspace.settings.history_keep_days
        words = f"The requests of push {push.id} are no longer kept, so what it did cannot be told."
        raise NotAllowed(words, remedy=f"The history is kept for {days:,} days, as the settings say.")


@dataclass
class _Count:
    """Counts weighed records by what would become of them."""

    ids: dict[str, list[int]] = field(
        default_factory=lambda: {"sent": [], "kept": [], "impossible": [], "as before": []}
    )
    changes: Counter[Change] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    actions: dict[str, None] = field(default_factory=dict)
    unnamed: int = 0
    added: set[str] = field(default_factory=set)

    def add(self, weighed: Weighed) -> None:
        if weighed.done.frozen.change is Change.ADDED:
            self.added.add(weighed.key)
        self.ids[_name(weighed)].append(weighed.done.frozen.record_id)
        self.unnamed += weighed.needs_number
        if weighed.proposed is not None:
            change = Change.CHANGED if weighed.action is not None else weighed.proposed.change
            self.changes[change] += 1
            self.problems.update({one.message for one in weighed.proposed.problems})
        if weighed.action is not None:
            self.actions[weighed.action.title] = None


def _name(weighed: Weighed) -> str:
    if weighed.proposed is not None:
        return "sent"
    if weighed.words.why_impossible:
        return Undo.IMPOSSIBLE.value
    return Undo.KEPT.value if weighed.words.why_kept else "as before"


def _check_named(undoing: Undoing, count: _Count, numbers: frozenset[str]) -> None:
    """A number that was mistyped must not pass for an answer."""
    for number in sorted(numbers - count.added):
        words = f"Push {undoing.push.id} added no {undoing.kind.title_one} “{number}”."
        raise NotFound(words, remedy="Nothing was sent. Check the number.")


def _notes(undoing: Undoing, count: _Count) -> Iterator[str]:
    if undoing.kind.can_be_read and count.ids["sent"]:
        yield "Each record is read right before it is written; what somebody touched since is kept as it is."
    if count.unnamed:
        title, vendor = undoing.kind.title_one, undoing.vendor.title
        doubt = "" if undoing.kind.can_be_read else f"{vendor} cannot be read, so it may have had them before. "
        yield f"{doubt}A {title} that this push added is deleted only after you named it, each by its number."
    if undoing.push.undone_by:
        by = ", ".join(str(one) for one in undoing.push.undone_by)
        yield f"This push was undone already, by push {by}."


def _question(workspace: Workspace, undoing: Undoing, count: _Count) -> str:
    from app.push.guard import Size, question  # noqa: PLC0415  commands load what they use

    kind, connection = undoing.kind, undoing.connection
    tallies = workspace.store.records.tallies(kind.id, connection.id)
    size = Size(
        added=0,
        changed=count.changes[Change.CHANGED],
        deleted=count.changes[Change.DELETED],
        known=tallies.total - tallies.added,
        last_push=workspace.store.journal.size_of_last_push(connection.id),
        blind=tuple((words, count.problems[message]) for message, words in kind.guarded_warnings),
    )
    return question(size, workspace.settings)


def _requests(workspace: Workspace, undoing: Undoing, record_ids: Iterable[int]) -> Iterator[RequestPreview]:
    from app.push.undo_select import steps_of  # noqa: PLC0415  commands load what they use

    weighed = [one for one in undoing.selection.weighed(record_ids) if one.proposed is not None]
    keys = {one.proposed.id: one.proposed.key or f"#{one.proposed.id}" for one in weighed if one.proposed}
    for step in steps_of(undoing.selection.rules, weighed, workspace.folder):
        yield preview_of(undoing.connection, undoing.vendor, step, keys)
