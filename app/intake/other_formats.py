"""Recognizes files that are no text of a table, whatever their names say."""

from __future__ import annotations

import re
from pathlib import Path

from app.errors import UnusableFile

_MAGIC = (
    (
        b"PK\x03\x04",
        "a spreadsheet workbook or ZIP archive",
        "Open it in a spreadsheet and save it as “CSV UTF-8”.",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Open it in a spreadsheet and save it as “CSV UTF-8”."),
    (b"%PDF", "a PDF document", "Ask for the table as CSV."),
    (b"\x89PNG", "a picture", "Choose the CSV file with the records."),
    (b"\xff\xd8\xff", "a picture", "Choose the CSV file with the records."),
    (b"GIF8", "a picture", "Choose the CSV file with the records."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
    (b"SQLite format 3\0", "a database", "Choose the CSV file with the records."),
    (b"{\\rtf", "a text document", "Ask for the table as CSV."),
)
# Programs export such files under the names of tables.
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|\?xml|\w+:)", re.IGNORECASE)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*(?:\"|\})|\[\s*[\[{])")


def refuse_other_formats(path: Path, start: bytes) -> None:
    """*Raises* UnusableFile where the first bytes are those of another kind of file."""
    for magic, what, remedy in _MAGIC:
        if start.startswith(magic):
            raise UnusableFile(f"“{path.name}” is {what}, not a CSV file; nothing was read.", remedy=remedy)
    for pattern, what in ((_MARKUP, "a web page or an XML file"), (_JSON, "a JSON file")):
        if pattern.match(start):
            raise UnusableFile(
                f"“{path.name}” is {what}, whatever its name says; nothing was read.",
                remedy="Open it in a spreadsheet and save it as “CSV UTF-8”, or ask for the table as CSV.",
            )
