"""What a simulator gets and gives: a request that was received whole, and its answer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


@dataclass(frozen=True)
class Received:
    """One request; header names are lower case, `path` starts below the vendor's mount.

    `raw_query` is the query string as it was sent, for vendors whose queries are no list of parameters.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    raw_query: str = ""


@dataclass(frozen=True)
class Answer:
    """One answer before any fault touched it."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def may_have_body(self) -> bool:
        return self.status not in (204, 304)


def json_answer(status: int, value: object, headers: Mapping[str, str] | None = None) -> Answer:
    """Answer with `value` as JSON."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(status, body, {"content-type": "application/json", **(headers or {})})


def html_answer(status: int, title: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Answer with a small web page, as proxies and login forms do."""
    page = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    return Answer(status, page.encode(), {"content-type": "text/html; charset=utf-8", **(headers or {})})


def read_json(body: bytes) -> object:
    """Read strictly: UTF-8, no NaN, no half of a surrogate pair. Raises: ValueError."""
    value: object = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    if ESCAPED_SURROGATE.search(body):
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")
