"""The frame of the window: menus, a tab per vendor, the status line, and the way in and out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from ui import assets, theme
from ui.actions import Actions
from ui.closing import Closing
from ui.offers import Offers
from ui.overview_page import OverviewPage
from ui.problems import explain
from ui.session import AppSession
from ui.status_line import StatusLine
from ui.undo_names import UndoNames
from ui.vendor_tabs import VendorTabs
from ui.ways import Ways
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.ribbon import Ribbon

if TYPE_CHECKING:
    from app.values import Connection, PushSummary
    from ui.connection_commands import ConnectionCommands
    from ui.screens.connection_pane import ConnectionPane
    from ui.screens.vendor_tab import VendorTab


class MainWindow(QMainWindow):
    """Paints first; `show_workspace` follows once the start-up job has opened one."""

    retry_requested = Signal()

    def __init__(self, session: AppSession) -> None:
        super().__init__()
        self.session = session
        self.setWindowTitle("Counterfoil — Demo" if session.is_demo else "Counterfoil")
        self.setMinimumSize(QSize(780, 520))
        self.resize(1280, 820)
        self.actions_by_name = Actions(self.menuBar(), self)
        self.undo_names = UndoNames(session, self)
        self.notice = NoticeBar()
        self.tabs = VendorTabs(session)
        self.status = StatusLine(session)
        self._opening = EmptyState("Counterfoil", "Opening your workspace…", icon="empty")
        self._trouble = EmptyState("", "", icon="problem")
        self._middle = QStackedWidget()
        self.overview: OverviewPage = OverviewPage(session, self._middle)
        self.ways: Ways = Ways(self)
        self.offers: Offers = Offers(self)
        self.closing = Closing(self)
        self.error: BaseException | None = None
        self._connections: ConnectionCommands | None = None
        self._lay_out()
        self._connect()
        self._restore()
        self._allow()

    @property
    def tab(self) -> VendorTab | None:
        return self.tabs.front

    @property
    def pane(self) -> ConnectionPane | None:
        tab = self.tab
        return tab.pane if tab is not None else None

    @property
    def vendor_tabs(self) -> tuple[VendorTab, ...]:
        return self.tabs.all_tabs

    def show_workspace(self) -> None:
        """Fill the frame once the workspace is open."""
        from app.vendors.registry import all_vendors  # noqa: PLC0415  loaded by the start-up job by now

        for number, vendor in enumerate(all_vendors().values()):
            tab = self.tabs.add(vendor)
            tab.file_requested.connect(self.offers.choose)
            tab.pane_changed.connect(self._on_pane_changed)
            tab.connection_command.connect(self._connection_command)
            tab.review_requested.connect(self.ways.show_review)
            tab.undo_elsewhere.connect(self.show_undo)
            self.actions_by_name.add_tab(number, vendor.title, partial(self.ways.show_tab, number))
        self.drop = self.offers.made_overlay()
        self.tabs.show_first()
        self._middle.setCurrentWidget(self.tabs)
        self.tabs.show_pending()
        self._on_pane_changed()
        self.tabs.take_focus()  # typing and arrows work from the start
        self.offers.take_waiting()

    def show_vendor(self, vendor_id: str) -> None:
        """Bring the tab of a vendor to the front."""
        self.tabs.show_vendor(vendor_id)

    def show_undo(self, push: PushSummary) -> None:
        """Show what undoing a push would do, where its connection is."""
        self.ways.show_undo(push)

    def show_trouble(self, error: BaseException) -> None:
        """Say why the workspace did not open, over the whole window."""
        words = explain(error)
        button = words.button if words.action == "report" else "Try again"
        self._trouble.set_words(words.text, words.remedy, button, icon="problem", second="Quit")
        self._middle.setCurrentWidget(self._trouble)
        self.error = error

    def show_opening(self) -> None:
        self.error = None
        self._middle.setCurrentWidget(self._opening)

    def offer(self, paths: tuple[Path, ...]) -> None:
        """Show what files would do, now or as soon as the workspace is open."""
        self.offers.take(paths)

    def connection_command(self, name: str) -> None:
        """Add, test, edit or remove the connection in front."""
        self._connection_command(name, self.pane.connection if self.pane is not None else None)

    def set_theme(self, choice: theme.Choice) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.follow(application, choice)
        self.actions_by_name.show_theme(choice)

    def freeze(self) -> None:
        """Take no more orders but the one to close: what is under way ends."""
        self._middle.setEnabled(False)
        self.setAcceptDrops(False)
        self.actions_by_name.allow(is_open=False, has_pane=False, on_records=False)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Go, unless something is on its way and nobody closes twice."""
        if not self.closing.may_close():
            event.ignore()
            return
        self._save()
        self.closing.carry_out()
        event.accept()

    def _connection_command(self, name: str, connection: Connection | None) -> None:
        from ui.connection_commands import ConnectionCommands  # noqa: PLC0415  at first use

        if self._connections is None:
            self._connections = ConnectionCommands(self)
        if self.tab is not None:
            self._connections.run(name, self.tab.vendor, connection)

    def _run(self, name: str) -> None:
        from ui.window_commands import run  # noqa: PLC0415  at first use

        run(self, name)

    def _fill_vendor_menu(self) -> None:
        from ui.action_menu import fill  # noqa: PLC0415  at first use

        pane = self.pane
        title = self.tab.vendor.title if self.tab is not None else ""
        fill(self.actions_by_name.vendor_menu, pane.records if pane is not None else None, title)

    def _show_tabs(self) -> None:
        self._middle.setCurrentWidget(self.tabs)
        self.tabs.take_focus()

    def _on_pane_changed(self) -> None:
        self._allow()
        pane = self.pane
        self.status.follow(pane.connection if pane is not None else None)
        self.undo_names.follow(pane.connection if pane is not None else None)
        if pane is not None:
            pane.records.edits.pending_changed.connect(
                self.status.show_saving, Qt.ConnectionType.UniqueConnection
            )

    def _allow(self) -> None:
        pane = self.pane
        self.actions_by_name.allow(
            is_open=self.session.is_open,
            has_pane=pane is not None,
            on_records=pane is not None and pane.page == "records",
        )

    def _show_unexpected(self, error: BaseException) -> None:
        self.notice.show_error(error)

    def _trouble_button(self) -> None:
        self.retry_requested.emit()

    def _lay_out(self) -> None:
        self.setWindowIcon(assets.icon("app"))
        for page in (self._opening, self._trouble, self.tabs):
            self._middle.addWidget(page)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._ribbon = _demo_ribbon(is_shown=self.session.is_demo)
        column.addWidget(self._ribbon)
        column.addWidget(self.notice)
        column.addWidget(self._middle, 1)
        self.setCentralWidget(body)
        self.setStatusBar(self.status)

    def _connect(self) -> None:
        for action in self.actions_by_name.all():
            action.triggered.connect(partial(self._run, action.objectName()))
        self.actions_by_name.vendor_menu.aboutToShow.connect(self._fill_vendor_menu)
        self.undo_names.named.connect(self.actions_by_name.name_undo)
        self.session.workspace_opened.connect(self.show_workspace)
        self.session.jobs.unhandled.connect(self._show_unexpected)
        self.session.tallies.counted.connect(self.tabs.show_pending)
        self.session.connections_changed.connect(self.tabs.show_pending)
        self._trouble.activated.connect(self._trouble_button)
        self._trouble.second_activated.connect(self.close)
        self.tabs.currentChanged.connect(self._on_pane_changed)
        self.tabs.currentChanged.connect(self.tabs.take_focus)
        self.status.overview_wanted.connect(self.overview.show)
        self.overview.wanted.connect(self.ways.show_page)
        self.overview.history_wanted.connect(self.ways.show_whole_history)
        self.overview.left.connect(self._show_tabs)

    def _restore(self) -> None:
        geometry = self.session.preferences.value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        self.actions_by_name.show_theme(theme.hub().choice)

    def _save(self) -> None:
        self.session.preferences.setValue("window/geometry", self.saveGeometry())
        if self.session.is_open:
            self.tabs.remember()
        self.session.preferences.sync()


def _demo_ribbon(*, is_shown: bool) -> Ribbon:
    return Ribbon(
        "Demo",
        "A throw-away workspace, connected to the built-in sandbox. Nothing leaves this computer.",
        is_shown=is_shown,
    )
