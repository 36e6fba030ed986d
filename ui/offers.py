"""Files for the window: dropped, chosen or named at the start, and where they would go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.screens.connection_pane import ConnectionPane
    from ui.widgets.drop_overlay import DropOverlay


class Offers(QObject):
    """Belongs to the window. Files that come before the workspace is open wait for it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: tuple[Path, ...] = ()

    @property
    def _pane(self) -> ConnectionPane | None:
        return self._window.pane

    def made_overlay(self) -> DropOverlay:
        """Take drops anywhere on the window."""
        from ui.widgets.drop_overlay import DropOverlay  # noqa: PLC0415  after the first paint

        overlay = DropOverlay(self._window, self.describe_target, self.describe_picture)
        overlay.files_dropped.connect(self.take)
        overlay.picture_dropped.connect(self.attach_picture)
        return overlay

    def take(self, paths: tuple[Path, ...]) -> None:
        """Show what files would do, now or as soon as the workspace is open."""
        if not paths:
            return
        if self._window.tab is None:
            self._waiting = tuple(paths)
        elif self._pane is None:
            self._window.notice.show_notice(
                "Files are imported into a connection. Add one first; the file was left as it is.",
                severity="info",
            )
        else:
            self._waiting = ()
            self._window.overview.leave()
            self._window.tab.offer(tuple(paths))

    def take_waiting(self) -> None:
        """Show what came before the workspace was open."""
        self.take(self._waiting)

    def choose(self) -> None:
        """Ask for files to import."""
        from ui.dialogs.files import ask_for_files  # noqa: PLC0415  at first use

        self.take(ask_for_files(self._window))

    def describe_target(self) -> str:
        """Name where a dropped file would go, "" where there is no such place."""
        pane = self._pane
        if pane is None:
            return ""
        return f"{self._window.session.kind_of(pane.connection).title} of {pane.connection.name}"

    def describe_picture(self) -> str:
        """Name the field that a dropped picture would be attached to, "" where there is none."""
        pane = self._pane
        is_shown = pane is not None and pane.page == "records" and not pane.records.is_empty
        return pane.records.pictures.target if pane is not None and is_shown else ""

    def attach_picture(self, file: Path) -> None:
        """Attach a dropped picture to the record that is shown."""
        if self._pane is not None:
            self._pane.records.pictures.take(file)
