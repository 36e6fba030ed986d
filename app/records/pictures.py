"""Names of attached pictures: the hash of what is in the file, and what kind of picture it is."""

from __future__ import annotations

import re

_NAME = re.compile(r"[0-9a-f]{64}\.(png|jpg|gif)\Z")
_NOT_ATTACHED = (
    "A picture is chosen in the details, or given with --file; "
    "a name in a cell attaches none. Leave the cell blank, or revert the field."
)


def is_picture_name(text: str) -> bool:
    """Tell whether text names a picture that was attached."""
    return bool(_NAME.match(text))


def attached_name(text: str) -> str:
    """Let the name of an attached picture pass. *Raises* ValueError for any other text."""
    if not is_picture_name(text):
        raise ValueError(_NOT_ATTACHED)
    return text


def picture_words(name: str) -> str:
    """Say what kind of picture a name stands for; people know nothing of its hash."""
    return f"{name.rpartition('.')[2].upper().replace('JPG', 'JPEG')} picture"
