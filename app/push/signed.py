"""One attempt in its turn, under a sign-in whose token may have ended: renewed once, then sent again."""

from __future__ import annotations

from collections.abc import Callable

from app.errors import Cancelled, NotNow, Offline, SignInRefused, VendorError, WrongAddress
from app.net.classify import FailureClass
from app.net.client import Client
from app.net.requests import Attempt, Request
from app.push.patience import Patience
from app.push.watch import Watch

# What asking for a token ran into, by what it says of the request that needed one: nothing of it was sent.
_UNSENT: tuple[tuple[type[VendorError], FailureClass], ...] = (
    (SignInRefused, FailureClass.ABORT_SIGN_IN),
    (WrongAddress, FailureClass.ABORT_ADDRESS),
    (Offline, FailureClass.UNREACHED),
)


def sent_signed(
    client: Client, request: Request, *, watch: Watch, patience: Patience, on_first_byte: Callable[[], None]
) -> Attempt:
    """Wait for its turn and send; after a 401, which proves that nothing was carried out, once more.

    *Raises* Cancelled when nothing may be sent any more.
    """
    refused: Attempt | None = None
    while True:
        try:
            watch.await_turn()
        except Cancelled:
            if refused is None:
                raise
            return refused  # stopped in between: what is known is the refused sign-in
        access = client.access_number
        attempt = _sent_once(client, request, watch=watch, patience=patience, on_first_byte=on_first_byte)
        if attempt is None:
            continue
        if attempt.kind is not FailureClass.ABORT_SIGN_IN:
            return attempt
        # Who was on the way while somebody entered another sign-in was refused the one before.
        is_of_before = access != client.access_number
        if not is_of_before and (refused is not None or not client.renew()):
            return attempt
        refused = attempt if not is_of_before else refused


def nothing() -> None:
    """For a read, which the journal does not hold."""


def _sent_once(
    client: Client, request: Request, *, watch: Watch, patience: Patience, on_first_byte: Callable[[], None]
) -> Attempt | None:
    """Send; None when a pause or a wait came in between, and nothing has left."""
    with watch.room.taken(), watch.passage(on_first_byte) as passage:
        try:
            with patience.trying():
                passage.attempt = client.send(
                    request,
                    on_first_byte=passage.open,
                    context=watch.context,
                    report_wait=watch.note_slot_wait,
                )
        except NotNow:
            patience.done -= 1
        except (SignInRefused, WrongAddress, Offline) as error:
            kind = next(kind for error_type, kind in _UNSENT if isinstance(error, error_type))
            passage.attempt = Attempt(kind, error=error.message)
    return passage.attempt
