"""Connections: one row each, names unique ignoring case; their secrets are not here."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.errors import NotAllowed, NotFound
from app.store.database import Database
from app.store.record_rows import folded
from app.values import Connection, Environment

_COLUMNS = "id, vendor, name, base_url, environment, credential_id, options"


class Connections:
    """Every way to read and write connections."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def list(self) -> tuple[Connection, ...]:
        """All, in the order they were made."""
        with self._database.read() as connection:
            rows = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM connections ORDER BY id")  # noqa: S608
            return tuple(map(_connection, rows))

    def get(self, connection_id: int) -> Connection:
        """*Raises* NotFound."""
        return self._one("id", connection_id, f"number {connection_id}")

    def named(self, name: str) -> Connection:
        """*Raises* NotFound."""
        return self._one("folded_name", folded(name.strip()), f"“{name}”")

    def add(
        self,
        *,
        vendor: str,
        name: str,
        base_url: str,
        environment: Environment,
        options: Mapping[str, Any],
        credential_id: str,
    ) -> Connection:
        """*Raises* NotAllowed when the name is taken."""
        row = (vendor, name, folded(name), base_url, environment, credential_id, _dump(options))
        statement = (
            "INSERT INTO connections (vendor, name, folded_name, base_url, environment, credential_id, "  # noqa: S608
            f"options, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING {_COLUMNS}"
        )
        try:
            with self._database.write() as connection:
                added = connection.exec_driver_sql(statement, (*row, self._clock().isoformat())).one()
        except IntegrityError as error:
            raise _taken(name) from error
        return _connection(added)

    def update(self, changed: Connection) -> Connection:
        """*Raises* NotAllowed when the name is taken, NotFound."""
        row = (changed.name, folded(changed.name), changed.base_url, changed.environment, changed.credential_id)
        statement = (
            "UPDATE connections SET name = ?, folded_name = ?, base_url = ?, environment = ?, "
            "credential_id = ?, options = ? WHERE id = ?"
        )
        try:
            with self._database.write() as connection:
                written = connection.exec_driver_sql(
                    statement, (*row, _dump(changed.options), changed.id)
                ).rowcount
        except IntegrityError as error:
            raise _taken(changed.name) from error
        if not written:
            raise _missing(f"“{changed.name}”")
        return changed

    def remove(self, connection_id: int) -> None:
        """Forget the connection; its records go by `Records.remove_connection` before."""
        with self._database.write() as connection:
            connection.exec_driver_sql("DELETE FROM connections WHERE id = ?", (connection_id,))

    def _one(self, column: str, value: object, words: str) -> Connection:
        with self._database.read() as connection:
            statement = f"SELECT {_COLUMNS} FROM connections WHERE {column} = ?"  # noqa: S608  no value in it
            row = connection.exec_driver_sql(statement, (value,)).one_or_none()
        if row is None:
            raise _missing(words)
        return _connection(row)


def _connection(row: Sequence[Any]) -> Connection:
    identity, vendor, name, base_url, environment, credential_id, options = row
    return Connection(identity, vendor, name, base_url, environment, credential_id, json.loads(options))


def _dump(options: Mapping[str, Any]) -> str:
    return json.dumps(dict(options), ensure_ascii=False)


def _missing(words: str) -> NotFound:
    return NotFound(f"There is no connection {words}.", remedy="Look at the list of connections.")


def _taken(name: str) -> NotAllowed:
    return NotAllowed(f"There is a connection “{name}” already.", remedy="Choose another name.")
