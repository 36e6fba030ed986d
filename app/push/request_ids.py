"""What a vendor calls a request, read from its answer where the vendor's declaration says."""

from __future__ import annotations

from collections.abc import Iterator

from app.net.requests import Answer
from app.vendors.declaration import Vendor

MOST_CHARACTERS = 120  # the longest known, a trace context, has 55


def request_id_in(vendor: Vendor, answer: Answer | None) -> str:
    """Give the id, "" where the answer tells none; *its words are the vendor's*: mask them before keeping."""
    if answer is None:
        return ""
    return next((found for text in _told(vendor, answer) if (found := _fit(text))), "")


def _told(vendor: Vendor, answer: Answer) -> Iterator[str]:
    yield from (answer.headers.get(name, "") for name in vendor.request_id_headers)
    content = answer.json() if vendor.request_id_fields else None
    if isinstance(content, dict):
        values = (content.get(name) for name in vendor.request_id_fields)
        yield from (value for value in values if isinstance(value, str))


def _fit(text: str) -> str:
    """An id is one printable word; anything else is none."""
    word = text.strip()
    return word if word.isprintable() and " " not in word and len(word) <= MOST_CHARACTERS else ""
