"""The vendor's own words for what went wrong with a connection, and what to look at then."""

from __future__ import annotations

from math import ceil

from app.net.requests import Answer, Attempt
from app.vendors.declaration import Vendor, VendorMessage

_NOT_THERE = (404, 405, 410)
_MOST_SECONDS = 120  # more is told in minutes


def own_words(vendor: Vendor, answer: Answer | None) -> str:
    """Say what the vendor said."""
    return " ".join(message.text for message in said_of(vendor, answer))


def said_of(vendor: Vendor, answer: Answer | None) -> tuple[VendorMessage, ...]:
    """List what the vendor said, with the fields it named; a page for people is not its answer."""
    return () if answer is None or answer.is_page else vendor.explain(answer)


def told(vendor: Vendor, attempt: Attempt) -> str:
    """Say what happened, with the vendor's own words beside it.

    Who answers in the vendor's own way that something is not there is the vendor: then it is no wrong server.
    """
    said = own_words(vendor, attempt.answer)
    if said and attempt.answer is not None and attempt.answer.status in _NOT_THERE:
        return f"{vendor.title} answers, but knows nothing there (status {attempt.answer.status}). {said}"
    return f"{attempt.error} {said}".strip()


def places(vendor: Vendor) -> str:
    """Name what says where a connection leads: its address, and parts of the sign-in such as a tenant."""
    parts = ["address", *(one.title[:1].lower() + one.title[1:] for one in vendor.credentials if one.is_place)]
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def asked_words(title: str, attempt: Attempt) -> str:
    """Say that a vendor asked for the wait that is kept, and for how long where that is cut short."""
    asked, kept = attempt.asked_seconds, attempt.retry_after_seconds
    if asked is None or kept is None or asked <= kept:
        return f"{title} asked for it."
    return f"{title} asked for {_span(asked)}; the settings cut that short."


def slow_down(vendor: Vendor, attempt: Attempt) -> str:
    """Say that a vendor was busy at every try, and for how long it says it will be."""
    more = f" It asks for {_span(attempt.asked_seconds)} more." if attempt.asked_seconds else ""
    return f"{vendor.title} kept asking to slow down.{more}"


def _span(seconds: float) -> str:
    return f"{ceil(seconds)} s" if seconds <= _MOST_SECONDS else f"{ceil(seconds / 60):,} min"
