"""What ends the pages of a list, whatever the vendor says of their number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def mark_of(ids: Iterable[object]) -> str:
    """Mark what a page held, so that a server which gives the same page for ever is found out."""
    return hashlib.blake2b(",".join(map(str, ids)).encode(), digest_size=8).hexdigest()


def following(cursor: str, ids: Iterable[object], *, position: int) -> str | None:
    """Return the next cursor, or None where the page repeats the one before. *Shape*: position:mark."""
    mark = mark_of(ids)
    return None if mark == cursor.partition(":")[2] else f"{position}:{mark}"


def position_of(cursor: str, *, first: int) -> int:
    """Read the place a cursor stands for; "" is the first page."""
    number = cursor.partition(":")[0]
    return int(number) if number.isdecimal() else first
