"""Give a record a file, such as a logo: checked without decoding it, and kept beside the workspace's store."""

from __future__ import annotations

import hashlib
import os
import struct
from dataclasses import replace
from pathlib import Path

from app.errors import NotAllowed, UnusableFile
from app.records.change import with_edit
from app.records.columns import ColumnType
from app.services.edit_steps import OpenStep
from app.services.editing import check_not_busy, edit_one
from app.values import Record
from app.vendors.registry import kind_named
from app.workspace import Workspace

FILES = "files"
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS_A_SIDE = 10_000

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_JPEG_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_REMEDY = "Choose a PNG, JPEG or GIF picture of at most 5 MB; nothing changed."


def attach_file(workspace: Workspace, kind: str, record_id: int, path: str, file: Path) -> Record:
    """Keep a copy of a picture and name it in the field. *Raises* UnusableFile, NotAllowed."""
    known = kind_named(kind)
    column = known.column_by_path.get(path)
    if column is None or column.type is not ColumnType.IMAGE or not column.is_editable:
        raise NotAllowed(f"{known.title} have no picture in {path}.", remedy="Name a column that takes a file.")
    name = _kept(workspace.folder, _read(file))

    def attached(record: Record) -> Record:
        check_not_busy(known, record, "its picture cannot be changed now")
        return replace(record, edits=with_edit(record.base, record.edits, path, name))

    return edit_one(workspace, known, record_id, attached, into=OpenStep(workspace, f"edit of {column.title}"))


def _read(file: Path) -> bytes:
    """Read no more than is allowed, whatever the file says of its size."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnusableFile(f"{file.name} could not be read.", remedy="Check the path.") from error
    if len(data) > MOST_BYTES:
        raise UnusableFile(f"{file.name} is larger than 5 MB.", remedy=_REMEDY)
    size = picture_size(data)
    if size is None:
        raise UnusableFile(f"{file.name} is no picture that can be sent.", remedy=_REMEDY)
    if not all(0 < side <= MOST_PIXELS_A_SIDE for side in size):
        most = f"a side may have {MOST_PIXELS_A_SIDE:,} at most"
        words = f"{file.name} is {size[0]:,} × {size[1]:,} pixels large; {most}."
        raise UnusableFile(words, remedy=_REMEDY)
    return data


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Read width and height from a picture's own header; None where it is no picture."""
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return int(width), int(height)
    return _jpeg_size(data) if data.startswith(_JPEG) else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk the segments as far as the one that tells the size."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        if marker == 0xFF:
            at += 1
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _suffix(data: bytes) -> str:
    if data.startswith(_PNG):
        return ".png"
    return ".gif" if data.startswith(b"GIF8") else ".jpg"


def _kept(folder: Path, data: bytes) -> str:
    """Write the bytes under their own hash, whole or not at all; returns the name."""
    place = folder / FILES
    name = f"{hashlib.sha256(data).hexdigest()}{_suffix(data)}"
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        partial = place / f"{name}.part"
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        partial.replace(place / name)
    except OSError as error:
        raise UnusableFile(
            "The picture could not be kept beside the workspace.", remedy="Make room, then try again."
        ) from error
    return name
