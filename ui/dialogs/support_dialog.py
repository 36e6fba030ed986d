"""The report for support: shown whole before it is saved or copied, and sent by nobody but the person."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.jobs import JobContext
from app.services.support_report import save_report, support_report
from ui import theme
from ui.jobs import Lane
from ui.session import AppSession
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton

_WORDS = (
    "Everything the report holds stands below: no credentials, no records, and of addresses only the host. "
    "Counterfoil sends it nowhere: save or copy it, and give it to whom you like."
)


class SupportDialog(QDialog):
    """Looks around off the UI thread: the keyring may take its time to answer."""

    def __init__(self, session: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Report for support")
        self.resize(760, 600)
        self.text = QPlainTextEdit()
        self.notice = NoticeBar()
        self.save_button = IconButton("Save…", role="primary", icon="export")
        self.copy_button = IconButton("Copy", icon="copy")
        self._close = IconButton("Close")
        self._lay_out()
        self._connect()
        self._allow(is_ready=False)
        folder = session.workspace.folder if session.is_open else None
        session.jobs.run(
            partial(_report, folder), done=self._show, failed=self._fail, lane=Lane.LONG, title="Looking around"
        )

    def save(self) -> None:
        """Ask for a place and write the text that is shown there."""
        from ui.dialogs.files import ask_where_to_save_report  # noqa: PLC0415  at first use

        place = ask_where_to_save_report(self)
        if place is not None:
            work = partial(_save, place, self.text.toPlainText())
            self._session.jobs.run(work, done=self._tell_saved, failed=self._fail, lane=Lane.LONG)

    def copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())
        self.notice.show_notice("Copied.", severity="info")

    def _show(self, text: str) -> None:
        self.text.setPlainText(text)
        self._allow(is_ready=True)

    def _tell_saved(self, place: Path) -> None:
        self.notice.show_notice(f"Saved as {place.name}.", severity="info")

    def _fail(self, error: BaseException) -> None:
        self.notice.show_error(error)

    def _allow(self, *, is_ready: bool) -> None:
        for button in (self.save_button, self.copy_button):
            button.setEnabled(is_ready)

    def _connect(self) -> None:
        self.save_button.clicked.connect(self.save)
        self.copy_button.clicked.connect(self.copy)
        self._close.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        self.text.setReadOnly(True)
        self.text.setAccessibleName("The report")
        self.text.setPlaceholderText("Looking around…")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._close)
        buttons.addStretch(1)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.PAGE, theme.PAGE, theme.PAGE, theme.PAGE)
        layout.setSpacing(12)
        layout.addWidget(plain_label(_WORDS, is_wrapped=True))
        layout.addWidget(self.notice)
        layout.addWidget(self.text, 1)
        layout.addLayout(buttons)


def _report(folder: Path | None, _context: JobContext) -> str:
    from app.settings import data_paths  # noqa: PLC0415  asks the operating system for its folders

    return support_report(folder, data_paths().logs)


def _save(place: Path, text: str, _context: JobContext) -> Path:
    return save_report(place, text)
