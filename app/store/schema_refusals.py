"""What the vendor refused of single fields, kept with each request until its records have their outcome."""

from __future__ import annotations

from sqlalchemy import Connection


def widen(connection: Connection) -> None:
    """Migration 6. `refusals` is what `records.refusals.dump_by_record` writes, "" for none."""
    connection.exec_driver_sql("ALTER TABLE requests ADD COLUMN refusals TEXT NOT NULL DEFAULT ''")
