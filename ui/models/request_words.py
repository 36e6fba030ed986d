"""A request of the journal in words: when it was sent, how often, and what the vendor calls it."""

from __future__ import annotations

from app.values import JournalledRequest
from ui.models.picture_words import span_text
from ui.models.when import clock_text, moment_text


def facts(request: JournalledRequest) -> str:
    """Say when it was sent and answered, how often it was tried, and the vendor's id of it."""
    if request.sent_at is None:
        return "It was never sent."
    parts = [f"Sent {moment_text(request.sent_at, has_seconds=True)}"]
    if request.status is not None and request.answered_at is not None:
        seconds = (request.answered_at - request.sent_at).total_seconds()
        parts.append(f"answered after {span_text(max(seconds, 0.0))}")
    if request.attempts > 1:
        parts.append(f"tried {request.attempts} times, first at {clock_text(request.first_sent_at)}")
    if request.vendor_request_id:
        parts.append(f"the vendor's id of it: {request.vendor_request_id}")
    return " · ".join(parts)
