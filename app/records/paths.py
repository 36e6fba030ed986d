r"""The text form of a place in a record: `name`, `payment_term.payment_term_code`,
`addresses[title=Primary address].city`.

An element of a list is named by a key field and its value, by its position among the elements the
vendor holds (`[@2]`, for elements without a key), or by a local number until it has a key (`[+1]`).
Backslash escapes `]`, `[` and itself inside the brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.errors import UsageError


@dataclass(frozen=True)
class ByKey:
    field: str
    value: str


@dataclass(frozen=True)
class ByPosition:
    number: int


@dataclass(frozen=True)
class New:
    number: int


Token = ByKey | ByPosition | New
Step = str | Token
Path = tuple[Step, ...]

_SPECIAL = re.compile(r"[\\\[\]]")
_STEP = re.compile(r"(?P<name>[^.\[\]]+)|\[(?P<token>(?:\\.|[^\\\]])*)\]|(?P<dot>\.)")


@lru_cache(maxsize=65536)
def parse_path(text: str) -> Path:
    """Read the text form. *Raises* UsageError where it cannot be read."""
    steps: list[Step] = []
    position = 0
    while position < len(text):
        match = _STEP.match(text, position)
        if match is None:
            raise UsageError(f"“{text}” names no field.", remedy="Write it like addresses[title=Shop].city.")
        position = match.end()
        if match["name"] is not None:
            steps.append(match["name"])
        elif match["token"] is not None:
            steps.append(_parse_token(match["token"], text))
    if not steps or not isinstance(steps[0], str):
        raise UsageError(f"“{text}” names no field.", remedy="Begin with a column's name.")
    return tuple(steps)


def format_path(path: Path) -> str:
    parts: list[str] = []
    for step in path:
        if isinstance(step, str):
            parts.append(("." if parts else "") + step)
        else:
            parts.append(f"[{_format_token(step)}]")
    return "".join(parts)


@lru_cache(maxsize=65536)
def column_of(text: str) -> str:
    """Strip the elements: the canonical column a path belongs to."""
    if "[" not in text:
        return text
    return ".".join(step for step in parse_path(text) if isinstance(step, str))


def _parse_token(token: str, text: str) -> Token:
    if token[:1] in "@+" and token[1:].isdigit():
        return (ByPosition if token[0] == "@" else New)(int(token[1:]))
    field, equals, value = token.partition("=")
    if not equals or not field:
        raise UsageError(f"“[{token}]” in “{text}” names no element.", remedy="Write [title=Shop] or [+].")
    return ByKey(field, re.sub(r"\\(.)", r"\1", value))


def _format_token(token: Token) -> str:
    match token:
        case ByKey(field, value):
            return f"{field}={_SPECIAL.sub(_escape, value)}"
        case ByPosition(number):
            return f"@{number}"
        case New(number):
            return f"+{number}"


def _escape(match: re.Match[str]) -> str:
    return "\\" + match[0]
