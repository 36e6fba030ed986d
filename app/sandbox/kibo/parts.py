"""Reads `responseFields` and cuts an answer down to them.

Source: Kibo's pages on response fields, read 2026-11-20: names between commas, those of a part in brackets.
"""

from __future__ import annotations

import re

from app.sandbox.kibo.forms import invalid

Wanted = dict[str, "Wanted"]

SIGN = re.compile(r"\s*([\w.]+|[(),])\s*")
MOST_DEPTH = 8


def read_fields(text: str) -> Wanted:
    """Return the names as a tree; a name without a part of its own has an empty one. Raises: Refused."""
    root: Wanted = {}
    open_parts, last = [root], root
    at = 0
    while at < len(text):
        found = SIGN.match(text, at)
        if found is None:
            raise invalid(f"Cannot read responseFields at {text[at:][:20]!r}.")
        at, sign = found.end(), found[1]
        if sign == "(":
            open_parts.append(last)
        elif sign == ")":
            open_parts.pop()
        elif sign != ",":
            last = _add(open_parts[-1], sign)
        if not 1 <= len(open_parts) <= MOST_DEPTH:
            raise invalid("The brackets of responseFields do not fit.")
    if len(open_parts) != 1:
        raise invalid("The brackets of responseFields do not fit.")
    return root


def cut(value: object, wanted: Wanted) -> object:
    """Return only the wanted names; with none wanted all of it."""
    if not wanted:
        return value
    if isinstance(value, list):
        return [cut(each, wanted) for each in value]
    if isinstance(value, dict):
        return {name: cut(each, wanted[name]) for name, each in value.items() if name in wanted}
    return value


def _add(part: Wanted, dotted: str) -> Wanted:
    for name in dotted.split("."):
        part = part.setdefault(name, {})
    return part
