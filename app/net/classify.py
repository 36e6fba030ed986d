"""The one table of what an answer or a network error says about a request having been carried out."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.net.requests import Answer


class FailureClass(Enum):
    """What one attempt proved; the engine chooses what follows from it."""

    ANSWERED_OK = "answered"  # a 2xx; whether it is acceptance, the operation's `accepts` says
    NOT_EXECUTED = "not executed"  # proven: may be sent again within the budget, creates too
    AMBIGUOUS = "ambiguous"  # nobody can say: settle, or repeat byte for byte when idempotent
    REFUSED = "refused"  # the vendor said no to this content
    FORBIDDEN = "forbidden"  # the vendor said no to this record; three running mean the sign-in
    ABORT_SIGN_IN = "sign-in"  # stop the run, everything stays pending: the credentials
    ABORT_ADDRESS = "address"  # stop the run, everything stays pending: this is not the vendor's API


# By name, so that reading this table costs no import of httpx; a test holds it against httpx's own tree.
# An error that is not here is ambiguous, which never sends a create twice.
_ERRORS: dict[str, FailureClass] = {
    "ConnectError": FailureClass.NOT_EXECUTED,
    "ConnectTimeout": FailureClass.NOT_EXECUTED,
    "PoolTimeout": FailureClass.NOT_EXECUTED,
    "ProxyError": FailureClass.NOT_EXECUTED,
    "InvalidURL": FailureClass.ABORT_ADDRESS,
    "UnsupportedProtocol": FailureClass.ABORT_ADDRESS,
    "TooManyRedirects": FailureClass.ABORT_ADDRESS,
    "CloseError": FailureClass.AMBIGUOUS,
    "CookieConflict": FailureClass.AMBIGUOUS,
    "DecodingError": FailureClass.AMBIGUOUS,
    "HTTPError": FailureClass.AMBIGUOUS,
    "HTTPStatusError": FailureClass.AMBIGUOUS,
    "LocalProtocolError": FailureClass.AMBIGUOUS,
    "NetworkError": FailureClass.AMBIGUOUS,
    "ProtocolError": FailureClass.AMBIGUOUS,
    "ReadError": FailureClass.AMBIGUOUS,
    "ReadTimeout": FailureClass.AMBIGUOUS,
    "RemoteProtocolError": FailureClass.AMBIGUOUS,
    "RequestError": FailureClass.AMBIGUOUS,
    "RequestNotRead": FailureClass.AMBIGUOUS,
    "ResponseNotRead": FailureClass.AMBIGUOUS,
    "StreamClosed": FailureClass.AMBIGUOUS,
    "StreamConsumed": FailureClass.AMBIGUOUS,
    "StreamError": FailureClass.AMBIGUOUS,
    "TimeoutException": FailureClass.AMBIGUOUS,
    "TransportError": FailureClass.AMBIGUOUS,
    "WriteError": FailureClass.AMBIGUOUS,
    "WriteTimeout": FailureClass.AMBIGUOUS,
}

_STATUSES: dict[int, FailureClass] = {
    401: FailureClass.ABORT_SIGN_IN,
    # A proxy between us and the vendor wants a sign-in of its own.
    407: FailureClass.ABORT_ADDRESS,
    408: FailureClass.AMBIGUOUS,
    421: FailureClass.ABORT_ADDRESS,  # the wrong host, in its own words
    425: FailureClass.AMBIGUOUS,
    429: FailureClass.NOT_EXECUTED,
}


def classify_error(error: BaseException, *, sent_first_byte: bool) -> FailureClass:
    """Judge a network error; one before the first byte proves that nothing was carried out."""
    kind = _ERRORS.get(type(error).__name__, FailureClass.AMBIGUOUS)
    if kind is FailureClass.AMBIGUOUS and not sent_first_byte:
        return FailureClass.NOT_EXECUTED
    return kind


def classify_status(status: int, *, names_record: bool, is_page: bool = False) -> FailureClass:
    """Judge a status; `is_page` says that a web page came where the vendor answers JSON."""
    if status in _STATUSES:
        return _STATUSES[status]
    if 200 <= status < 300:
        return FailureClass.ANSWERED_OK
    if 300 <= status < 400:
        return FailureClass.ABORT_ADDRESS
    if 400 <= status < 500:
        return _client_error(status, names_record=names_record, is_page=is_page)
    return FailureClass.AMBIGUOUS


def _client_error(status: int, *, names_record: bool, is_page: bool) -> FailureClass:
    # A web server in front of the vendor refuses a body that is too large with a page of its own.
    if is_page and status != 413:
        return FailureClass.ABORT_ADDRESS
    if status == 403:
        return FailureClass.FORBIDDEN if names_record else FailureClass.ABORT_SIGN_IN
    if status in (404, 405) and not names_record:
        return FailureClass.ABORT_ADDRESS
    return FailureClass.REFUSED


def judge(answer: Answer, accepts: Callable[[Answer], bool]) -> FailureClass:
    """Say whether a 2xx is this operation's acceptance; every other 2xx is ambiguous."""
    return FailureClass.ANSWERED_OK if accepts(answer) else FailureClass.AMBIGUOUS


def may_repeat(kind: FailureClass, *, is_idempotent: bool) -> bool:
    """Say whether the byte-same request may go out again within the budget of retries."""
    return kind is FailureClass.NOT_EXECUTED or (kind is FailureClass.AMBIGUOUS and is_idempotent)
