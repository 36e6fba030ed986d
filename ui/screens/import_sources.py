"""Where a table comes from besides a drop: the clipboard, and files that are chosen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.dialogs.files import TABLES
from ui.jobs import Lane
from ui.screens.import_calls import writing_pasted

if TYPE_CHECKING:
    from ui.session import AppSession


class TableSources(QObject):
    """`found` carries the paths of files to read; `told` says why there are none."""

    found = Signal(object)
    """*Shape*: tuple[Path, ...]"""
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, session: AppSession, screen: QWidget, *, title: str) -> None:
        super().__init__(screen)
        self._session = session
        self._screen = screen
        self._title = title
        self._dialog: QFileDialog | None = None

    def paste(self) -> None:
        """Take the table on the clipboard."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.take_text(text)
        else:
            self.told.emit("There are no cells on the clipboard. Copy some in your spreadsheet first.")

    def take_text(self, text: str) -> None:
        """Take a table that was pasted."""
        work = writing_pasted(self._session.workspace, text)
        self._session.jobs.run(work, done=self._take_pasted, failed=self._fail, lane=Lane.LONG)

    def choose(self) -> None:
        """Ask for files; the window stays alive."""
        dialog = QFileDialog(self._screen, self._title, "", TABLES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._take_chosen)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    def _take_pasted(self, place: Path) -> None:
        self.found.emit((place,))

    def _take_chosen(self, names: list[str]) -> None:
        self.found.emit(tuple(Path(name) for name in names))

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)
