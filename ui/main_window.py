"""The frame of the window: menus, a tab per vendor, the status line, and the way in and out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from ui import assets, theme
from ui.actions import Actions
from ui.closing import Closing
from ui.models.when import plural
from ui.overview_page import OverviewPage
from ui.problems import explain
from ui.session import AppSession
from ui.status_line import StatusLine
from ui.undo_names import UndoNames
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice_bar import NoticeBar

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
        self.tabs = QTabWidget()
        self.status = StatusLine(session)
        self._opening = EmptyState("Counterfoil", "Opening your workspace…", icon="empty")
        self._trouble = EmptyState("", "", icon="problem")
        self._middle = QStackedWidget()
        self.overview: OverviewPage = OverviewPage(session, self._middle)
        self.closing = Closing(self)
        self.error: BaseException | None = None
        self._connections: ConnectionCommands | None = None
        self._waiting_files: tuple[Path, ...] = ()
        self._lay_out()
        self._connect()
        self._restore()
        self._allow()

    @property
    def tab(self) -> VendorTab | None:
        shown = self.tabs.currentWidget()
        return shown if self.session.is_open else None  # type: ignore[return-value]  # only vendor tabs are added

    @property
    def pane(self) -> ConnectionPane | None:
        tab = self.tab
        return tab.pane if tab is not None else None

    @property
    def vendor_tabs(self) -> tuple[VendorTab, ...]:
        return tuple(self.tabs.widget(number) for number in range(self.tabs.count()))  # type: ignore[misc]  # as above

    def show_workspace(self) -> None:
        """Fill the frame once the workspace is open."""
        from app.vendors.registry import all_vendors  # noqa: PLC0415  loaded by the start-up job by now
        from ui.screens.vendor_tab import VendorTab  # noqa: PLC0415  after the first paint
        from ui.widgets.drop_overlay import DropOverlay  # noqa: PLC0415  as above

        for number, vendor in enumerate(all_vendors().values()):
            tab = VendorTab(self.session, vendor)
            tab.file_requested.connect(self.choose_files)
            tab.pane_changed.connect(self._on_pane_changed)
            tab.connection_command.connect(self._connection_command)
            tab.review_requested.connect(self.show_review)
            tab.undo_elsewhere.connect(self.show_undo)
            self.tabs.addTab(tab, assets.vendor_icon(vendor.id), vendor.title)
            self.actions_by_name.add_tab(number, vendor.title, partial(self._show_tab, number))
        self.drop = DropOverlay(self, self.describe_target, self.describe_picture)
        self.drop.files_dropped.connect(self.offer)
        self.drop.picture_dropped.connect(self.attach_picture)
        self.tabs.setCurrentIndex(self._first_tab())
        self._middle.setCurrentWidget(self.tabs)
        self._show_pending()
        self._on_pane_changed()
        self._focus_tab()  # typing and arrows work from the start
        self.offer(self._waiting_files)

    def _first_tab(self) -> int:
        """Find the tab that was in front when the window closed, else the first one with a connection."""
        remembered = str(self.session.preferences.value("window/vendor", ""))
        vendors = [tab.vendor.id for tab in self.vendor_tabs]
        if remembered in vendors:
            return vendors.index(remembered)
        connected = (number for number, tab in enumerate(self.vendor_tabs) if tab.pane is not None)
        return next(connected, 0)

    def show_vendor(self, vendor_id: str) -> None:
        """Bring the tab of a vendor to the front."""
        for tab in self.vendor_tabs:
            if tab.vendor.id == vendor_id:
                self.tabs.setCurrentWidget(tab)

    def show_review(self, connection: Connection) -> None:
        """Review a connection, wherever it is."""
        self.show_page(connection, "review")

    def show_page(self, connection: Connection, page: str) -> None:
        """Show "records", "review" or "history" of a connection; "push" pushes it from Review."""
        self._go_to(connection)
        if self.pane is not None:
            self.pane.show_page("review" if page == "push" else page)
            if page == "push":
                self.pane.push()

    def _show_tabs(self) -> None:
        self._middle.setCurrentWidget(self.tabs)
        self._focus_tab()

    def _show_whole_history(self) -> None:
        connection = self.pane.connection if self.pane is not None else self.session.connections[0]
        self.show_page(connection, "history")
        if self.pane is not None:
            self.pane.history.show_all()

    def _show_tab(self, number: int) -> None:
        self.overview.leave()
        self.tabs.setCurrentIndex(number)

    def show_undo(self, push: PushSummary) -> None:
        """Show what undoing a push would do, where its connection is."""
        connection = next(one for one in self.session.connections if one.id == push.connection_id)
        self._go_to(connection)
        if self.pane is not None:
            self.pane.show_undo(push.id)

    def _go_to(self, connection: Connection) -> None:
        self.overview.leave()
        self.show_vendor(connection.vendor)
        if self.tab is not None:
            self.tab.choose(connection)

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
        if not paths:
            return
        if self.tab is None:
            self._waiting_files = tuple(paths)
        elif self.pane is None:
            self.notice.show_notice(
                "Files are imported into a connection. Add one first; the file was left as it is.",
                severity="info",
            )
        else:
            self._waiting_files = ()
            self.overview.leave()
            self.tab.offer(tuple(paths))

    def describe_target(self) -> str:
        """Name where a dropped file would go, "" where there is no such place."""
        pane = self.pane
        if pane is None:
            return ""
        return f"{self.session.kind_of(pane.connection).title} of {pane.connection.name}"

    def describe_picture(self) -> str:
        """Name the field that a dropped picture would be attached to, "" where there is none."""
        pane = self.pane
        is_shown = pane is not None and pane.page == "records" and not pane.records.is_empty
        return pane.records.pictures.target if pane is not None and is_shown else ""

    def attach_picture(self, file: Path) -> None:
        """Attach a dropped picture to the record that is shown."""
        if self.pane is not None:
            self.pane.records.pictures.take(file)

    def choose_files(self) -> None:
        """Ask for files to import."""
        from ui.dialogs.files import ask_for_files  # noqa: PLC0415  at first use

        self.offer(ask_for_files(self))

    def export(self, *, is_all: bool = False) -> None:
        """Write what the records show to a file, or all of them."""
        if self.pane is not None:
            self.pane.export(is_all=is_all)

    def open_settings(self) -> None:
        from ui.dialogs.settings_dialog import SettingsDialog  # noqa: PLC0415  at first use

        SettingsDialog(self).open()

    def open_about(self) -> None:
        from ui.dialogs.about_dialog import AboutDialog  # noqa: PLC0415  at first use

        AboutDialog(self).open()

    def open_support(self) -> None:
        """Show what a support person needs, before it is saved or copied."""
        from ui.dialogs.support_dialog import SupportDialog  # noqa: PLC0415  at first use

        SupportDialog(self.session, self).open()

    def connection_command(self, name: str) -> None:
        """Add, test, edit or remove the connection in front."""
        self._connection_command(name, self.pane.connection if self.pane is not None else None)

    def set_theme(self, choice: theme.Choice) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.follow(application, choice)
        self.actions_by_name.show_theme(choice)

    def choose_theme(self, choice: theme.Choice) -> None:
        """Take a theme and keep it as the setting it is."""
        from ui.dialogs.settings_dialog import keep_theme  # noqa: PLC0415  at first use

        self.set_theme(choice)
        keep_theme(self.session, choice)

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

    def _on_pane_changed(self) -> None:
        self._allow()
        pane = self.pane
        self.status.follow(pane.connection if pane is not None else None)
        self.undo_names.follow(pane.connection if pane is not None else None)
        if pane is not None:
            pane.records.edits.pending_changed.connect(
                self.status.show_saving, Qt.ConnectionType.UniqueConnection
            )

    def _focus_tab(self) -> None:
        """Go on in the tab that came to the front, unless somebody walks through the tabs themselves."""
        if self.tab is not None and not self.tabs.tabBar().hasFocus():
            self.tab.take_focus()

    def _allow(self) -> None:
        pane = self.pane
        self.actions_by_name.allow(
            is_open=self.session.is_open,
            has_pane=pane is not None,
            on_records=pane is not None and pane.page == "records",
        )

    def _show_pending(self) -> None:
        for number, tab in enumerate(self.vendor_tabs):
            tallies = self.session.tallies.of_vendor(tab.vendor.id)
            words = f"{tab.vendor.title}   {tallies.pending:,}" if tallies.pending else tab.vendor.title
            self.tabs.setTabText(number, words)
            self.tabs.setTabToolTip(
                number, plural(tallies.pending, "pending change") if tallies.pending else ""
            )

    def _show_unexpected(self, error: BaseException) -> None:
        self.notice.show_error(error)

    def _trouble_button(self) -> None:
        self.retry_requested.emit()

    def _lay_out(self) -> None:
        self.setWindowIcon(assets.icon("app"))
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Vendors and their records")
        self.tabs.setIconSize(QSize(18, 18))
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName("Vendors")
        for page in (self._opening, self._trouble, self.tabs):
            self._middle.addWidget(page)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._ribbon = self._made_ribbon()
        column.addWidget(self._ribbon)
        column.addWidget(self.notice)
        column.addWidget(self._middle, 1)
        self.setCentralWidget(body)
        self.setStatusBar(self.status)

    def _made_ribbon(self) -> QWidget:
        from ui.widgets.ribbon import Ribbon  # noqa: PLC0415

        return Ribbon(
            "Demo",
            "A throw-away workspace, connected to the built-in sandbox. Nothing leaves this computer.",
            is_shown=self.session.is_demo,
        )

    def _connect(self) -> None:
        for action in self.actions_by_name.all():
            action.triggered.connect(partial(self._run, action.objectName()))
        self.actions_by_name.vendor_menu.aboutToShow.connect(self._fill_vendor_menu)
        self.undo_names.named.connect(self.actions_by_name.name_undo)
        self.session.workspace_opened.connect(self.show_workspace)
        self.session.jobs.unhandled.connect(self._show_unexpected)
        self.session.tallies.counted.connect(self._show_pending)
        self.session.connections_changed.connect(self._show_pending)
        self._trouble.activated.connect(self._trouble_button)
        self._trouble.second_activated.connect(self.close)
        self.tabs.currentChanged.connect(self._on_pane_changed)
        self.tabs.currentChanged.connect(self._focus_tab)
        self.status.overview_wanted.connect(self.overview.show)
        self.overview.wanted.connect(self.show_page)
        self.overview.history_wanted.connect(self._show_whole_history)
        self.overview.left.connect(self._show_tabs)

    def _restore(self) -> None:
        preferences = self.session.preferences
        geometry = preferences.value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        self.actions_by_name.show_theme(theme.hub().choice)

    def _save(self) -> None:
        preferences = self.session.preferences
        preferences.setValue("window/geometry", self.saveGeometry())
        if self.session.is_open:
            if self.tab is not None:
                preferences.setValue("window/vendor", self.tab.vendor.id)
            for tab in self.vendor_tabs:
                for pane in tab.panes:
                    pane.records.save_layout()
        preferences.sync()
