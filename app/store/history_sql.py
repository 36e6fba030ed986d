"""The SQL of searching what was pushed: four ways to find a record of a push by a text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.history_values import HistoryQuery
from app.store.record_rows import folded
from app.store.record_sql import like
from app.store.schema_history import place_of

_LEAST_FOR_INDEX = 3  # letters: what is shorter has no trigram, and is looked for row by row
_PLACE = "(push_id << 32) + record_id"
_BY_TEXT = "SELECT rowid AS place FROM push_texts WHERE push_texts MATCH :phrase{range}"
_BY_LETTERS = "SELECT rowid AS place FROM push_texts WHERE text LIKE :folded ESCAPE '\\'{range}"
# A record is found by any name it ever had: a created one got its key after its text was taken.
_BY_NAME = (
    "SELECT (p.push_id << 32) + p.record_id AS place FROM json_each(:named) j JOIN push_records p"
    " ON p.kind = j.value ->> 0 AND p.record_id = j.value ->> 1{push}"
)
_BY_WORDS = (
    f"SELECT {_PLACE} AS place FROM push_records INDEXED BY push_records_by_words"  # noqa: S608  no value in it
    " WHERE message LIKE :words ESCAPE '\\' AND message != ''"
    " AND outcome IN ('applied', 'refused', 'failed', 'unknown'){push}"
)
_BY_REQUEST = (
    "SELECT (r.push_id << 32) + e.record_id AS place FROM requests r JOIN effects e ON e.request_id = r.id"
    " WHERE r.vendor_request_id = :typed AND r.vendor_request_id != ''{push}"
)
_IN_SHORT = (
    "CROSS JOIN push_records r INDEXED BY push_records_in_short"
    " ON r.push_id = f.place >> 32 AND r.record_id = f.place & 4294967295"
)

Named = Sequence[tuple[str, int]]
"""*Shape*: (kind, id) of the records that have or had a name."""


@dataclass(frozen=True)
class Fitting:
    """A part of a statement and the values bound to it."""

    where: str
    values: Mapping[str, Any]


def records_fitting(push_id: int, typed: str, outcome: str, named: Named) -> Fitting:
    """*Shape*: a clause on push_records: what has ended of a push, or of it what fits a text and an outcome."""
    where = f"push_id = :push AND {_has(outcome)}"
    values: dict[str, Any] = {"push": push_id, "outcome": outcome}
    if not typed:
        return Fitting(where, values)
    limits = {"low": place_of(push_id, 0), "high": place_of(push_id + 1, 0) - 1}
    ways = _ways(typed, limits=" AND rowid BETWEEN :low AND :high", push=" AND push_id = :push")
    found = f"SELECT place - :low FROM ({' UNION '.join(ways)})"  # noqa: S608  no value in it
    return Fitting(f"{where} AND record_id IN ({found})", {**values, **limits, **_values(typed, named)})


def pushes_fitting(query: HistoryQuery) -> Fitting:
    """*Shape*: a clause on pushes, called p: those of a connection and a time."""
    values = {
        "connection": query.connection_id,
        "since": query.since.isoformat() if query.since else None,
        "until": query.until.isoformat() if query.until else None,
    }
    parts = {"connection": "p.connection_id = :connection", "since": "p.started_at >= :since"}
    parts["until"] = "p.started_at < :until"
    wanted = {name: value for name, value in values.items() if value is not None}
    return Fitting(" AND ".join(parts[name] for name in wanted) or "1", wanted)


def places_sought(query: HistoryQuery, named: Named) -> Fitting:
    """*Shape*: a SELECT of `place` (`place_of`) of records that fit, the newest push first; not yet limited."""
    pushes = pushes_fitting(query)
    values = {**pushes.values, "outcome": query.outcome}
    if not query.text:
        every = (
            f"SELECT {_PLACE} AS place FROM pushes p CROSS JOIN push_records r"  # noqa: S608  no value in it
            f" INDEXED BY push_records_in_short ON r.push_id = p.id AND {_has(query.outcome)}"
            f" WHERE {pushes.where} ORDER BY p.id DESC, r.record_id DESC"
        )
        return Fitting(every, values)
    # Each way is narrowed by itself, so that all come in order and the first page needs no more than itself.
    join = f"{_IN_SHORT} AND {_has(query.outcome)}"
    if pushes.values:
        join += f" CROSS JOIN pushes p ON p.id = f.place >> 32 AND {pushes.where}"
    ways = (f"SELECT f.place AS place FROM ({way}) f {join}" for way in _ways(query.text))  # noqa: S608  as above
    return Fitting(f"{' UNION '.join(ways)} ORDER BY 1 DESC", {**values, **_values(query.text, named)})


def _has(outcome: str) -> str:
    return "outcome = :outcome" if outcome else "outcome != ''"


def _ways(typed: str, *, limits: str = "", push: str = "") -> Iterator[str]:
    yield (_BY_TEXT if len(folded(typed)) >= _LEAST_FOR_INDEX else _BY_LETTERS).format(range=limits)
    yield from (one.format(push=push) for one in (_BY_NAME, _BY_WORDS, _BY_REQUEST))


def _values(typed: str, named: Named) -> Mapping[str, Any]:
    """Nothing that a person types is taken for a sign of a pattern or of a phrase."""
    escaped = typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    phrase = folded(typed).replace('"', '""')
    return {
        "phrase": f'"{phrase}"',
        "folded": like(typed),
        "words": f"%{escaped}%",
        "typed": typed,
        "named": json.dumps(named),
    }
