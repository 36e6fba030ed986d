"""The overview as a page of the window: made at first use, shown over the vendors' tabs and left again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from ui.session import AppSession

if TYPE_CHECKING:
    from ui.screens.overview_screen import OverviewScreen


class OverviewPage(QObject):
    """`wanted` and `history_wanted` are those of the screen; `left` follows the way back to the tabs."""

    wanted = Signal(object, str)
    history_wanted = Signal()
    left = Signal()

    def __init__(self, session: AppSession, pages: QStackedWidget) -> None:
        super().__init__(pages)
        self._session = session
        self._pages = pages
        self._screen: OverviewScreen | None = None

    @property
    def is_shown(self) -> bool:
        return self._screen is not None and self._pages.currentWidget() is self._screen

    @property
    def screen(self) -> OverviewScreen:
        """Give the screen, made now where it never was."""
        if self._screen is None:
            from ui.screens.overview_screen import OverviewScreen  # noqa: PLC0415  at first use

            self._screen = OverviewScreen(self._session)
            self._screen.wanted.connect(self.wanted)
            self._screen.history_wanted.connect(self.history_wanted)
            self._screen.closed.connect(self.leave)
            self._pages.addWidget(self._screen)
        return self._screen

    def show(self) -> None:
        """Show what waits in all connections."""
        self._pages.setCurrentWidget(self.screen)
        self.screen.refresh()
        self.screen.take_focus()

    def leave(self) -> None:
        """Go back to the vendors, where the overview is shown."""
        if self.is_shown:
            self.left.emit()
