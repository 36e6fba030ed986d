"""Read the picture of a record, so that a window can show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.records.pictures import is_picture_name
from app.services.attach_file import FILES, MOST_BYTES, picture_size

if TYPE_CHECKING:
    from app.workspace import Workspace


@dataclass(frozen=True)
class Picture:
    """A kept picture as its file holds it; nothing of it was decoded. Sizes in pixels."""

    name: str
    width: int
    height: int
    data: bytes = field(repr=False)


def read_picture(workspace: Workspace, name: str) -> Picture | None:
    """Read a kept picture by the name its field holds; None where it is no longer there or none was kept."""
    if not is_picture_name(name):
        return None
    try:
        with (workspace.folder / FILES / name).open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError:
        return None
    size = picture_size(data) if len(data) <= MOST_BYTES else None
    return Picture(name, *size, data) if size else None
