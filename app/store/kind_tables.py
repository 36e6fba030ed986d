"""The table of each record kind, derived from its declaration: our columns, then one per declared column.

The truth of a record is in `base`, `edits` and `directives`; the declared columns show the working copy,
typed, for sorting, filtering and other tools. Lists are JSON text.
"""

from __future__ import annotations

from typing import Any

from pydantic import create_model
from sqlalchemy import Boolean, Connection, Float, Index, Integer, MetaData, Table, Text, text
from sqlalchemy import Column as SqlColumn
from sqlalchemy.orm import registry
from sqlalchemy.schema import CreateColumn
from sqlmodel import Field, SQLModel

from app.records.columns import ColumnType
from app.store.projections import projections_of, table_name
from app.vendors.declaration import Kind

_OWN: dict[str, tuple[Any, Any]] = {
    # Two versions of one record exist while an operation is keeping the newer one.
    "id": (Integer, None),
    "connection_id": (Integer, None),
    "key": (Text, "''"),
    "base_state": (Text, "'absent'"),
    "base": (Text, "'{}'"),
    "edits": (Text, "'{}'"),
    "directives": (Text, "'{}'"),
    "is_deleting": (Boolean, "0"),
    "change": (Text, "''"),
    "problems": (Text, "'[]'"),
    "error_count": (Integer, "0"),
    "warning_count": (Integer, "0"),
    "conflicts": (Text, "'[]'"),
    "conflict_count": (Integer, "0"),
    "is_key_locked": (Boolean, "0"),
    "busy": (Text, "''"),
    "outcome": (Text, "''"),
    "outcome_reason": (Text, "''"),
    "outcome_message": (Text, "''"),
    "refusals": (Text, "'[]'"),
    "last_push_id": (Integer, "0"),
    "staged_by": (Integer, "0"),
    "replaced_by": (Integer, "0"),
    "updated_at": (Text, "''"),
    "search_text": (Text, "''"),
}
_TYPES: dict[ColumnType, tuple[type, Any]] = {
    ColumnType.INTEGER: (int, Integer),
    ColumnType.DECIMAL: (float, Float),
    ColumnType.BOOLEAN: (bool, Boolean),
}


def kind_model(kind: Kind) -> type[SQLModel]:
    """Derive the SQLModel class of a kind, with a registry of its own so that versions never meet."""
    name = table_name(kind.id)

    class KindTable(SQLModel, registry=registry()):
        metadata = MetaData()
        __tablename__ = name
        __table_args__ = _indexes(name)

    fields: dict[str, Any] = {
        "own_version": (
            int | None,
            Field(default=None, sa_column=SqlColumn("version", Integer, primary_key=True)),
        ),
    }
    for own, (sql_type, default) in _OWN.items():
        column = SqlColumn(own, sql_type, nullable=False, server_default=text(default) if default else None)
        fields[f"own_{own}"] = (Any, Field(sa_column=column))
    for shown in projections_of(kind):
        type_, sql_type = _TYPES.get(shown.type, (str, Text))
        field = Field(default=None, sa_column=SqlColumn(shown.name, sql_type, nullable=True))
        fields[f"shown_{shown.name}"] = (type_ | None, field)
    title = "".join(part.capitalize() for part in name.split("_"))
    return create_model(title, __base__=KindTable, __cls_kwargs__={"table": True}, **fields)


def _indexes(name: str) -> tuple[Index, ...]:
    # A version that an operation will take away has left its key to the one that replaces it.
    holds_key = text("key != '' AND replaced_by = 0")
    return (
        Index(f"{name}_id", "id"),
        Index(f"{name}_order", "connection_id", "id"),
        Index(f"{name}_key", "connection_id", "key"),
        Index(f"{name}_one_key", "connection_id", "key", unique=True, sqlite_where=holds_key),
        Index(f"{name}_pending", "connection_id", "id", sqlite_where=text("change != ''")),
        Index(f"{name}_outcome", "connection_id", "outcome", sqlite_where=text("outcome != ''")),
        Index(f"{name}_staged", "staged_by", sqlite_where=text("staged_by != 0")),
        Index(f"{name}_replaced", "replaced_by", sqlite_where=text("replaced_by != 0")),
    )


def kind_table(kind: Kind) -> Table:
    """Return the table under the kind's model; made once for a declaration, which takes some 40 ms."""
    known = _MADE.get(id(kind))
    if known is None:
        # The declaration is kept beside it, so that its id stays its own.
        known = _MADE[id(kind)] = (kind, vars(kind_model(kind))["__table__"])
    return known[1]


_MADE: dict[int, tuple[Kind, Table]] = {}


def missing_columns(connection: Connection, table: Table) -> tuple[SqlColumn[Any], ...] | None:
    """List the columns that the file's table lacks; None where the table itself is missing."""
    present = {row[1].casefold() for row in connection.exec_driver_sql(f'PRAGMA table_info("{table.name}")')}
    if not present:
        return None
    return tuple(column for column in table.columns if column.name.casefold() not in present)


def create_or_widen(connection: Connection, table: Table) -> bool:
    """Make the file's table hold every declared column; tells whether rows must be projected anew."""
    missing = missing_columns(connection, table)
    if missing is None:
        table.create(connection)
        return False
    for column in missing:
        definition = CreateColumn(column).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ADD COLUMN {definition}')
    for index in table.indexes:
        index.create(connection, checkfirst=True)
    # Our own columns begin with their default, which says what an older version knew.
    return any(column.name not in _OWN for column in missing)
