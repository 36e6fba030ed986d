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
_TURNS = str.maketrans(dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "⇄"))


def visible(text: str) -> str:
    """Show line ends, tabs, NULs, and blanks at the ends."""
    text = without_turns(text)
    for hidden, sign in _SIGNS.items():
        text = text.replace(hidden, sign)
    bare = text.strip(" ")
    if not bare:
        return _BLANK * len(text)
    before = len(text) - len(text.lstrip(" "))
    after = len(text) - len(text.rstrip(" "))
    return f"{_BLANK * before}{bare}{_BLANK * after}"


def without_turns(text: str) -> str:
    """Show a sign for what would turn the direction of reading, and with it the words that follow."""
    return text if text.isascii() else text.translate(_TURNS)
