"""What a record amounts to after a change: its key, its change and its problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.values import Connection, Record
from app.vendors.assess import pending_record, problems_of
from app.vendors.declaration import Kind
from app.vendors.registry import kind_named, vendor_named


def assessed(record: Record, connection: Connection) -> Record:
    """Fill key, change and problems, under the switches of the connection."""
    options = vendor_named(connection.vendor).options_with_defaults(connection.options)
    return assessed_under(record, kind_named(record.kind), options)


def assessed_under(record: Record, kind: Kind, options: Mapping[str, Any]) -> Record:
    """The same for many records: the caller looks kind and switches up once."""
    pending = pending_record(
        kind,
        id=record.id,
        base_state=record.base_state,
        base=record.base,
        edits=record.edits,
        directives=record.directives,
        is_deleting=record.is_deleting,
    )
    return replace(record, key=pending.key, change=pending.change, problems=problems_of(kind, pending, options))
