"""A buyer's logo in the details: chosen or dropped, shown small, sent with the next push."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.jobs import JobContext
from app.sandbox.server import Sandbox, running_sandbox
from app.services.attach_file import FILES
from app.services.connections import add_connection
from app.services.pull import pull
from app.services.push import push
from app.services.read_picture import Picture
from app.values import Change
from app.workspace import Workspace
from tests.app.services.test_attach_file import png
from tests.ui.screens.conftest import quiet
from ui.dialogs import files
from ui.screens.connection_pane import ConnectionPane
from ui.screens.record_pictures import decoded
from ui.session import AppSession
from ui.widgets.picture_row import FRAME, PictureRow


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox(records=3) as running:
        yield running


@pytest.fixture
def pane(
    workspace: Workspace, sandbox: Sandbox, request: pytest.FixtureRequest, qtbot: QtBot
) -> ConnectionPane:
    """Show buyers that were read, the first one in the details."""
    place: Any = sandbox.address()["softwareone"]
    connection = add_connection(
        workspace,
        vendor="softwareone",
        name="Place",
        base_url=place["url"],
        environment="test",
        secrets=place["credentials"],
        for_session_only=True,
    )
    pull(workspace, JobContext(), connection.id)
    session: AppSession = request.getfixturevalue("session")
    made = ConnectionPane(session, connection)
    qtbot.addWidget(made)
    made.resize(1200, 900)
    made.show()
    qtbot.waitUntil(lambda: made.records.form.row is not None)
    quiet(session.jobs, qtbot)
    return made


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    image = QImage(600, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#1f5f8b"))
    file = tmp_path / "kontor.png"
    assert image.save(str(file))
    return file


def row_of(pane: ConnectionPane) -> PictureRow:
    return pane.records.form.pictures["logo"]


def take(pane: ConnectionPane, file: Path, qtbot: QtBot) -> None:
    pane.records.pictures.take(file)
    quiet(pane.session.jobs, qtbot)


def record_of(pane: ConnectionPane) -> Any:
    shown = pane.records.form.row
    assert shown is not None
    return pane.session.workspace.store.records.get(shown.record.kind, shown.record.id)


def test_without_one_it_says_how_to_attach_one(pane: ConnectionPane) -> None:
    assert "drop it on the window" in row_of(pane).words
    assert not row_of(pane).revert_button.isVisible()
    assert pane.records.pictures.target.startswith("Logo of ")


def test_a_chosen_picture_is_kept_and_shown(
    pane: ConnectionPane, logo: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ask_for_picture", lambda parent: logo)
    row_of(pane).choose_button.click()
    quiet(pane.session.jobs, qtbot)
    assert record_of(pane).change is Change.CHANGED
    assert row_of(pane).has_preview
    assert row_of(pane).words.startswith("PNG, 600 × 200 pixels")
    assert row_of(pane).revert_button.isVisible()


def test_nothing_chosen_changes_nothing(
    pane: ConnectionPane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ask_for_picture", lambda parent: None)
    row_of(pane).choose_button.click()
    quiet(pane.session.jobs, qtbot)
    assert record_of(pane).change is Change.NONE


def test_a_renamed_text_is_refused_in_words(pane: ConnectionPane, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "logo.png").write_text("name;city", encoding="utf-8")
    take(pane, tmp_path / "logo.png", qtbot)
    assert record_of(pane).change is Change.NONE
    assert "logo.png is no picture that can be sent" in pane.records.notice.text
    assert not row_of(pane).has_preview


def test_a_damaged_picture_says_that_it_cannot_be_drawn(
    pane: ConnectionPane, logo: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    take(pane, logo, qtbot)
    (tmp_path / "damaged.png").write_bytes(png(40, 30))
    take(pane, tmp_path / "damaged.png", qtbot)
    assert "cannot be drawn here" in row_of(pane).words
    assert not row_of(pane).has_preview


def test_revert_takes_it_off_again(pane: ConnectionPane, logo: Path, qtbot: QtBot) -> None:
    take(pane, logo, qtbot)
    row_of(pane).revert_button.click()
    quiet(pane.session.jobs, qtbot)
    assert record_of(pane).change is Change.NONE
    qtbot.waitUntil(lambda: not row_of(pane).has_preview)


def test_one_whose_file_is_gone_says_so(pane: ConnectionPane, logo: Path, qtbot: QtBot) -> None:
    take(pane, logo, qtbot)
    record = record_of(pane)
    (pane.session.workspace.folder / FILES / record.edits["logo"]).unlink()
    pane.records.form.show_row(None)
    row_of(pane).name = ""
    pane.records.show_record(record.id)
    pane.records.form.show_row(pane.records.table.row_at(0))
    quiet(pane.session.jobs, qtbot)
    assert "no longer in the workspace" in row_of(pane).words


def test_a_record_that_will_be_deleted_takes_none(pane: ConnectionPane, qtbot: QtBot) -> None:
    pane.records.commands.delete()
    quiet(pane.session.jobs, qtbot)
    qtbot.waitUntil(lambda: not row_of(pane).choose_button.isEnabled())
    assert pane.records.pictures.target == ""


def test_the_picture_arrives_with_the_push(
    pane: ConnectionPane, logo: Path, sandbox: Sandbox, qtbot: QtBot
) -> None:
    take(pane, logo, qtbot)
    result = push(pane.session.workspace, JobContext(), pane.connection.id)
    assert result.counts["applied"] == 1
    with urllib.request.urlopen(f"{sandbox.address()['control']}/softwareone") as answer:  # noqa: S310  loopback
        held = json.load(answer)["logos"]
    assert record_of(pane).key in held


@pytest.mark.parametrize(("width", "height"), [(4000, 3000), (40, 2000), (20, 10)])
def test_a_preview_never_outgrows_its_frame(width: int, height: int, tmp_path: Path) -> None:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#1f5f8b"))
    assert image.save(str(tmp_path / "a.png"))
    small = decoded(Picture("a.png", width, height, (tmp_path / "a.png").read_bytes()))
    assert small is not None
    assert small.width() <= max(FRAME.width() * 3, 20)
    assert small.height() <= FRAME.height() * 3


def test_the_ending_does_not_decide_how_it_is_decoded(tmp_path: Path) -> None:
    """What the first bytes say is tried, nothing else: no text is drawn as a vector picture."""
    assert decoded(Picture("a.gif", 1, 1, b"<svg xmlns='http://www.w3.org/2000/svg'/>")) is None
