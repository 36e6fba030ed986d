"""Why a row cannot be read, in words that say what to do."""

from __future__ import annotations

from collections.abc import Sequence

NUL = "This row holds a NUL character, which no spreadsheet writes. Write the row again."
BROKEN = (
    "This row holds bytes that are no text in the file's encoding. "
    "Save the file as “CSV UTF-8”, or write the row again."
)
MARK = "\ufffd"
"""Stands for broken bytes in a row that is shown."""


def open_quote(line: int) -> str:
    return (
        f"A quote opened on line {line} is not closed as it should be, so this row cannot be read. "
        "Close the quote, or double a quote that belongs to the text."
    )


def too_many(width: int, count: int) -> str:
    return (
        f"This row has {count} cells, the header {width}; nobody can tell which belong where. "
        "Remove the extra cells, or put a text that holds the separator in quotes."
    )


def why_refused(cells: Sequence[str], width: int) -> str:
    """Say why a row that could not be read still cannot be, after one of its cells was corrected."""
    if any("\0" in cell for cell in cells):
        return NUL
    if any(MARK in cell for cell in cells):
        return BROKEN
    if any(cell.lstrip().startswith('"') for cell in cells):
        return "A quote is still open in this row. Take it out, or write the cell again."
    return too_many(width, len(cells)) if any(cell.strip() for cell in cells[width:]) else ""
