"""The frame: opening, trouble, tabs, connections that look their part, files, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app import settings as settings_file
from app.errors import WorkspaceBusy, WorkspaceTooNew
from app.jobs import JobContext
from app.services.connections import list_connections
from app.values import Changed
from app.workspace import Workspace
from tests.ui.demo_workspace import add_test_connection, fill, leave_changes, make_workspace
from ui import theme
from ui.actions import COMMANDS
from ui.dialogs.connection_dialog import ConnectionDialog
from ui.main_window import MainWindow
from ui.session import AppSession
from ui.widgets.empty_state import EmptyState

MakeWindow = Callable[[], MainWindow]


@pytest.fixture
def make_window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MakeWindow]:
    theme.follow(qapp, "light")
    made: list[MainWindow] = []

    def make() -> MainWindow:
        session = AppSession(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
        window = MainWindow(session)
        session.setParent(window)
        qtbot.addWidget(window)
        window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    """Open a workspace that the window closes."""
    return make_workspace(tmp_path / "workspace")


def use(window: MainWindow, workspace: Workspace) -> None:
    window.session.use(workspace, list_connections(workspace))


def full_window(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> MainWindow:
    connection = add_test_connection(workspace)
    leave_changes(workspace, connection, fill(workspace, connection, 20))
    use(window, workspace)
    qtbot.waitUntil(lambda: window.pane is not None and window.pane.records.table.row_at(0) is not None)
    return window


def words_of(window: MainWindow) -> str:
    shown = [one for one in window.findChildren(EmptyState) if one.isVisible()]
    return shown[0].title if shown else ""


def test_paints_before_the_workspace_is_open(make_window: MakeWindow) -> None:
    window = make_window()
    assert words_of(window) == "Counterfoil"
    assert window.tab is None


def test_busy_workspace_is_told_over_the_window_and_can_be_tried_again(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    window.show_trouble(WorkspaceBusy("Process 42 writes to it.", remedy="Close it there."))
    assert words_of(window) == "Process 42 writes to it."
    trouble = next(one for one in window.findChildren(EmptyState) if one.isVisible())
    with qtbot.waitSignal(window.retry_requested):
        trouble.button.click()


def test_newer_workspace_is_told_in_its_own_words(make_window: MakeWindow) -> None:
    window = make_window()
    window.show_trouble(WorkspaceTooNew("A newer Counterfoil made it.", remedy="Update."))
    assert words_of(window) == "A newer Counterfoil made it."


def test_without_a_connection_the_tab_offers_one(
    make_window: MakeWindow, store: Workspace, qtbot: QtBot
) -> None:
    window = make_window()
    use(window, store)
    assert words_of(window) == "Connect Flxpoint"
    window.show_vendor("traede")
    assert words_of(window) == "Connect TRAEDE"
    assert window.tab is not None
    window.tab.empty_state.button.click()
    dialogs = window.findChildren(ConnectionDialog)
    assert dialogs[0].isVisible()
    dialogs[0].reject()


def test_counts_stand_on_the_tab_and_in_the_status_line(
    make_window: MakeWindow, store: Workspace, qtbot: QtBot
) -> None:
    window = full_window(make_window(), store, qtbot)
    qtbot.waitUntil(lambda: "8" in window.tabs.tabText(window.tabs.currentIndex()))
    qtbot.waitUntil(lambda: "22 records" in window.status.counts_text)
    assert "8 pending" in window.status.counts_text
    assert window.status.saved_text == "All edits saved"


def test_production_says_so(make_window: MakeWindow, store: Workspace, qtbot: QtBot) -> None:
    add_test_connection(store, name="Nordic shop", environment="production", url="https://api.example.com")
    window = make_window()
    use(window, store)
    names = {one.accessibleName() for one in window.findChildren(QWidget) if one.isVisible()}
    assert {"Production environment", "PRODUCTION"} <= names


def test_pages_follow_their_keys(make_window: MakeWindow, store: Workspace, qtbot: QtBot) -> None:
    window = full_window(make_window(), store, qtbot)
    pane = window.pane
    assert pane is not None
    for name in ("review", "history", "records"):
        window.actions_by_name[name].trigger()
        assert pane.page == name
        assert window.actions_by_name["copy"].isEnabled() == (name == "records")
    qtbot.waitUntil(lambda: not window.session.jobs.running)


def test_every_command_with_a_key_is_in_a_menu(make_window: MakeWindow) -> None:
    window = make_window()
    in_menus = [action for menu in window.menuBar().findChildren(QMenu) for action in menu.actions()]
    assert all(action in in_menus for action in window.actions_by_name.all())


def test_file_dropped_on_the_window_is_read(
    make_window: MakeWindow, store: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    window = full_window(make_window(), store, qtbot)
    file = tmp_path / "kunder æøå.csv"
    file.write_text("customer_number,name,currency\n1,Ø,DKK\n", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    middle, copy = window.rect().center(), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(middle, copy, mime, left, none))
    assert window.drop.words == "Import into TRAEDE customers of Nordic test"
    QApplication.sendEvent(window.drop, QDropEvent(QPointF(middle), copy, mime, left, none))
    assert window.pane is not None
    pane = window.pane
    qtbot.waitUntil(lambda: pane.imports.page.proposal is not None)
    assert pane.page == "import"


def test_files_given_at_the_start_wait_for_the_workspace(
    make_window: MakeWindow, store: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("customer_number,name\n1,A\n", encoding="utf-8")
    window = make_window()
    window.offer((file,))
    add_test_connection(store)
    use(window, store)
    assert window.pane is not None
    assert window.pane.page == "import"
    qtbot.waitUntil(lambda: not window.session.jobs.running)


def test_file_without_a_connection_is_left_alone(make_window: MakeWindow, store: Workspace) -> None:
    window = make_window()
    use(window, store)
    window.offer((Path("customers.csv"),))
    assert "Add one first" in window.notice.text
    assert window.offers.describe_target() == ""


def test_sizes_sort_and_connection_are_remembered(
    make_window: MakeWindow, store: Workspace, qtbot: QtBot
) -> None:
    window = full_window(make_window(), store, qtbot)
    assert window.pane is not None
    window.resize(790, 600)
    window.pane.records.grid.setColumnWidth(2, 321)
    window.pane.records.grid.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: not window.session.jobs.running)
    window.close()
    again = make_window()
    reopened = make_workspace(store.folder)
    use(again, reopened)
    assert again.pane is not None
    assert again.width() == 790
    assert again.pane.records.grid.columnWidth(2) == 321
    assert again.pane.records.query.sort == "name"
    assert again.pane.records.query.is_descending
    qtbot.waitUntil(lambda: not again.session.jobs.running)


def test_unexpected_failure_shows_and_can_be_copied(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.session.jobs.unhandled.emit(ZeroDivisionError("division by zero"))
    assert "Something went wrong inside Counterfoil" in window.notice.text
    window.notice.button.click()
    assert "ZeroDivisionError" in QApplication.clipboard().text()


def test_theme_changes_at_once_and_is_a_setting(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERFOIL_HOME", str(tmp_path / "home"))
    window = make_window()
    window.actions_by_name["theme_dark"].trigger()
    assert theme.is_dark()
    qtbot.waitUntil(lambda: not window.session.jobs.running)
    assert settings_file.load(settings_file.data_paths().settings_file).settings.theme == "dark"
    window.actions_by_name["theme_light"].trigger()
    assert not theme.is_dark()
    qtbot.waitUntil(lambda: not window.session.jobs.running)


def test_closing_ends_running_jobs_and_lets_go_of_the_workspace(
    make_window: MakeWindow, store: Workspace, qtbot: QtBot
) -> None:
    window = full_window(make_window(), store, qtbot)
    window.session.jobs.run(_sleep_a_minute, done=window.session.changes.announce)
    window.close()
    assert not window.session.is_open
    make_workspace(store.folder).close()


def _sleep_a_minute(context: JobContext) -> Changed:
    context.sleep(60)
    return Changed()


def test_no_key_stands_for_two_things_and_undo_has_the_usual_ones() -> None:
    keys = [command.keys for command in COMMANDS if command.keys]
    assert len(keys) == len(set(keys))
    named = {command.keys: command.name for command in COMMANDS}
    assert (named["Ctrl+Z"], named["Ctrl+Y"]) == ("undo", "redo")


def test_the_tab_with_a_connection_is_in_front_and_is_remembered(
    make_window: MakeWindow, store: Workspace, qtbot: QtBot
) -> None:
    window = full_window(make_window(), store, qtbot)
    assert [tab.vendor.title for tab in window.vendor_tabs] == [
        "Flxpoint",
        "Kibo Commerce",
        "SoftwareOne Marketplace",
        "TRAEDE",
    ]
    assert window.tab is not None
    assert window.tab.vendor.id == "traede"
    window.show_vendor("kibo")
    qtbot.waitUntil(lambda: not window.session.jobs.running)
    window.close()
    again = make_window()
    use(again, make_workspace(store.folder))
    assert again.tab is not None
    assert again.tab.vendor.id == "kibo"
    qtbot.waitUntil(lambda: not again.session.jobs.running)


def test_tabs_have_their_keys(make_window: MakeWindow, store: Workspace, qtbot: QtBot) -> None:
    window = full_window(make_window(), store, qtbot)
    keys = {
        action.shortcut().toString(): action
        for menu in window.menuBar().findChildren(QMenu)
        for action in menu.actions()
    }
    for number, tab in enumerate(window.vendor_tabs, start=1):
        keys[f"Ctrl+{number}"].trigger()
        assert window.tab is tab


def test_reading_traede_says_why_not(make_window: MakeWindow, store: Workspace, qtbot: QtBot) -> None:
    window = full_window(make_window(), store, qtbot)
    window.actions_by_name["pull"].trigger()
    pane = window.pane
    assert pane is not None
    qtbot.waitUntil(lambda: not pane.reading.is_running)
    assert "TRAEDE" in pane.reading.result.text
    assert "Changes can be made and pushed without reading." in pane.reading.result.text


def test_a_vendor_without_actions_says_so(make_window: MakeWindow, store: Workspace, qtbot: QtBot) -> None:
    window = full_window(make_window(), store, qtbot)
    menu = window.actions_by_name.vendor_menu
    menu.aboutToShow.emit()
    assert [(one.text(), one.isEnabled()) for one in menu.actions()] == [("TRAEDE has no actions", False)]


def test_an_undo_is_reviewed_where_the_connection_of_the_push_is(
    make_window: MakeWindow, store: Workspace, qtbot: QtBot
) -> None:
    window = full_window(make_window(), store, qtbot)
    assert window.pane is not None
    (connection,) = window.session.connections
    push_id = store.store.journal.begin(connection, comment="", now=store.clock())
    store.store.journal.finish(push_id, state="finished", stopped_because="", now=store.clock())
    window.show_vendor("kibo")
    window.show_undo(store.store.history.push(push_id))
    assert window.pane.connection == connection
    assert window.pane.history.is_undoing
    qtbot.waitUntil(lambda: not window.session.jobs.running)
    store.store.journal.live.discard(push_id)
