"""What an answer to the sign-in question says about the connection."""

from __future__ import annotations

from collections.abc import Callable

from app.errors import Offline, SignInRefused, WrongAddress
from app.net.classify import FailureClass
from app.net.requests import Answer, Attempt
from app.values import Connection
from app.vendors.declaration import Vendor
from app.vendors.words import own_words, places, told


def verdict_of(vendor: Vendor, connection: Connection, attempt: Attempt, *, mask: Callable[[str], str]) -> str:
    """Return the good news. *Raises* SignInRefused, WrongAddress, Offline; `mask` hides the secrets.

    A refusal in the vendor's own form proves the sign-in as well as acceptance: it looked at the content.
    """
    answer = attempt.answer
    match attempt.kind:
        case FailureClass.ABORT_SIGN_IN | FailureClass.FORBIDDEN:
            remedy = "Check the credentials of the connection."
            raise SignInRefused(mask(_in_words(vendor, attempt)), remedy=remedy)
        case FailureClass.ANSWERED_OK if answer is not None and _is_the_vendors(answer):
            return _good_news(vendor, connection)
        case FailureClass.REFUSED if answer is not None and vendor.explain(answer):
            return _good_news(vendor, connection)
        case FailureClass.ABORT_ADDRESS | FailureClass.ANSWERED_OK | FailureClass.REFUSED:
            words = f"What answers at {connection.base_url} is not {vendor.title}."
            remedy = f"Compare the connection's {places(vendor)} with the vendor's documentation."
            raise WrongAddress(mask(told(vendor, attempt) or words), remedy=remedy)
        case _:
            raise Offline(attempt.error, remedy="Check the network and the address, then try again.")


def _is_the_vendors(answer: Answer) -> bool:
    """Nothing, or JSON: a portal's page comes with a 2xx too."""
    return not answer.is_page and (not answer.body.strip() or isinstance(answer.json(), dict | list))


def _in_words(vendor: Vendor, attempt: Attempt) -> str:
    words = own_words(vendor, attempt.answer)[:200]
    return f"{attempt.error} {vendor.title} says: {words}" if words else attempt.error


def _good_news(vendor: Vendor, connection: Connection) -> str:
    return f"{vendor.title} takes this sign-in at {connection.base_url}."
