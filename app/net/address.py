"""Where requests go: base URLs that are safe to send credentials to, and paths made of people's text."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urlencode, urlsplit

from app.errors import UsageError, WrongAddress
from app.net.requests import Request

_REMEDY = "Enter the address as https://host, with a path only where the vendor asks for one."
_UNSAFE = re.compile(r"[\x00-\x20\x7f]")
_METHOD = re.compile(r"[A-Z]{3,10}\Z")


def is_loopback(host: str) -> bool:
    """Say whether `host` is this machine, where no encryption is needed and no proxy is used."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_base_url(text: str) -> str:
    """Give the base URL without a slash at its end, or raise WrongAddress with the remedy."""
    if _UNSAFE.search(text.strip()) or not text.isascii():
        raise WrongAddress("The address contains characters that no address has.", remedy=_REMEDY)
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise WrongAddress("The address cannot be read.", remedy=_REMEDY) from None
    if not host or parts.scheme not in ("https", "http") or port == 0:
        raise WrongAddress("The address does not name a server.", remedy=_REMEDY)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise WrongAddress("The address holds a sign-in, a query or a fragment.", remedy=_REMEDY)
    if parts.scheme == "http" and not is_loopback(host):
        raise WrongAddress(
            f"The address of {host} begins with http, which sends credentials readable by others.",
            remedy="Begin it with https.",
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def host_of(base_url: str) -> str:
    """Give the host of a base URL, with its port when it has one, for messages."""
    return urlsplit(base_url).netloc


def path_segment(text: str) -> str:
    """Quote a value so that it stays one segment of a path."""
    if text in ("", ".", ".."):
        raise UsageError(f"'{text}' cannot be part of an address.", remedy="Change the key of this record.")
    return quote(text, safe="")


def full_url(base_url: str, request: Request) -> str:
    """Join base URL, path and query exactly as they are sent; raise UsageError for an unsafe one."""
    path, query = request.path, request.query
    if not path.startswith("/") or _UNSAFE.search(path) or "?" in path or "#" in path:
        raise UsageError("The path of a request contains characters that cannot be sent.")
    if any(segment in (".", "..") for segment in path.split("/")):
        raise UsageError("The path of a request leads elsewhere.")
    if not _METHOD.match(request.method):
        raise UsageError("The method of a request is none.")
    text = query if isinstance(query, str) else urlencode(query)
    if _UNSAFE.search(text) or "#" in text:
        raise UsageError("The query of a request contains characters that cannot be sent.")
    return f"{base_url}{path}?{text}" if text else f"{base_url}{path}"
