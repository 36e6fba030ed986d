"""What a push would do, before it does it: numbers, words, fields and the exact requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from app.errors import NotFound
from app.records.change import changes_of
from app.values import (
    BaseState,
    Change,
    Connection,
    PushOptions,
    Record,
    RecordQuery,
    RequestPreview,
    Review,
    ReviewedRecord,
    Tallies,
)
from app.vendors.declaration import Kind, Step, Vendor
from app.vendors.registry import vendor_named, vendor_of

if TYPE_CHECKING:
    from app.workspace import Workspace

_MASK = "•••"


def review(workspace: Workspace, connection_id: int) -> Review:
    """Count what is pending, and say what a person should know before pushing it."""
    connection, _, kind = _about(workspace, connection_id)
    tallies = workspace.store.records.tallies(kind.id, connection_id)
    return Review(
        added=tallies.added,
        changed=tallies.changed,
        deleted=tallies.deleted,
        held_back=tallies.with_errors,
        unknown=tallies.unknown,
        notes=tuple(_notes(workspace, kind, connection_id, tallies)),
        question=question(workspace, connection, PushOptions()),
    )


def page_review(
    workspace: Workspace, connection_id: int, *, offset: int = 0, limit: int = 100
) -> tuple[ReviewedRecord, ...]:
    """Read pending records with their changes, old → new."""
    kind = _about(workspace, connection_id)[2]
    query = RecordQuery(kind.id, connection_id, filter="pending")
    records = workspace.store.records.page(query, offset=offset, limit=limit)
    return tuple(reviewed(record) for record in records)


def reviewed(record: Record) -> ReviewedRecord:
    """Put a record beside the changes a push would make."""
    is_unread = record.base_state is BaseState.UNREAD
    return ReviewedRecord(record, changes_of(record.base, record.edits, is_unread=is_unread))


def question(workspace: Workspace, connection: Connection, options: PushOptions) -> str:
    """Ask the guard about a push; empty when nothing is unusual."""
    from app.push.guard import Size  # noqa: PLC0415  kept beside its only use
    from app.push.guard import question as guard_question  # noqa: PLC0415  as above

    kind = _about(workspace, connection.id)[2]
    tallies = workspace.store.records.tallies(kind.id, connection.id)
    if options.first or options.only_failed:
        ready, blind = _sizes_of_part(workspace, kind, connection, options)
    else:
        ready, blind = workspace.store.journal.sizes(kind, connection.id)
    size = Size(
        added=ready.get(Change.ADDED, 0),
        changed=ready.get(Change.CHANGED, 0),
        deleted=ready.get(Change.DELETED, 0),
        known=tallies.total - tallies.added,
        last_push=workspace.store.journal.size_of_last_push(connection.id),
        blind=blind,
    )
    return guard_question(size, workspace.settings)


def _sizes_of_part(
    workspace: Workspace, kind: Kind, connection: Connection, options: PushOptions
) -> tuple[dict[str, int], tuple[tuple[str, int], ...]]:
    """Count what a push of some of the pending records would touch, as `Journal.sizes` does for all."""
    from app.push.select import is_held_back, pending_records  # noqa: PLC0415  imports httpx

    ready: Counter[str] = Counter()
    problems: Counter[str] = Counter()
    for record in pending_records(workspace, kind, connection.id, options):
        if not is_held_back(record):
            ready[record.change] += 1
            problems.update({problem.message for problem in record.problems})
    return ready, tuple((words, problems[message]) for message, words in kind.guarded_warnings)


def dry_run(
    workspace: Workspace, connection_id: int, options: PushOptions | None = None
) -> Iterator[RequestPreview]:
    """Give every request a push would send, in order, from the same plan; sends nothing."""
    connection, vendor, _ = _about(workspace, connection_id)
    for step, keys in _planned(workspace, connection_id, options or PushOptions()):
        yield preview_of(connection, vendor, step, keys)


def preview_request(workspace: Workspace, connection_id: int, record_id: int) -> RequestPreview:
    """Give the very request that would carry a record. *Raises* NotFound when none would."""
    connection, vendor, kind = _about(workspace, connection_id)
    record = workspace.store.records.get(kind.id, record_id)
    for step, keys in _planned(workspace, connection_id, PushOptions()):
        if any(effect.record_id == record_id for effect in step.effects):
            return preview_of(connection, vendor, step, keys)
    name = record.key or f"#{record.id}"
    if kind.read is not None and record.base_state is BaseState.UNREAD:
        raise NotFound(
            f"“{name}” was never read, so its request cannot be shown yet.",
            remedy="It is read right before it is sent; pull it to see the request now.",
        )
    raise NotFound(f"No request would be sent for “{name}”.", remedy="Look at its problems.")


def _planned(
    workspace: Workspace, connection_id: int, options: PushOptions
) -> Iterator[tuple[Step, dict[int, str]]]:
    """Settle what is unknown, then what is pending: *shape* of each: (request, record id → name)."""
    from app.push.select import pending_records, preview  # noqa: PLC0415  imports httpx
    from app.push.unknowns import repeats  # noqa: PLC0415  as above

    connection, vendor, kind = _about(workspace, connection_id)
    # Where the vendor can be read, what is unknown is read: nothing is sent before that has told.
    for step, frozen in repeats(workspace, kind, connection.id) if not kind.can_be_read else ():
        yield step, {one.record_id: one.key for one in frozen}
    keys: dict[int, str] = {}

    def noted() -> Iterator[Record]:
        for record in pending_records(workspace, kind, connection.id, options):
            keys[record.id] = record.key or f"#{record.id}"
            yield record

    for step in preview(
        kind, vendor.options_with_defaults(connection.options), noted(), folder=workspace.folder
    ):
        yield step, keys


def preview_of(connection: Connection, vendor: Vendor, step: Step, keys: Mapping[int, str]) -> RequestPreview:
    """Show a planned request as it will be sent, secrets masked; `keys` name its records by id."""
    request = step.request
    content = (("Content-Type", request.content_type),) if request.content_type else ()
    shown = [*request.headers, *content]
    secret = [(name, _MASK) for name, _ in vendor.sign_in_headers]
    return RequestPreview(
        method=request.method,
        url=f"{connection.base_url.rstrip('/')}{request.path}",
        headers=dict([*shown, *secret]),
        body=request.body.decode(errors="replace"),
        keys=tuple(keys[effect.record_id] for effect in step.effects),
    )


def _notes(workspace: Workspace, kind: Kind, connection_id: int, tallies: Tallies) -> Iterator[str]:
    if kind.cannot_read and tallies.added:
        yield f"{kind.cannot_read} {kind.overwrite_warning}"
    if tallies.unknown:
        has, are = ("record has", "it is") if tallies.unknown == 1 else ("records have", "they are")
        yield f"{tallies.unknown:,} {has} an unknown outcome from an earlier push; {are} settled first."
    if kind.read is None and kind.page is not None and tallies.pending:
        yield "The list is read again before anything is sent; what was changed on both sides is not sent."
    if kind.read is not None and tallies.pending:
        yield from _notes_on_reading(workspace, kind, connection_id, tallies)
    if tallies.pending:
        yield from _notes_on_undoing(workspace, kind, connection_id, tallies)


def _notes_on_undoing(workspace: Workspace, kind: Kind, connection_id: int, tallies: Tallies) -> Iterator[str]:
    """Say what could not be put back: there is no undo without knowing what stood there before."""
    if kind.can_be_read:
        if tallies.deleted:
            yield "A deletion cannot be undone here."
        for column, count in workspace.store.undos.masked(kind, connection_id).items():
            if count:
                what = f"{kind.column_by_path[column].title} of {count:,} {kind.title_one}s"
                yield f"{what} is shown masked: what stands there cannot be put back."
        return
    words = f"This push cannot be undone: {vendor_of(kind.id).title} cannot be read."
    if tallies.added and kind.confirms_undone_adds:
        words += f" A {kind.title_one} that it adds can be deleted again, each named by a person."
    yield words


def _notes_on_reading(workspace: Workspace, kind: Kind, connection_id: int, tallies: Tallies) -> Iterator[str]:
    """Say what a review cannot know where records are read right before they are written."""
    unread, alike = workspace.store.journal.unseen(kind, connection_id)
    if tallies.changed or tallies.deleted:
        yield "Each record is read right before it is written; what was changed on both sides is not sent."
    if unread:
        yield (
            f"Never read: {unread:,} {kind.title_one}s. What they hold now, and what is left to be sent, "
            "shows only then."
        )
    if alike:
        yield (
            f"{alike:,} new {kind.title_one}s could be taken for one another. They are sent one by one, and "
            "one whose answer is lost keeps the others back."
        )


def _about(workspace: Workspace, connection_id: int) -> tuple[Connection, Vendor, Kind]:
    connection = workspace.store.connections.get(connection_id)
    vendor = vendor_named(connection.vendor)
    kind = vendor.kinds[0].under(vendor.options_with_defaults(connection.options))
    return connection, vendor, kind
