"""One attempt under a sign-in whose token may have ended: renewed once, then sent again."""

from __future__ import annotations

from collections.abc import Callable

from app.errors import Cancelled
from app.jobs import JobContext
from app.net.classify import FailureClass
from app.net.client import Client
from app.net.requests import Attempt, Request


def sent_signed(
    client: Client, request: Request, *, on_first_byte: Callable[[], None], context: JobContext
) -> Attempt:
    """Send; after a 401, which proves that nothing was carried out, once more under a new token."""
    attempt = client.send(request, on_first_byte=on_first_byte, context=context)
    if attempt.kind is not FailureClass.ABORT_SIGN_IN or not client.renew():
        return attempt
    try:
        return client.send(request, on_first_byte=on_first_byte, context=context)
    except Cancelled:
        return attempt  # stopped in between: what is known is the refused sign-in


def nothing() -> None:
    """For a read, which the journal does not hold."""
