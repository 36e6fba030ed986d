"""The values that cross the network line: a request, its answer, and what came of one attempt."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum

from app.net.classify import FailureClass

Pairs = tuple[tuple[str, str], ...]


class Absent(Enum):
    """What `Answer.json` gives for a body that is no JSON; null is a value of its own."""

    NOT_JSON = "not JSON"


NOT_JSON = Absent.NOT_JSON


class AnswerHeaders(Mapping[str, str]):
    """Header fields of an answer, looked up in any case; repeated ones are joined by a comma."""

    def __init__(self, pairs: Pairs = ()) -> None:
        self._values: dict[str, str] = {}
        for name, value in pairs:
            known = self._values.get(name.lower())
            self._values[name.lower()] = value if known is None else f"{known}, {value}"

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"AnswerHeaders({', '.join(self._values)})"


@dataclass(frozen=True)
class Request:
    """One request as it will be sent, without the secret headers.

    `path` begins with `/` and is relative to the connection's base URL; put values into it with
    `address.path_segment`. `names_record` says that the path holds a record's id, so that a 404 speaks of
    that record and not of the address.
    """

    method: str
    path: str
    headers: Pairs = field(default=(), kw_only=True, repr=False)
    query: Pairs | str = field(default=(), kw_only=True, repr=False)
    body: bytes = field(default=b"", kw_only=True, repr=False)
    content_type: str = field(default="", kw_only=True)
    is_idempotent: bool = field(kw_only=True)
    names_record: bool = field(default=False, kw_only=True)
    timeout_seconds: float = field(default=30.0, kw_only=True)

    @property
    def total_seconds(self) -> float:
        """Give the most that the whole exchange may take, however slowly bytes keep dripping in."""
        return 2 * self.timeout_seconds


@dataclass(frozen=True)
class Answer:
    """A complete answer. `received_at` is aware UTC, by this machine's clock."""

    status: int
    headers: AnswerHeaders
    body: bytes = field(repr=False)
    elapsed_seconds: float
    received_at: datetime

    def json(self, *, with_decimals: bool = False) -> object:
        """Read the body as JSON whatever its declared type, or give `NOT_JSON`."""
        try:
            text = self.body.decode("utf-8-sig")
            return json.loads(text, parse_float=Decimal if with_decimals else None)
        except (ValueError, RecursionError):
            return NOT_JSON

    def text(self, limit: int = 500) -> str:
        """Give at most `limit` characters of the body, unreadable bytes replaced, for a message."""
        # Four bytes hold any character of UTF-8, so this never decodes a huge page for a short message.
        text = self.body[: 4 * limit + 4].decode("utf-8-sig", errors="replace").strip()
        return text if len(text) <= limit else text[: limit - 1] + "…"

    @property
    def is_page(self) -> bool:
        """Say whether this is a web page for people, such as a proxy's or a captive portal's."""
        start = self.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        declared = self.headers.get("content-type", "").lower()
        looks_like_one = start.startswith((b"<!doctype html", b"<html"))
        return looks_like_one or (declared.startswith("text/html") and self.json() is NOT_JSON)


@dataclass(frozen=True)
class Attempt:
    """What came of sending a request once: a network problem is a value, the engine decides on it.

    `error` is people's text, free of secrets, and empty when the answer is fit to be judged.
    `asked_seconds` is the wait that the vendor asked for, `retry_after_seconds` as much of it as is kept.
    `sent_first_byte` is False only when it is proven that nothing of the request left this machine.
    """

    kind: FailureClass
    answer: Answer | None = None
    error: str = ""
    retry_after_seconds: float | None = None
    asked_seconds: float | None = None
    sent_first_byte: bool = False
