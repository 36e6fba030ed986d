"""A kind's quick filters as SQL over its shown columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import UsageError
from app.store.projections import Projection
from app.vendors.declaration import Condition, Kind

_BLANKS = "char(9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160)"  # what Python strips, as far as cells hold it


@dataclass(frozen=True)
class QuickSql:
    """What is appended to a WHERE clause, with its parameters."""

    where: str = ""
    parameters: tuple[str | int, ...] = ()


def quick_sql(kind: Kind, shown: Sequence[Projection], name: str) -> QuickSql:
    """Say which records a quick filter wants; "" wants all. *Raises* UsageError for one the kind lacks."""
    if not name:
        return QuickSql()
    wanted = next((one for one in kind.quick_filters if one.name == name), None)
    if wanted is None:
        known = ", ".join(one.name for one in kind.quick_filters) or "none"
        raise UsageError(f"{kind.title} have no quick filter “{name}”.", remedy=f"Known are: {known}.")
    names = {one.path: one.name for one in shown}
    parts = [_term(names[one.path], one) for one in wanted.conditions]
    return QuickSql(
        "".join(f" AND {part.where}" for part in parts),
        tuple(value for part in parts for value in part.parameters),
    )


def _term(column: str, condition: Condition) -> QuickSql:
    """`IS` takes NULL for a value like any other: an absent field is not true, and not false either."""
    if condition.test in ("filled", "blank"):
        is_blank = f"coalesce(trim(\"{column}\", {_BLANKS}), '') IN ('', '[]')"
        return QuickSql(is_blank if condition.test == "blank" else f"NOT {is_blank}")
    value = int(condition.value) if isinstance(condition.value, bool) else condition.value
    return QuickSql(f'"{column}" {"IS" if condition.test == "is" else "IS NOT"} ?', (value,))
