"""The SQL of searching what was pushed: four ways to find a record of a push by a text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.store.record_rows import folded
from app.store.record_sql import like
from app.store.schema_history import place_of

_LEAST_FOR_INDEX = 3  # letters: what is shorter has no trigram, and is looked for row by row
_PLACE = "(push_id << 32) + record_id"
_BY_TEXT = "SELECT rowid AS place FROM push_texts WHERE push_texts MATCH :phrase{range}"
_BY_LETTERS = "SELECT rowid AS place FROM push_texts WHERE text LIKE :folded ESCAPE '\\'{range}"
# A record is found by any name it ever had: a created one got its key after its text was taken.
_BY_NAME = (
    "SELECT (p.push_id << 32) + p.record_id FROM json_each(:named) j JOIN push_records p"
    " ON p.kind = j.value ->> 0 AND p.record_id = j.value ->> 1{push}"
)
_BY_WORDS = (
    f"SELECT {_PLACE} FROM push_records INDEXED BY push_records_by_words WHERE message LIKE :words ESCAPE '\\'"  # noqa: S608
    " AND message != '' AND outcome IN ('applied', 'refused', 'failed', 'unknown'){push}"
)
_BY_REQUEST = (
    "SELECT (r.push_id << 32) + e.record_id FROM requests r JOIN effects e ON e.request_id = r.id"
    " WHERE r.vendor_request_id = :typed AND r.vendor_request_id != ''{push}"
)

Named = Sequence[tuple[str, int]]
"""*Shape*: (kind, id) of the records that have or had a name."""


@dataclass(frozen=True)
class Fitting:
    """A WHERE clause and the values bound to it."""

    where: str
    values: Mapping[str, Any]


def places_fitting(typed: str, named: Named, *, push_id: int | None = None) -> Fitting:
    """*Shape*: a compound SELECT of `place` (`place_of`) of records that fit a text, in all pushes or one."""
    by_text = _BY_TEXT if len(folded(typed)) >= _LEAST_FOR_INDEX else _BY_LETTERS
    limits, of_push, values = "", "", {**_values(typed), "named": json.dumps(named)}
    if push_id is not None:
        limits, of_push = " AND rowid BETWEEN :low AND :high", " AND push_id = :push"
        values |= {"push": push_id, "low": place_of(push_id, 0), "high": place_of(push_id + 1, 0) - 1}
    parts = (by_text.format(range=limits), *(one.format(push=of_push) for one in _OTHERS))
    return Fitting(" UNION ".join(parts), values)


_OTHERS = (_BY_NAME, _BY_WORDS, _BY_REQUEST)


def records_fitting(push_id: int, typed: str, outcome: str, named: Named) -> Fitting:
    """*Shape*: a clause on push_records: what has ended of a push, or of it what fits a text and an outcome."""
    where = "push_id = :push AND outcome = :outcome" if outcome else "push_id = :push AND outcome != ''"
    values: dict[str, Any] = {"push": push_id, "outcome": outcome}
    if not typed:
        return Fitting(where, values)
    places = places_fitting(typed, named, push_id=push_id)
    found = f"SELECT place - :low FROM ({places.where})"  # noqa: S608  no value in it
    return Fitting(f"{where} AND record_id IN ({found})", {**values, **places.values})


def _values(typed: str) -> Mapping[str, Any]:
    """Nothing that a person types is taken for a sign of a pattern or of a phrase."""
    escaped = typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    phrase = folded(typed).replace('"', '""')
    return {
        "phrase": f'"{phrase}"',
        "folded": like(typed),
        "words": f"%{escaped}%",
        "typed": typed,
    }
