"""Reading a kept picture back: as its file holds it, by its own name only."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services.attach_file import FILES, attach_file
from app.services.read_picture import read_picture
from app.values import BaseState
from tests.app.push.desk import Desk, Open
from tests.app.push.test_softwareone import buyer
from tests.app.services.test_attach_file import png


@pytest.fixture
def desk(desk_at: Open) -> Desk:
    return desk_at("softwareone")


@pytest.fixture
def name(desk: Desk, tmp_path: Path) -> str:
    record_id = desk.save(buyer(1), base_state=BaseState.ABSENT)
    (tmp_path / "logo.png").write_bytes(png(40, 30))
    record = attach_file(desk.workspace, desk.kind.id, record_id, "logo", tmp_path / "logo.png")
    return str(record.edits["logo"])


def test_a_kept_picture_is_read_as_it_was(desk: Desk, name: str) -> None:
    picture = read_picture(desk.workspace, name)
    assert picture is not None
    assert (picture.width, picture.height, picture.data) == (40, 30, png(40, 30))
    assert "\\x89PNG" not in repr(picture)


def test_one_that_is_gone_is_none(desk: Desk, name: str) -> None:
    (desk.workspace.folder / FILES / name).unlink()
    assert read_picture(desk.workspace, name) is None


def test_one_that_was_overwritten_by_something_else_is_none(desk: Desk, name: str) -> None:
    (desk.workspace.folder / FILES / name).write_text("no picture", encoding="utf-8")
    assert read_picture(desk.workspace, name) is None


def test_text_that_is_no_such_name_reads_no_file(desk: Desk, name: str, tmp_path: Path) -> None:
    outside = desk.workspace.folder / "outside.png"
    outside.write_bytes(png(1, 1))
    assert read_picture(desk.workspace, "../outside.png") is None
    assert read_picture(desk.workspace, str(outside)) is None
