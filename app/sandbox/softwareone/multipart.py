"""Takes a multipart/form-data body apart, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from app.sandbox.softwareone.problems import Refused

MAX_PARTS = 300
LONGEST_BOUNDARY = 70


@dataclass(frozen=True)
class Part:
    """One part of a form; `file_name` is None where none was given."""

    name: str
    file_name: str | None
    media_type: str
    data: bytes


def read_parts(content_type: str, body: bytes) -> list[Part]:
    """Return the parts in their order. Raises: Refused when the body is no whole form."""
    boundary = _headers(f"Content-Type: {content_type}").get_param("boundary")
    if not isinstance(boundary, str) or not 0 < len(boundary) <= LONGEST_BOUNDARY:
        raise Refused(400, "The multipart content type has no boundary.")
    return [_part(piece) for piece in _pieces(boundary.encode("latin-1", "replace"), body)]


def _pieces(boundary: bytes, body: bytes) -> Iterator[bytes]:
    _, *pieces = (b"\r\n" + body).split(b"\r\n--" + boundary, MAX_PARTS + 1)
    if not pieces or pieces[-1].rstrip(b"\r\n") != b"--":
        raise Refused(400, "The multipart body does not end with its boundary, or has too many parts.")
    for piece in pieces[:-1]:
        if not piece.startswith(b"\r\n"):
            raise Refused(400, "A part of the multipart body does not begin with a line of its own.")
        yield piece[2:]


def _part(piece: bytes) -> Part:
    head, end, data = piece.partition(b"\r\n\r\n")
    headers = _headers(head.decode("utf-8", "replace"))
    name = headers.get_param("name", header="content-disposition")
    if not end or headers.get_content_disposition() != "form-data" or not isinstance(name, str):
        raise Refused(400, "A part of the multipart body has no name.")
    media_type = headers.get_content_type() if "content-type" in headers else ""
    return Part(name, headers.get_filename(), media_type, data)


def _headers(text: str) -> Message:
    return HeaderParser().parsestr(text)
