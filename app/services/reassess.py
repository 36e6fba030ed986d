"""Pending records looked at again, after the rules they stand under changed."""

from __future__ import annotations

from app.jobs import JobContext
from app.services.assess_records import options_of
from app.vendors.assess import assessed
from app.vendors.declaration import Kind, Options
from app.vendors.registry import vendor_named
from app.workspace import Workspace

RECORDS_AT_ONCE = 100  # keeps a transaction under 20 ms


def reassess_pending(workspace: Workspace, context: JobContext, connection_id: int) -> int:
    """Work out the problems of a connection's pending records anew; returns how many changed."""
    connection = workspace.store.connections.get(connection_id)
    # What the keeping of a file replaced is not looked at, and must not come back with what was found then.
    workspace.store.edit_log.forget_kept(connection_id)
    options = options_of(connection)
    kinds = vendor_named(connection.vendor).kinds
    return sum(_reassess_kind(workspace, context, kind, connection_id, options) for kind in kinds)


def _reassess_kind(
    workspace: Workspace, context: JobContext, kind: Kind, connection_id: int, options: Options
) -> int:
    after_id, seen, changed = 0, 0, 0
    while True:
        context.checkpoint()
        with workspace.store.database.write(urgent=False) as transaction:
            records = workspace.store.records.pending(
                kind.id, connection_id, after_id=after_id, limit=RECORDS_AT_ONCE, within=transaction
            )
            judged = [assessed(kind, record, options) for record in records]
            different = [new for new, old in zip(judged, records, strict=True) if new != old]
            workspace.store.records.save(different, within=transaction)
        if not records:
            return changed
        after_id, seen, changed = records[-1].id, seen + len(records), changed + len(different)
        context.report(seen, None, f"Checking {kind.title} again")
