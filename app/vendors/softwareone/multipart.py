"""Writes multipart/form-data as SoftwareOne's own client does; equal parts make equal bytes.

The boundary follows from the content, so that the request a person reviewed is the one that is sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_QUOTED = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A", "\x00": ""})


@dataclass(frozen=True)
class Part:
    """One part of a form; only a file has a name of its own."""

    name: str
    content_type: str
    data: bytes
    file_name: str | None = None


def written(parts: Sequence[Part]) -> tuple[str, bytes]:
    """Return the content type with its boundary, and the body."""
    boundary = _boundary(parts)
    body = b"".join(_written_part(part, boundary) for part in parts) + f"--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", body


def _written_part(part: Part, boundary: str) -> bytes:
    disposition = f'form-data; name="{part.name.translate(_QUOTED)}"'
    if part.file_name is not None:
        disposition += f'; filename="{part.file_name.translate(_QUOTED)}"'
    head = f"--{boundary}\r\nContent-Disposition: {disposition}\r\nContent-Type: {part.content_type}\r\n\r\n"
    return head.encode() + part.data + b"\r\n"


def _boundary(parts: Sequence[Part]) -> str:
    return next(one for one in _candidates(parts) if not any(one.encode() in part.data for part in parts))


def _candidates(parts: Sequence[Part]) -> Iterator[str]:
    digest = hashlib.sha256(repr([(part.name, part.file_name, part.content_type) for part in parts]).encode())
    for part in parts:
        digest.update(part.data)
    while True:
        yield f"counterfoil-{digest.hexdigest()[:32]}"
        digest.update(b"again")
