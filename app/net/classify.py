"""The one table of failures: what an answer or a network error proves, and what follows from it."""

from __future__ import annotations

from enum import Enum


class FailureClass(Enum):
    """What one attempt proved."""

    ANSWERED_OK = "answered"  # a 2xx; whether it is acceptance, the operation's `accepts` says
    UNREACHED = "unreached"  # proven: there was no connection, to this vendor or to anybody
    NOT_EXECUTED = "not executed"  # proven, for another reason
    AMBIGUOUS = "ambiguous"  # nobody can say
    REFUSED = "refused"  # the vendor said no to this content
    FORBIDDEN = "forbidden"  # the vendor said no to this record; three running mean the sign-in
    ABORT_SIGN_IN = "sign-in"  # not executed: it concerns the credentials, and so every request
    ABORT_ADDRESS = "address"  # not executed: this is not the vendor's API, whatever is sent there


class Course(Enum):
    """What follows for the request; how often and how long it goes again, the budget says."""

    DONE = "done"
    AGAIN = "again"  # byte for byte, within the budget
    SETTLE = "settle"  # unknown: find out first, and never send it again before that
    REFUSE = "refuse"
    SIGN_IN = "sign in"  # everything stays pending until the sign-in is taken
    STOP = "stop"  # everything stays pending


# What follows from each class: for a create, or another request that must not happen twice, and for an
# idempotent one.
_COURSES: dict[FailureClass, tuple[Course, Course]] = {
    FailureClass.ANSWERED_OK: (Course.DONE, Course.DONE),
    FailureClass.UNREACHED: (Course.AGAIN, Course.AGAIN),
    FailureClass.NOT_EXECUTED: (Course.AGAIN, Course.AGAIN),
    FailureClass.AMBIGUOUS: (Course.SETTLE, Course.AGAIN),
    FailureClass.REFUSED: (Course.REFUSE, Course.REFUSE),
    FailureClass.FORBIDDEN: (Course.REFUSE, Course.REFUSE),
    FailureClass.ABORT_SIGN_IN: (Course.SIGN_IN, Course.SIGN_IN),
    FailureClass.ABORT_ADDRESS: (Course.STOP, Course.STOP),
}

# By name, so that reading this table costs no import of httpx; a test holds it against httpx's own tree.
# An error that is not here is ambiguous, which never sends a create twice.
_ERRORS: dict[str, FailureClass] = {
    "ConnectError": FailureClass.UNREACHED,
    "ConnectTimeout": FailureClass.UNREACHED,
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
    is_unsent = kind is FailureClass.AMBIGUOUS and not sent_first_byte
    is_met = kind is FailureClass.UNREACHED and is_about_tls(str(error))
    return FailureClass.NOT_EXECUTED if is_unsent or is_met else kind


def is_about_tls(detail: str) -> bool:
    """Tell whether a connection was made, but no secure one: waiting for the network would not help."""
    return any(word in detail.lower() for word in ("certificate", "ssl", "tls"))


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


def judged(kind: FailureClass, *, is_accepted: bool) -> FailureClass:
    """A 2xx that is not this operation's acceptance is ambiguous: nobody knows what answered."""
    return FailureClass.AMBIGUOUS if kind is FailureClass.ANSWERED_OK and not is_accepted else kind


def course_of(kind: FailureClass, *, is_idempotent: bool) -> Course:
    """Look up what follows from an attempt."""
    return _COURSES[kind][is_idempotent]
