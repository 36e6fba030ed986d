"""The settings form: one input per declaration, within its range, saved when confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QComboBox, QSpinBox
from pytestqt.qtbot import QtBot

from app import settings as settings_file
from app.settings import Settings, declared
from app.workspace import Workspace
from ui.dialogs.about_dialog import AboutDialog
from ui.dialogs.settings_dialog import SettingsDialog
from ui.main_window import MainWindow
from ui.session import AppSession
from ui.settings_form import SettingsForm


def test_every_declared_setting_has_an_input(qtbot: QtBot) -> None:
    form = SettingsForm(Settings())
    qtbot.addWidget(form)
    assert list(form.inputs) == [one.name for one in declared()]
    assert form.chosen() == Settings()


def test_numbers_stay_in_their_range(qtbot: QtBot) -> None:
    form = SettingsForm(Settings())
    qtbot.addWidget(form)
    field = form.inputs["request_timeout_seconds"]
    assert isinstance(field, QSpinBox)
    field.setValue(1)
    assert form.chosen().request_timeout_seconds == 5


def test_dialog_saves_and_takes_effect(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERFOIL_HOME", str(tmp_path / "home"))
    session = AppSession(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    window = MainWindow(session)
    qtbot.addWidget(window)
    session.use(workspace, ())
    dialog = SettingsDialog(window)
    look = dialog.form.inputs["theme"]
    assert isinstance(look, QComboBox)
    look.setCurrentText("Dark")
    dialog.save()
    qtbot.waitUntil(lambda: workspace.settings.theme == "dark")
    assert settings_file.load(settings_file.data_paths().settings_file).settings.theme == "dark"
    qtbot.waitUntil(lambda: not session.jobs.running)


def test_about_shows_the_version(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    assert dialog.windowTitle() == "About Counterfoil"
