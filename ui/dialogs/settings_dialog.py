"""The settings, saved when confirmed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QVBoxLayout

from app import settings as settings_file
from app.jobs import JobContext
from app.settings import Settings
from ui import theme
from ui.jobs import Lane
from ui.session import AppSession
from ui.settings_form import SettingsForm
from ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class SettingsDialog(QDialog):
    """Takes the settings of the open workspace and writes them to this user's file."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle("Settings")
        self.resize(560, 620)
        self.notice = NoticeBar()
        self.form = SettingsForm(window.session.workspace.settings)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the keys
        area.setWidgetResizable(True)
        area.setWidget(self.form)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.PAGE, theme.PAGE, theme.PAGE, theme.PAGE)
        layout.setSpacing(12)
        layout.addWidget(self.notice)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)

    def save(self) -> None:
        """Write the file in a job; the dialog closes when it is written."""
        work = partial(_save, self._window.session, self.form.chosen())
        self._window.session.jobs.run(work, done=self._take, failed=self.notice.show_error, lane=Lane.WRITE)

    def _take(self, chosen: Settings) -> None:
        self._window.session.workspace.settings = chosen
        self._window.set_theme(chosen.theme)
        self.accept()


def keep_theme(session: AppSession, choice: theme.Choice) -> None:
    """Remember a theme that was chosen outside the dialog."""
    session.jobs.run(partial(_save_theme, session, choice), done=session.take_settings, lane=Lane.WRITE)


def _save(session: AppSession, chosen: Settings, _context: JobContext) -> Settings:
    if not session.is_demo:  # the demo leaves a person's own settings alone
        settings_file.save(chosen, settings_file.data_paths().settings_file)
    return chosen


def _save_theme(session: AppSession, choice: theme.Choice, context: JobContext) -> Settings:
    before = settings_file.load(settings_file.data_paths().settings_file).settings
    if session.is_open:
        before = session.workspace.settings
    return _save(session, replace(before, theme=choice), context)
