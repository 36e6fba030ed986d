"""SoftwareOne's query language, as far as it is asked for here; it goes straight into the query string.

Source: SoftwareOne's pages on RQL, and its own client; read 2026-11-20. The pages quote with double marks, the
client with single ones and with double ones where the value holds a single one. A value with both cannot be
written.
"""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

_PLAIN = "'()*,:.-"  # what RQL itself is written with


def equals(field: str, value: str) -> str:
    """Write a test for a value; one with both quote marks is looked for by its longest writable part.

    What that finds may be too much: compare the values afterwards.
    """
    text = _quoted(value)
    if text is not None:
        return f"eq({field},{text})"
    part = max((half for mark in "'\"" for half in value.split(mark)), key=len)
    return f"ilike({field},{_quoted(f'*{part}*')})"


def since(field: str, moment: datetime) -> str:
    """Write a test for a time at or after a moment. *Shape*: 2026-11-20T10:00:00.000Z."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return f"ge({field},{text})"


def page_query(*conditions: str, order: str, offset: int, limit: int, select: str = "") -> str:
    """Write a whole query string, encoded."""
    selected = [f"select={select}"] if select else []
    return "&".join([*conditions, *selected, f"order={order}", f"limit={limit}", f"offset={offset}"])


def _quoted(value: str) -> str | None:
    for mark in ("'", '"'):
        if mark not in value:
            return f"{quote(mark, safe=_PLAIN)}{quote(value, safe='*')}{quote(mark, safe=_PLAIN)}"
    return None
