"""Which of many keys a connection has already, asked of the workspace's file by itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from app.store.projections import table_name


def taken_statement(kind_id: str) -> str:
    """Tells which keys any record has, had or may get from an operation.

    *Shape* of parameters: kind, connection id, the keys as JSON.
    """
    asked = "key IN (SELECT value FROM json_each(?3))"
    return (
        f'SELECT key FROM "{table_name(kind_id)}" WHERE connection_id = ?2 AND {asked} '  # noqa: S608  no value in it
        f"UNION ALL SELECT key FROM record_keys WHERE kind = ?1 AND connection_id = ?2 AND {asked}"
    )


def taken_keys(file: Path, kind_id: str, connection_id: int) -> Callable[[Sequence[str]], frozenset[str]]:
    """Give a test of many keys, for a process that only reads."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    statement = taken_statement(kind_id)

    def taken(keys: Sequence[str]) -> frozenset[str]:
        found = connection.execute(statement, (kind_id, connection_id, json.dumps(keys)))
        return frozenset(key for (key,) in found)

    return taken
