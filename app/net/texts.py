"""What a person reads when an attempt failed: what happened, without codes alone and without secrets."""

from __future__ import annotations

from app.net.classify import FailureClass, is_about_tls

_ERRORS = {
    "ConnectTimeout": "{host} could not be reached in time. Nothing was sent.",
    "PoolTimeout": "No connection to {host} became free in time. Nothing was sent.",
    "ProxyError": "The proxy of this network gave no way to {host}. Nothing was sent.",
    "InvalidURL": "The address of {host} cannot be used. Nothing was sent.",
    "UnsupportedProtocol": "The address of {host} cannot be used. Nothing was sent.",
    "ReadTimeout": "{host} did not answer in time; the request may have been carried out.",
    "WriteTimeout": "{host} stopped taking the request; it may have been carried out.",
    "DecodingError": "The answer of {host} could not be unpacked; the request may have been carried out.",
}
_LOST = "The connection to {host} broke off; the request may have been carried out."
_UNSENT = "The connection to {host} broke off before anything was sent."

_BY_KIND = {
    FailureClass.ABORT_SIGN_IN: "{host} did not take this sign-in (status {status}).",
    FailureClass.FORBIDDEN: "{host} does not allow this sign-in to touch the record (status {status}).",
    FailureClass.REFUSED: "{host} refused the request (status {status}).",
    FailureClass.UNREACHED: "{host} cannot be reached (status {status}); nothing was carried out.",
    FailureClass.NOT_EXECUTED: "{host} asks to slow down (status {status}); nothing was carried out.",
    FailureClass.AMBIGUOUS: "{host} answered with status {status}; the request may have been carried out.",
    FailureClass.ABORT_ADDRESS: "What answers at {host} is not this vendor's API (status {status}).",
    FailureClass.ANSWERED_OK: "",
}
_BY_STATUS = {
    413: "{host} found the request too large (status {status}). Shorten what is in it.",
    407: "The proxy of this network wants a sign-in of its own before it lets requests through to {host} "
    "(status {status}).",
    511: "This network wants a sign-in of its own before it lets requests through to {host} (status {status}); "
    "the request may have been carried out.",
}


def error_text(error: Exception, host: str, *, sent_first_byte: bool) -> str:
    """Say what a network error means; its own wording appears only where it names the cause."""
    name = type(error).__name__
    if name == "ConnectError":
        return _connect_text(str(error), host)
    if not sent_first_byte and name not in _ERRORS:
        return _UNSENT.format(host=host)
    return _ERRORS.get(name, _LOST).format(host=host)


def status_text(kind: FailureClass, host: str, status: int) -> str:
    """Say what a status means, in words for the class that it was judged to be."""
    if status == 403 and kind is FailureClass.ABORT_SIGN_IN:
        return f"{host} does not allow this with this sign-in (status {status})."
    if 300 <= status < 400:
        return f"{host} sends requests on to another address (status {status}), which was not followed."
    return _BY_STATUS.get(status, _BY_KIND[kind]).format(host=host, status=status)


def _connect_text(detail: str, host: str) -> str:
    low = detail.lower()
    if "certificate" in low:
        return f"The certificate of {host} is not trusted by this computer. Nothing was sent."
    if is_about_tls(detail):
        return f"No secure connection to {host} could be made. Nothing was sent."
    if any(word in low for word in ("name or service", "getaddrinfo", "nodename", "name resolution")):
        return f"No server is known by the name {host}, or this computer is offline. Nothing was sent."
    return f"{host} cannot be reached. Nothing was sent."
