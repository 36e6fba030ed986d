"""What a push leaves on the rows of its records: in flight, unknown, and the last outcome."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

from sqlalchemy import Connection

from app.records.refusals import dump_refusals
from app.store.database import driver
from app.store.journal_values import Verdict
from app.store.record_sql import KindSql
from app.store.records import overtake
from app.store.visible import VISIBLE
from app.values import Outcome
from app.vendors.registry import kind_named


def mark_busy(connection: Connection, kind_id: str, record_ids: Sequence[int], state: str) -> None:
    """Say that records belong to a running push ("sent"), are "unknown", or neither ("")."""
    sql = _kind_sql(kind_id)
    overtake(connection, sql, record_ids)
    connection.exec_driver_sql(
        f"UPDATE {sql.table} SET busy = ? WHERE id = ? AND {VISIBLE}",  # noqa: S608  no value in it
        [(state, record_id) for record_id in record_ids],
    )


def mark_outcomes(connection: Connection, kind_id: str, push_id: int, verdicts: Sequence[Verdict]) -> None:
    """Put outcomes on the rows; an unknown one keeps its record busy, every other one frees it."""
    if not verdicts:
        return
    sql = _kind_sql(kind_id)
    overtake(connection, sql, [verdict.record_id for verdict in verdicts])
    driver(connection).executemany(
        f"UPDATE {sql.table} SET outcome = ?, outcome_reason = ?, outcome_message = ?, refusals = ?, busy = ?, "  # noqa: S608
        f"last_push_id = ? WHERE id = ? AND {VISIBLE}",
        [
            (
                verdict.outcome.value,
                verdict.reason,
                verdict.message,
                dump_refusals(verdict.refusals),
                "unknown" if verdict.outcome is Outcome.UNKNOWN else "",
                push_id,
                verdict.record_id,
            )
            for verdict in verdicts
        ],
    )


def name_created(connection: Connection, kind_id: str, verdicts: Sequence[Verdict]) -> None:
    """Let the history call created records by the key that the vendor gave them."""
    sql = _kind_sql(kind_id)
    created = [(one.record_id, kind_id) for one in verdicts if one.outcome is Outcome.APPLIED]
    if created and sql.kind.is_key_given:
        key = f"(SELECT key FROM {sql.table} WHERE id = ?1 AND {VISIBLE})"  # noqa: S608  no value in it
        statement = f"UPDATE push_records SET key = coalesce({key}, '') "  # noqa: S608  as above
        where = "WHERE record_id = ?1 AND kind = ?2 AND key = ''"
        driver(connection).executemany(statement + where, created)


def ready_counts(connection: Connection, kind_id: str, connection_id: int) -> dict[str, int]:
    """*Shape*: change → how many pending records nothing holds back."""
    sql = _kind_sql(kind_id)
    rows = connection.exec_driver_sql(
        f"SELECT change, count(*) FROM {sql.table} WHERE connection_id = ? AND change != ''"  # noqa: S608
        f" AND error_count = 0 AND busy = '' AND {VISIBLE} GROUP BY change",
        (connection_id,),
    )
    return {change: count for change, count in rows}  # noqa: C416  rows are no plain pairs to mypy


def count_with_problem(connection: Connection, kind_id: str, connection_id: int, message: str) -> int:
    """Count pending records that carry this very problem and that nothing holds back."""
    sql = _kind_sql(kind_id)
    return int(
        connection.exec_driver_sql(
            f"SELECT count(*) FROM {sql.table} WHERE connection_id = ? AND change != '' AND error_count = 0"  # noqa: S608
            f" AND instr(problems, ?) > 0 AND {VISIBLE}",
            (connection_id, json.dumps(message, ensure_ascii=False)),
        ).scalar_one()
    )


def count_unread(connection: Connection, kind_id: str, connection_id: int) -> int:
    """Count pending records that the vendor may hold and that nobody has read."""
    sql = _kind_sql(kind_id)
    statement = (
        f"SELECT count(*) FROM {sql.table} WHERE connection_id = ? AND change != '' "  # noqa: S608  no value in it
        f"AND base_state = 'unread' AND {VISIBLE}"
    )
    return int(connection.exec_driver_sql(statement, (connection_id,)).scalar_one())


def count_masked(connection: Connection, kind_id: str, connection_id: int, *, column: str, mask: str) -> int:
    """Count pending changes of a field of which the vendor shows a masked value."""
    sql = _kind_sql(kind_id)
    statement = (
        f"SELECT count(*) FROM {sql.table} WHERE connection_id = ? AND change = 'changed' AND {VISIBLE} "  # noqa: S608
        "AND json_type(edits, ?) IS NOT NULL AND instr(json_extract(base, ?), ?) > 0"
    )
    places = (f'$."{column}"', f"$.{column}")
    return int(connection.exec_driver_sql(statement, (connection_id, *places, mask)).scalar_one())


def count_alike(connection: Connection, kind_id: str, connection_id: int) -> int:
    """Count new records that share with another one all that every record must have."""
    sql = _kind_sql(kind_id)
    needed = {column.path for column in sql.kind.scalar_columns if column.about.is_required}
    shared = [f'"{shown.name}"' for shown in sql.rows.projections if shown.path in needed]
    if not shared:
        return 0
    groups = (
        f"SELECT count(*) AS number FROM {sql.table} WHERE connection_id = ? AND change = 'added' "  # noqa: S608
        f"AND {VISIBLE} GROUP BY {', '.join(shared)} HAVING count(*) > 1"
    )
    statement = f"SELECT coalesce(sum(number), 0) FROM ({groups})"  # noqa: S608  as above
    return int(connection.exec_driver_sql(statement, (connection_id,)).scalar_one())


@cache
def _kind_sql(kind_id: str) -> KindSql:
    return KindSql(kind_named(kind_id))
