"""How many records of a push had which outcome: counted once it is over, and again when one is settled."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection as Sql
from sqlalchemy import bindparam, text

from app.values import Outcome

Counts = Mapping[str, int]
"""*Shape*: outcome → number of records, every outcome present."""

_COUNTS = text(
    "SELECT push_id, outcome, count(*) FROM push_records INDEXED BY push_records_in_short"
    " WHERE push_id IN :ids GROUP BY 1, 2"
).bindparams(bindparam("ids", expanding=True))
_UNCOUNTED = text(
    "SELECT id FROM pushes WHERE coalesce(counts, '') = '' AND state != 'running' ORDER BY id DESC LIMIT 50"
)
_MARK = text("UPDATE pushes SET counts = '' WHERE id IN :ids").bindparams(bindparam("ids", expanding=True))


def counts_of(sql: Sql, push_ids: Iterable[int]) -> dict[int, Counts]:
    """Count afresh, from an index that holds no more than this needs."""
    found: dict[int, dict[str, int]] = {push_id: dict.fromkeys(Outcome, 0) for push_id in push_ids}
    for push_id, outcome, number in sql.execute(_COUNTS, {"ids": list(found)}):
        if outcome:
            found[push_id][Outcome(outcome)] = number
    return {
        push_id: {str(outcome): number for outcome, number in one.items()} for push_id, one in found.items()
    }


def kept_counts(text_: str | None) -> Counts | None:
    """Read counts that were written down; None where they would be wrong by now."""
    return {**dict.fromkeys(map(str, Outcome), 0), **json.loads(text_)} if text_ else None


def begin_counting(sql: Sql) -> list[int]:
    """Mark pushes that ended and whose counts are not written down, some at a time; returns which."""
    ids = list(sql.execute(_UNCOUNTED).scalars())
    sql.execute(_MARK, {"ids": ids})
    return ids


def keep_counts(sql: Sql, counts: Mapping[int, Counts]) -> None:
    """Write counts down, but where an outcome changed while they were counted: that took the mark away."""
    for push_id, one in counts.items():
        statement = text("UPDATE pushes SET counts = :counts WHERE id = :id AND counts = ''")
        sql.execute(statement, {"id": push_id, "counts": json.dumps(one)})
