"""The grammar of faults: what can go wrong, with which options, for which requests and how often.

A fault is a JSON object: `vendor` and `fault` say which, `times` how many requests it hits (1; 0 is until
it is cleared), `after` how many matching ones pass first (0), `match` which requests count: `method`, `path`
(the end of it) and `body` (a text in it), all of them optional. The rest are the options of that fault.
Faults are tried in the order they were set; one that hits keeps the request from those behind it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.sandbox.messages import Received
from app.sandbox.switches import BadControl, Switch, checked_options, choice, flag, number

GIBIBYTE = 1 << 30
MAX_FAULTS = 1000
FRAMING_HEADERS = frozenset({"content-length", "transfer-encoding", "connection"})


def _is_body(value: object) -> bool:
    return value is None or isinstance(value, (str, dict, list))


def _is_headers(value: object) -> bool:
    return isinstance(value, dict) and all(
        re.fullmatch(r"[A-Za-z0-9-]+", name)
        and name.lower() not in FRAMING_HEADERS
        and isinstance(text, str)
        and re.fullmatch(r"[ -~]*", text)
        for name, text in value.items()
    )


def _is_loopback(value: object) -> bool:
    return value is None or (
        isinstance(value, str)
        and re.fullmatch(r"[!-~]+", value) is not None
        and urlsplit(value).scheme == "http"
        and urlsplit(value).hostname in {"127.0.0.1", "localhost", "::1"}
    )


_SECONDS = number("seconds", 5, most=600)
_APPLY = choice("apply", "never", "before")
_BODY = Switch("body", None, _is_body, "a text, or an object or list sent as JSON, or null")
_HEADERS = Switch("headers", {}, _is_headers, "an object of header names and ASCII texts, without framing")
_STATUS_200 = number("status", 200, least=200, most=599, whole=True)

FAULTS: Mapping[str, tuple[Switch, ...]] = {
    "lose_answer": (),
    "reject_before": (flag("read_body", default=True),),
    "commit_late": (_SECONDS,),
    "late": (_SECONDS, choice("apply", "before", "after")),
    "cut": (choice("at", "body", "headers"),),
    "html": (_STATUS_200, _APPLY),
    "status": (number("status", 500, least=200, most=599, whole=True), _HEADERS, _BODY, _APPLY),
    "too_many": (
        number("retry_after", None, most=86_400, whole=True),
        flag("as_date", default=False),
        Switch("body", "Too Many Requests", _is_body, _BODY.words),
        _APPLY,
    ),
    "redirect": (
        choice("status", 302, 301, 303, 307, 308),
        Switch("to", None, _is_loopback, "an http address on this machine, or null for a login page"),
        _APPLY,
    ),
    "slow_drip": (number("interval_seconds", 0.1, least=0.001, most=60),),
    "no_body": (number("status", 200, least=200, most=299, whole=True), choice("apply", "before", "never")),
    "endless": (_STATUS_200, number("bytes", GIBIBYTE, least=1, most=GIBIBYTE, whole=True), _APPLY),
}

_FRAME = (number("times", 1, most=1e6, whole=True), number("after", 0, most=1e6, whole=True))
_MATCH = tuple(
    Switch(name, None, lambda value: isinstance(value, str), "a text") for name in ("method", "path", "body")
)


@dataclass
class Fault:
    """One fault that was set, and how far it has come."""

    vendor: str
    name: str
    options: Mapping[str, object]
    times: int = 1
    after: int = 0
    match: Mapping[str, object] = field(default_factory=dict)
    passed: int = 0
    hits: int = 0

    def strikes(self, received: Received) -> bool:
        """Count the request and say whether it is hit."""
        if (self.times and self.hits >= self.times) or not self._matches(received):
            return False
        if self.passed < self.after:
            self.passed += 1
            return False
        self.hits += 1
        return True

    def _matches(self, received: Received) -> bool:
        method, path, text = (str(self.match.get(name, "")) for name in ("method", "path", "body"))
        return (
            (not method or method.upper() == received.method)
            and received.path.endswith(path)
            and text.encode() in received.body
        )

    def as_json(self) -> dict[str, object]:
        """Return it as it was set, defaults included, with the counts so far."""
        head = {"vendor": self.vendor, "fault": self.name, "times": self.times, "after": self.after}
        counts = {"passed": self.passed, "hits": self.hits}
        return {**head, "match": dict(self.match), **self.options, **counts}


def read_fault(wanted: Mapping[str, object]) -> Fault:
    """Make a fault of a JSON object. Raises: BadControl."""
    rest = dict(wanted)
    vendor, name, match = rest.pop("vendor", None), rest.pop("fault", None), rest.pop("match", {})
    if not isinstance(vendor, str):
        raise BadControl("A fault needs its “vendor”.")
    if not isinstance(name, str) or name not in FAULTS:
        raise BadControl(f"There is no fault {name!r}; there are: {', '.join(sorted(FAULTS))}.")
    if not isinstance(match, dict):
        raise BadControl("“match” takes an object with method, path or body.")
    frame = {switch.name: rest.pop(switch.name, switch.default) for switch in _FRAME}
    counts = checked_options(_FRAME, frame, of="option")
    options = {switch.name: switch.default for switch in FAULTS[name]}
    options |= checked_options(FAULTS[name], rest, of=f"option of {name}")
    checked = checked_options(_MATCH, match, of="part of match")
    return Fault(vendor, name, options, times=_int(counts["times"]), after=_int(counts["after"]), match=checked)


def _int(value: object) -> int:
    assert isinstance(value, int)  # noqa: S101 - its switch checked it
    return value


class FaultBook:
    """The faults that are set, in their order."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, faults: list[Fault]) -> None:
        """Set faults behind those already there. Raises: BadControl when there are too many."""
        if len(self._faults) + len(faults) > MAX_FAULTS:
            raise BadControl(f"More than {MAX_FAULTS} faults; clear some first.")
        self._faults += faults

    def clear(self) -> None:
        self._faults.clear()

    def due(self, vendor: str, received: Received) -> Fault | None:
        """Return the first fault that hits this request."""
        return next((each for each in self._faults if each.vendor == vendor and each.strikes(received)), None)

    def as_json(self) -> list[dict[str, object]]:
        return [fault.as_json() for fault in self._faults]
