"""What a push would do, before it does it: numbers, words, fields and the exact requests."""

from __future__ import annotations

from collections.abc import Iterator
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
)
from app.vendors.declaration import Kind, Step, Vendor
from app.vendors.registry import vendor_named

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
        notes=tuple(_notes(kind, tallies.added, tallies.unknown)),
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

    if options.first or options.only_failed:
        return ""
    kind = _about(workspace, connection.id)[2]
    total = workspace.store.records.tallies(kind.id, connection.id).total
    ready, blind = workspace.store.journal.sizes(kind, connection.id)
    size = Size(
        added=ready.get(Change.ADDED, 0),
        changed=ready.get(Change.CHANGED, 0),
        deleted=ready.get(Change.DELETED, 0),
        known=total - ready.get(Change.ADDED, 0),
        last_push=workspace.store.journal.size_of_last_push(connection.id),
        blind=blind,
    )
    return guard_question(size, workspace.settings)


def dry_run(
    workspace: Workspace, connection_id: int, options: PushOptions | None = None
) -> Iterator[RequestPreview]:
    """Give every request a push would send, in order, from the same plan; sends nothing."""
    from app.push.select import pending_records, preview  # noqa: PLC0415  imports httpx

    connection, vendor, kind = _about(workspace, connection_id)
    keys: dict[int, str] = {}

    def noted() -> Iterator[Record]:
        for record in pending_records(workspace, kind, connection.id, options or PushOptions()):
            keys[record.id] = record.key or f"#{record.id}"
            yield record

    for step in preview(kind, vendor.options_with_defaults(connection.options), noted()):
        yield _preview(connection, vendor, step, keys)
        for effect in step.effects:
            del keys[effect.record_id]


def preview_request(workspace: Workspace, connection_id: int, record_id: int) -> RequestPreview:
    """Give the very request that would carry a record. *Raises* NotFound when none would."""
    kind = _about(workspace, connection_id)[2]
    record = workspace.store.records.get(kind.id, record_id)
    name = record.key or f"#{record.id}"
    for request in dry_run(workspace, connection_id):
        if name in request.keys:
            return request
    raise NotFound(f"No request would be sent for “{name}”.", remedy="Look at its problems.")


def _preview(connection: Connection, vendor: Vendor, step: Step, keys: dict[int, str]) -> RequestPreview:
    request = step.request
    shown = [*request.headers, ("Content-Type", request.content_type)]
    secret = [(name, _MASK) for name, _ in vendor.sign_in_headers]
    return RequestPreview(
        method=request.method,
        url=f"{connection.base_url.rstrip('/')}{request.path}",
        headers=dict([*shown, *secret]),
        body=request.body.decode(errors="replace"),
        keys=tuple(keys[effect.record_id] for effect in step.effects),
    )


def _notes(kind: Kind, added: int, unknown: int) -> Iterator[str]:
    if kind.cannot_read and added:
        yield f"{kind.cannot_read} {kind.overwrite_warning}"
    if unknown:
        yield f"{unknown:,} records have an unknown outcome from an earlier push; they are settled first."


def _about(workspace: Workspace, connection_id: int) -> tuple[Connection, Vendor, Kind]:
    connection = workspace.store.connections.get(connection_id)
    vendor = vendor_named(connection.vendor)
    return connection, vendor, vendor.kinds[0]
