"""Pictures: checked by their own header, kept beside the workspace, sent as they are."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from app.errors import NotAllowed, UnusableFile
from app.services.attach_file import MOST_BYTES, attach_file, picture_size
from app.values import BaseState
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import counts
from tests.app.push.test_softwareone import buyer


def png(width: int, height: int, more: bytes = b"") -> bytes:
    """A picture as far as its header says."""
    return b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08" + more


JPEG = b"\xff\xd8\xff\xe0\x00\x04ab" + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 30, 40) + b"\x03"


@pytest.fixture
def desk(desk_at: Open) -> Desk:
    return desk_at("softwareone")


def test_a_pictures_size_is_read_without_decoding_it() -> None:
    assert picture_size(png(20_000, 10)) == (20_000, 10)
    assert picture_size(JPEG) == (40, 30)
    assert picture_size(b"GIF89a" + struct.pack("<HH", 5, 6)) == (5, 6)
    assert picture_size(b"\xff\xd8\xff\xff\xff\xff") is None
    assert picture_size(b"%PDF-1.7") is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"name;city\nA;B\n", "no picture"),
        (png(20_000, 20_000), "20,000 × 20,000 pixels"),
        (png(0, 1), "pixels"),
        (png(1, 1, bytes(MOST_BYTES)), "larger than 5 MB"),
    ],
    ids=["a renamed text", "too many pixels", "none at all", "too many bytes"],
)
def test_what_is_no_fit_picture_is_refused_and_nothing_kept(
    desk: Desk, tmp_path: Path, data: bytes, words: str
) -> None:
    record_id = desk.save(buyer(1), base_state=BaseState.ABSENT)
    file = tmp_path / "logo.png"
    file.write_bytes(data)
    with pytest.raises(UnusableFile, match=words):
        attach_file(desk.workspace, desk.kind.id, record_id, "logo", file)
    assert "logo" not in desk.record(record_id).edits
    assert not (desk.workspace.folder / "files").exists()


def test_only_a_column_for_pictures_takes_one(desk: Desk, tmp_path: Path) -> None:
    record_id = desk.save(buyer(1), base_state=BaseState.ABSENT)
    with pytest.raises(NotAllowed):
        attach_file(desk.workspace, desk.kind.id, record_id, "name", tmp_path)


def test_a_new_buyer_gets_its_logo(desk: Desk, tmp_path: Path) -> None:
    record_id = desk.save(buyer(1), base_state=BaseState.ABSENT)
    file = tmp_path / "any name.png"
    file.write_bytes(png(4, 4))
    attach_file(desk.workspace, desk.kind.id, record_id, "logo", file)
    result = desk.push()
    assert result.counts == counts(applied=1), desk.outcomes(result.push_id)
    (key,) = desk.held()
    assert key in desk.view()["logos"]
    assert desk.record(record_id).edits == {}
