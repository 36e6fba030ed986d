"""What a record amounts to after a change, under the switches of its connection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.values import Connection, Record
from app.vendors import assess
from app.vendors.registry import kind_named, vendor_named


def options_of(connection: Connection) -> Mapping[str, Any]:
    """Fill the connection's switches up with the vendor's defaults."""
    return vendor_named(connection.vendor).options_with_defaults(connection.options)


def assessed(record: Record, connection: Connection) -> Record:
    """Fill in key, change and problems."""
    return assess.assessed(kind_named(record.kind), record, options_of(connection))
