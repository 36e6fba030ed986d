"""Every request the sandbox received, without the secrets, in bounded memory."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app.sandbox.messages import Received

MAX_ENTRIES = 50_000
MAX_BODY_BYTES = 128 * 1024 * 1024
MASK = "***"
SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie"})


@dataclass
class Entry:
    """One request; `status` is None until an answer left, and for good when none did."""

    number: int
    at: str
    vendor: str
    received: Received
    body: bytes | None
    status: int | None = None
    fault: str | None = None
    hidden: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, object]:
        head = {"n": self.number, "at": self.at, "vendor": self.vendor, "method": self.received.method}
        sizes = {"body_bytes": len(self.body) if self.body is not None else None}
        end = {"status": self.status, "fault": self.fault}
        address = {"path": self.received.path, "query": dict(self.received.query)}
        return {
            **head,
            **address,
            "headers": dict(self.received.headers),
            **sizes,
            "body": self._body(),
            **end,
        }

    def _body(self) -> object:
        if not self.body:
            return None
        text = self.body.decode(errors="replace")
        try:
            value: object = json.loads(text)
        except ValueError:
            return text
        is_secret = isinstance(value, dict) and not self.hidden.isdisjoint(value)
        return _masked(value, self.hidden) if is_secret else value  # type: ignore[arg-type]  # a dict


class RequestLog:
    """The latest requests; the oldest bodies, then the oldest requests are dropped past the caps."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=MAX_ENTRIES)
        self._with_body: deque[Entry] = deque()
        self._body_bytes = 0
        self._dropped_bodies = 0
        self._total = 0
        self._counts: Counter[tuple[str, str, str, int | None]] = Counter()

    def add(self, vendor: str, received: Received, *, secrets: frozenset[str]) -> Entry:
        """Keep a request; `secrets` names headers, parameters and members of a body to mask."""
        self._total += 1
        hidden = SECRET_HEADERS | secrets
        masked = Received(
            received.method, received.path, _masked(received.query, hidden), _masked(received.headers, hidden)
        )
        at = datetime.now(UTC).isoformat()
        entry = Entry(self._total, at, vendor, masked, received.body, hidden=hidden)
        self._entries.append(entry)
        self._with_body.append(entry)
        self._body_bytes += len(received.body)
        self._drop_bodies()
        return entry

    def finish(self, entry: Entry, status: int | None) -> None:
        """Note how the request was answered; None when no answer left."""
        entry.status = status
        self._counts[entry.vendor, entry.received.method, entry.received.path, status] += 1

    def as_json(self, *, since: int = 0, vendor: str | None = None) -> dict[str, object]:
        """Return requests numbered above `since`, of one vendor or of all."""
        entries = [each for each in self._entries if each.number > since and vendor in (None, each.vendor)]
        totals = {"total": self._total, "kept": len(self._entries), "dropped_bodies": self._dropped_bodies}
        return {**totals, "requests": [entry.as_json() for entry in entries]}

    def counts(self) -> dict[str, object]:
        """Return how many requests had which status, without their bodies."""
        names = ("vendor", "method", "path", "status", "count")
        rows = [dict(zip(names, (*key, count), strict=True)) for key, count in self._counts.items()]
        return {"total": self._total, "counts": rows}

    def _drop_bodies(self) -> None:
        while self._body_bytes > MAX_BODY_BYTES or len(self._with_body) > MAX_ENTRIES:
            entry = self._with_body.popleft()
            self._body_bytes -= len(entry.body or b"")
            self._dropped_bodies += bool(entry.body)
            entry.body = None


def _masked(pairs: Mapping[str, str], hidden: frozenset[str]) -> dict[str, str]:
    return {name: MASK if name.lower() in hidden else text for name, text in pairs.items()}
