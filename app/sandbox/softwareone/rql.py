"""Reads SoftwareOne's query language (RQL) out of a query string, without knowing any field.

Source: SoftwareOne's pages on RQL, read 2026-11-20. Values stand bare, in single or in double quotes; there
is no escape inside of quotes, so a text with both kinds of quote cannot be written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from app.sandbox.softwareone.problems import Flaw, Refused

MAX_DEPTH = 50
NO_SHORTCUT = "Invalid equals shortcut expression"
NO_GROUP = "Unknown expression group."
CALL = re.compile(r"([A-Za-z]+)\(")
BARE = re.compile(r"[^,()'\"]+")
CONTROL_WORDS = ("limit", "offset", "order", "select")


@dataclass(frozen=True)
class Text:
    """A value or the name of a field."""

    text: str
    is_quoted: bool = False


@dataclass(frozen=True)
class Call:
    """An operator with its arguments; a list in parentheses is a call without a name."""

    name: str
    arguments: tuple[Node, ...]


Node = Text | Call


@dataclass(frozen=True)
class Query:
    """A query string taken apart; of a control word that comes twice the last one counts."""

    filters: tuple[Call, ...] = ()
    shortcuts: tuple[tuple[str, Node], ...] = ()
    controls: dict[str, str] = field(default_factory=dict)


def bad_query(what: str, words: str) -> Refused:
    """Refuse a query string for one part of it."""
    return Refused(400, "The query cannot be understood.", [Flaw(what, words)])


def read_query(raw: str) -> Query:
    """Take a query string apart. Raises: Refused."""
    filters: list[Call] = []
    shortcuts: list[tuple[str, Node]] = []
    controls: dict[str, str] = {}
    for part in filter(None, raw.split("&")):
        text = _decoded(part)
        name, equals, value = text.partition("=")
        if CALL.match(text):
            filters.append(_expression(text))
        elif not equals:
            raise bad_query(text, NO_GROUP)
        elif name in CONTROL_WORDS:
            controls[name] = value
        else:
            shortcuts.append((name, _shortcut_value(name, value)))
    return Query(tuple(filters), tuple(shortcuts), controls)


def _decoded(part: str) -> str:
    try:
        return unquote(part, errors="strict")
    except UnicodeDecodeError as error:
        raise bad_query("query", "The query is not UTF-8.") from error


def _expression(text: str) -> Call:
    reader = Reader(text)
    node = reader.node()
    if not reader.is_done or not isinstance(node, Call):
        raise bad_query(text, NO_GROUP)
    return node


def _shortcut_value(name: str, value: str) -> Node:
    if not value:
        return Text("")
    reader = Reader(value)
    node = reader.node()
    is_plain = isinstance(node, Text) or not node.arguments
    if not reader.is_done or not is_plain:
        raise bad_query(name, NO_SHORTCUT)
    return node


class Reader:
    """Reads one expression from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0

    @property
    def is_done(self) -> bool:
        return self._at == len(self._text)

    def node(self) -> Node:
        """Read a value, a list or a call. Raises: Refused."""
        call = CALL.match(self._text, self._at)
        if call:
            self._at = call.end()
            return Call(call[1], self._arguments())
        if self._next() == "(":
            self._at += 1
            return Call("", self._arguments())
        return self._quoted() if self._next() in ("'", '"') else self._bare()

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _arguments(self) -> tuple[Node, ...]:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise bad_query("query", f"More than {MAX_DEPTH} groups in each other.")
        arguments: list[Node] = []
        if self._next() != ")":
            arguments.append(self.node())
        while self._next() == ",":
            self._at += 1
            arguments.append(self.node())
        if self._next() != ")":
            raise bad_query(self._text, "A group is not closed.")
        self._at += 1
        self._depth -= 1
        return tuple(arguments)

    def _quoted(self) -> Text:
        end = self._text.find(self._next(), self._at + 1)
        if end < 0:
            raise bad_query(self._text, "A quote is not closed.")
        text = self._text[self._at + 1 : end]
        self._at = end + 1
        return Text(text, is_quoted=True)

    def _bare(self) -> Text:
        bare = BARE.match(self._text, self._at)
        if bare is None:
            raise bad_query(self._text, "A value is missing.")
        self._at = bare.end()
        return Text(bare[0].strip())
