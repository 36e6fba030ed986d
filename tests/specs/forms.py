"""Takes a multipart form apart, with Python's own reader of mails."""

from __future__ import annotations

from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import HTTP
from typing import NamedTuple


class Part(NamedTuple):
    """One part of a form; `file_name` is empty where there is none."""

    name: str
    file_name: str
    media_type: str
    data: bytes


def parts_of(content_type: str, body: bytes) -> Iterator[Part]:
    """Read the parts in their order."""
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    for part in message.iter_parts():
        disposition = part["content-disposition"]
        media_type = part.get_content_type() if "content-type" in part else ""
        data = part.get_payload(decode=True)
        yield Part(
            str(disposition.params.get("name", "")) if disposition else "",
            str(part.get_filename() or ""),
            media_type,
            data if isinstance(data, bytes) else b"",
        )
