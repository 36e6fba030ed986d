"""Text of a file as it stands there, with signs for what nobody sees."""

from __future__ import annotations

_SIGNS = {
    "\r\n": "↵",
    "\n": "↵",
    "\r": "↵",
    "\t": "⇥",
    "\0": "␀",
    "\u00a0": "⍽",
    "\u200b": "⎵",
    "\ufeff": "⎵",
}
_BLANK = "·"


def visible(text: str) -> str:
    """Show line ends, tabs, NULs, and blanks at the ends."""
    for hidden, sign in _SIGNS.items():
        text = text.replace(hidden, sign)
    bare = text.strip(" ")
    if not bare:
        return _BLANK * len(text)
    before = len(text) - len(text.lstrip(" "))
    after = len(text) - len(text.rstrip(" "))
    return f"{_BLANK * before}{bare}{_BLANK * after}"
