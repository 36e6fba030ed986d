"""The report for support in the window: read first, then saved or copied."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.values import Connection
from ui.dialogs import files
from ui.dialogs.support_dialog import SupportDialog
from ui.session import AppSession


@pytest.fixture
def dialog(connection: Connection, session: AppSession, qtbot: QtBot) -> SupportDialog:
    made = SupportDialog(session)
    qtbot.addWidget(made)
    made.show()
    assert not made.save_button.isEnabled()
    qtbot.waitUntil(made.save_button.isEnabled)
    return made


def test_everything_stands_there_to_be_read(dialog: SupportDialog, connection: Connection) -> None:
    text = dialog.text.toPlainText()
    assert "state: well" in text
    assert connection.name not in text
    assert dialog.text.isReadOnly()


def test_what_is_saved_is_what_stands_there(
    dialog: SupportDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ask_where_to_save_report", lambda parent: tmp_path / "report.txt")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: dialog.notice.text == "Saved as report.txt.")
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == dialog.text.toPlainText()


def test_a_place_that_cannot_be_written_is_said(
    dialog: SupportDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ask_where_to_save_report", lambda parent: tmp_path / "none" / "report.txt")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "could not be written" in dialog.notice.text)


def test_not_choosing_a_place_writes_nothing(
    dialog: SupportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ask_where_to_save_report", lambda parent: None)
    dialog.save_button.click()
    assert not (tmp_path / "report.txt").exists()
    assert dialog.notice.text == ""


def test_it_can_be_copied(dialog: SupportDialog) -> None:
    dialog.copy_button.click()
    assert QApplication.clipboard().text() == dialog.text.toPlainText()
