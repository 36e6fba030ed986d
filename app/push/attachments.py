"""The files of a record's image fields, as they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.records.change import Edits
from app.records.columns import ColumnType
from app.vendors.declaration import Attachment, Kind

FILES = "files"
TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp"}


def attachments_of(folder: Path | None, kind: Kind, edits: Edits) -> Mapping[str, Attachment]:
    """Load what the edited image fields name; a file that is no longer there is left out."""
    found: dict[str, Attachment] = {}
    for column in kind.columns:
        name = edits.get(column.path)
        if folder is None or column.type is not ColumnType.IMAGE or not isinstance(name, str) or not name:
            continue
        path = folder / FILES / name
        # The name is text like any other: it must not lead out of the folder.
        if path.name == name and path.suffix in TYPES and path.is_file():
            shown = f"{column.name}{path.suffix}"
            found[column.path] = Attachment(shown, TYPES[path.suffix], path.read_bytes())
    return found
