"""Kibo's filter and sort expressions: `field op value` joined by `and`, and `field asc|desc`.

Source: Kibo's pages on filters, read 2026-11-20. Which fields of a B2B account can be filtered and how a
value with blanks is quoted is not written there.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from app.sandbox.kibo.forms import invalid

Row = Mapping[str, object]
Read = Callable[[str], object]
Test = Callable[[Row], bool]

OPERATORS = ("eq", "ne", "gt", "ge", "lt", "le", "cont", "sw")
BETWEEN = re.compile(rf"\s+and\s+(?=[\w.]+\s+(?:{'|'.join(OPERATORS)})(?:\s|\Z))", re.IGNORECASE)
CLAUSE = re.compile(r"([\w.]+)\s+(\w+)\s+(.+)", re.DOTALL)
COMPARE: Mapping[str, Callable[..., bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}


def read_text(text: str) -> object:
    """Read a text, to be compared without regard to case."""
    return text.casefold()


def read_whole(text: str) -> object:
    """Read a whole number. Raises: ValueError."""
    return int(text)


def read_flag(text: str) -> object:
    """Read true or false. Raises: ValueError."""
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


def read_date(text: str) -> object:
    """Read a time; one without a zone is UTC. Raises: ValueError."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


READERS_OF_ALL: Mapping[str, Read] = {
    **dict.fromkeys(("id", "priority", "rootAccountId", "parentAccountId"), read_whole),
    **dict.fromkeys(("externalId", "companyOrOrganization", "customerSet", "accountType"), read_text),
    **dict.fromkeys(("taxId", "approvalStatus", "priceList"), read_text),
    **dict.fromkeys(("isActive", "taxExempt"), read_flag),
    **dict.fromkeys(("customerSinceDate", "auditInfo.createDate", "auditInfo.updateDate"), read_date),
}
READERS_OF_FEW: Mapping[str, Read] = {
    name: READERS_OF_ALL[name]
    for name in ("id", "externalId", "companyOrOrganization", "approvalStatus", "isActive")
}
READERS_OF_USERS: Mapping[str, Read] = {
    **dict.fromkeys(("id", "emailAddress", "userName", "firstName", "lastName"), read_text),
    "isActive": read_flag,
}


def read_filter(text: str, readers: Mapping[str, Read], *, may_quote: bool) -> Test:
    """Make a test of an expression. Raises: Refused."""
    tests = [_clause(each.strip(), readers, may_quote=may_quote) for each in BETWEEN.split(text.strip())]
    return lambda row: all(test(row) for test in tests)


def read_sort(text: str, readers: Mapping[str, Read]) -> tuple[Callable[[Row], tuple[bool, object]], bool]:
    """Return the key to sort by, blanks first, and whether the order is turned round. Raises: Refused."""
    name, *way = text.split()
    if name not in readers or len(way) > 1 or (way and way[0].lower() not in ("asc", "desc")):
        raise invalid(f"Cannot sort by {text!r}.")
    read = readers[name]

    def key(row: Row) -> tuple[bool, object]:
        value = _value(row, name, read)
        return (value is not None, value if value is not None else 0)

    return key, bool(way) and way[0].lower() == "desc"


def _clause(text: str, readers: Mapping[str, Read], *, may_quote: bool) -> Test:
    found = CLAUSE.fullmatch(text)
    if found is None:
        raise invalid(f"Cannot read the filter {text!r}.")
    name, op, raw = found[1], found[2].lower(), found[3].strip()
    if name not in readers or op not in OPERATORS:
        raise invalid(f"Cannot filter by {name} {op}.")
    if may_quote and len(raw) > 1 and raw[0] == raw[-1] == "'":
        raw = raw[1:-1]
    return _test(name, op, raw, readers[name])


def _test(name: str, op: str, raw: str, read: Read) -> Test:
    try:
        wanted = None if raw == "null" and op in ("eq", "ne") else read(raw)
    except ValueError as error:
        raise invalid(f"{raw!r} is no value of {name}.") from error
    if op in ("cont", "sw") and read is not read_text:
        raise invalid(f"{op} is for texts, and {name} is none.")

    def test(row: Row) -> bool:
        value = _value(row, name, read)
        if op in ("eq", "ne"):
            return (value == wanted) is (op == "eq")
        return value is not None and _holds(value, op, wanted)

    return test


def _holds(value: object, op: str, wanted: object) -> bool:
    if op == "cont":
        return str(wanted) in str(value)
    if op == "sw":
        return str(value).startswith(str(wanted))
    return COMPARE[op](value, wanted)


def _value(row: Row, name: str, read: Read) -> object:
    value: object = row
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return read(value) if isinstance(value, str) else value
