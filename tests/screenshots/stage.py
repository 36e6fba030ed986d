"""A demo window to be photographed, and the scenes that are played on it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.services.connections import add_connection
from ui import theme
from ui.__main__ import Wish, make_application, make_window
from ui.demo_walk import Walk, click, let_work
from ui.dialogs.connection_dialog import ConnectionDialog
from ui.dialogs.settings_dialog import SettingsDialog
from ui.screens.connection_pane import ConnectionPane

Size = tuple[int, int]
QUIET_MILLISECONDS = 350
NARROW = (900, 700)
VENDORS = ("flxpoint", "kibo", "softwareone", "traede")


class Stage:
    """One window in one scheme. `photograph` saves a picture as NAME-SCHEME.png."""

    def __init__(self, folder: Path, *, scheme: theme.Choice, size: Size) -> None:
        self.folder = folder
        self.scheme = scheme
        self.size = size
        self.taken: list[str] = []
        self._scratch = folder / ".walk"
        self._scratch.mkdir(exist_ok=True)

    def __enter__(self) -> Self:
        make_application()
        self.window, self.startup = make_window(Wish(is_demo=True))
        self.window.set_theme(self.scheme)
        self.window.resize(*self.size)
        self.window.show()
        self.walk = Walk(self.window, self.startup, self._scratch)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.window.close()
        self.startup.tidy()
        for picture in self._scratch.iterdir():
            picture.unlink()
        self._scratch.rmdir()

    @property
    def pane(self) -> ConnectionPane:
        return self.walk.pane

    def photograph(self, name: str, widget: QWidget | None = None) -> None:
        let_work(QUIET_MILLISECONDS)
        self.taken.append(f"{name}-{self.scheme}.png")
        (widget or self.window).grab().save(str(self.folder / self.taken[-1]))


def play(stage: Stage) -> None:
    """Walk the loop and look at it on the way."""
    stage.photograph("opening")
    example = stage.walk.open()
    look_at_vendors(stage)
    _look_at_records(stage)
    stage.walk.drop(example)
    stage.photograph("import")
    stage.walk.keep()
    stage.photograph("kept")
    stage.walk.fix()
    stage.pane.show_page("review")
    stage.walk.wait("Reviewing", lambda: stage.pane.review.table.table.item_at(0))
    stage.photograph("review")
    stage.walk.push()
    stage.photograph("pushed")
    _look_back(stage)
    _look_at_dialogs(stage)
    _look_at_connections(stage)


def look_at_vendors(stage: Stage) -> None:
    """See each vendor's tab, and all connections in one place; TRAEDE is in front afterwards."""
    for vendor in VENDORS:
        stage.window.show_vendor(vendor)
        stage.walk.wait("Showing the records", lambda: stage.pane.records.table.row_at(2))
        stage.pane.records.grid.go_to(2, 2)
        stage.photograph(vendor)
    stage.window.overview.show()
    cards = stage.window.overview.screen.cards
    stage.walk.wait("Looking at all", lambda: all(card.last_text for card in cards.values()))
    stage.photograph("overview")
    stage.window.overview.leave()


def _look_at_records(stage: Stage) -> None:
    records = stage.pane.records
    row = next(one for one in range(40) if _has_problem(stage, one))
    records.grid.go_to(row, 4)
    records.grid.setFocus()
    stage.photograph("records")
    stage.window.resize(*NARROW)
    stage.photograph("records-narrow")
    stage.window.resize(*stage.size)
    click(records.head.chips.chip("problems"))
    stage.walk.wait("Filtering", lambda: 0 < records.table.count < 20)
    stage.photograph("problems")
    QTest.keyClicks(records.head.search, "nobody of that name")
    stage.walk.wait("Searching", lambda: records.is_empty)
    stage.photograph("nothing-matches")
    records.show_filter("all")
    stage.walk.wait("Showing all", lambda: records.table.count > 100)


def _has_problem(stage: Stage, row: int) -> bool:
    shown = stage.pane.records.table.row_at(row)
    return shown is not None and bool(shown.record.problems)


def _look_back(stage: Stage) -> None:
    stage.pane.show_page("history")
    stage.photograph("history")
    page = stage.pane.history.page
    stage.pane.history.open_push(2)
    stage.walk.wait("Opening a push", lambda: page.outcomes.table.item_at(0) and page.trace.trace)
    stage.photograph("history-push")


def _look_at_dialogs(stage: Stage) -> None:
    assert stage.window.tab is not None
    dialog = ConnectionDialog(stage.window.session, stage.window.tab.vendor, None, stage.window)
    dialog.options.fold.setChecked(True)
    dialog.resize(560, 760)
    dialog.show()
    stage.photograph("connection", dialog)
    dialog.close()
    settings = SettingsDialog(stage.window)
    settings.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    settings.show()
    stage.photograph("settings", settings)
    settings.close()


def _look_at_connections(stage: Stage) -> None:
    """See a production connection with nothing in it, and a vendor without any."""
    window = stage.window
    result = stage.startup.result
    assert result is not None
    added = add_connection(
        result.workspace,
        vendor="traede",
        name="Nordic shop",
        base_url="https://api.traede.com",
        environment="production",
        secrets={"access_token": "made-up", "app_key": "made-up"},
        for_session_only=True,
    )
    window.session.reload_connections()
    stage.walk.wait("Adding a connection", lambda: added in window.session.connections)
    assert window.tab is not None
    window.tab.choose(added)
    stage.walk.wait("Showing it", lambda: stage.pane.records.is_empty)
    stage.photograph("production-empty")
    window.tab.choose(None)
    stage.photograph("no-connection")
