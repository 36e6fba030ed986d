"""Masking of secrets in any text that is kept or shown."""

from __future__ import annotations

import base64
import html
import json
import re
import threading
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus, urlsplit, urlunsplit

MASK = "•••"
# Shorter values stand in every text by chance; no vendor gives such a secret.
LEAST_CHARACTERS = 4

_SECRET_NAMES = {
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-traede-app-key",
    "x-api-token",
}
_SECRET_PARTS = ("token", "secret", "key", "password")
_SECRET_QUERY = re.compile(r"(?i)(token|secret|key|password|auth|signature|code)[^=&]*=")


def is_secret_name(name: str) -> bool:
    """Say whether a header's value is masked whatever it is."""
    low = name.lower()
    return low in _SECRET_NAMES or any(part in low for part in _SECRET_PARTS)


class Redactor:
    """Knows secret values and masks them, however they are encoded; safe to share between threads."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._values: set[str] = set()
        self._forms: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        for value in values:
            self.add(value)

    def add(self, value: str) -> None:
        """Mask this value from now on, and the part after a scheme word such as Bearer."""
        if value in self._values:
            return
        forms = {form for part in {value, *value.split()} for form in _forms(part)}
        with self._lock:
            if not forms <= self._forms:
                self._forms |= forms
                longest_first = sorted(self._forms, key=len, reverse=True)
                self._pattern = re.compile("|".join(map(re.escape, longest_first)))
            self._values.add(value)

    def mask(self, text: str) -> str:
        """Give the text with every known secret replaced."""
        pattern = self._pattern
        return text if pattern is None else pattern.sub(MASK, text)

    def mask_bytes(self, data: bytes) -> bytes:
        """Give the bytes with every known secret replaced, and all others unchanged."""
        return self.mask(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def mask_headers(self, pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Mask the headers that are secret by name whole, and known secrets in all others."""
        return tuple((name, MASK if is_secret_name(name) else self.mask(value)) for name, value in pairs)

    def mask_url(self, url: str) -> str:
        """Give the URL without its sign-in, and without its query when that holds a secret."""
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        query = parts.query
        if _SECRET_QUERY.search(query) or self.mask(query) != query:
            query = MASK
        return self.mask(urlunsplit((parts.scheme, host, parts.path, query, "")))

    def __repr__(self) -> str:
        return "Redactor()"


def _forms(value: str) -> Iterator[str]:
    if len(value) < LEAST_CHARACTERS or value.lower() in ("bearer", "basic", "token"):
        return
    spelled = {value, quote(value, safe=""), quote(value), quote_plus(value), html.escape(value)}
    spelled |= {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1], repr(value)[1:-1]}
    yield from spelled
    yield from (form.replace("/", "\\/") for form in spelled)
    yield from (re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), form) for form in spelled)
    yield from _base64_forms(value.encode())


def _base64_forms(data: bytes) -> Iterator[str]:
    """Give how the value looks in base64 alone, and inside longer data at each of three offsets."""
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        yield encode(data).decode()
        for offset in range(3):
            text = encode(b"\0" * offset + data).decode().rstrip("=")
            # The first and last characters share bits with what stands around the value.
            inner = text[(offset * 4 + 2) // 3 : -1]
            if len(inner) >= 8:
                yield inner
