"""Looks at a logo before it is taken: its type, its first bytes, its size."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.sandbox.softwareone.buyers import Logo
from app.sandbox.softwareone.multipart import Part
from app.sandbox.softwareone.problems import Flaw, Refused, invalid

BEGINNINGS: Mapping[str, re.Pattern[bytes]] = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "image/svg+xml": re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s>]", re.DOTALL),
}
STANDARD_ICON = Logo(
    "image/svg+xml",
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#456" d="M1 1h6v6H1z"/></svg>',
)


def read_logo(part: Part, *, most_bytes: int, too_large_status: int) -> Logo:
    """Return the image of a part. Raises: Refused."""
    if not part.file_name:
        raise invalid([Flaw("logo", "The logo needs a file name.")])
    if len(part.data) > most_bytes:
        raise Refused(
            too_large_status, "The logo is too large.", [Flaw("logo", f"More than {most_bytes} bytes.")]
        )
    beginning = BEGINNINGS.get(part.media_type)
    if beginning is None:
        known = ", ".join(BEGINNINGS)
        raise invalid([Flaw("logo", f"The content type {part.media_type or 'is absent'}; taken are {known}.")])
    if not beginning.match(part.data):
        raise invalid([Flaw("logo", f"The file is no {part.media_type}.")])
    return Logo(part.media_type, part.data)
