"""Ctrl+Z and Ctrl+Y in the window: named in the menu, one step per fill down, refusals told in place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel
from pytestqt.qtbot import QtBot

from app.services.edit_records import set_values
from app.workspace import Workspace
from tests.ui.demo_workspace import KIND
from tests.ui.screens.conftest import quiet
from tests.ui.test_main_window import MakeWindow, full_window
from tests.ui.test_main_window import make_window as make_window  # noqa: PLC0414  the fixture
from tests.ui.test_main_window import store as store  # noqa: PLC0414  as above
from ui.main_window import MainWindow
from ui.screens.connection_pane import ConnectionPane


@pytest.fixture
def window(make_window: MakeWindow, store: Workspace, qtbot: QtBot) -> MainWindow:
    made = full_window(make_window(), store, qtbot)
    rest(made, qtbot)
    return made


def pane_of(window: MainWindow) -> ConnectionPane:
    assert window.pane is not None
    return window.pane


def rest(window: MainWindow, qtbot: QtBot) -> None:
    for _ in range(2):
        quiet(window.session.jobs, qtbot)
        qtbot.waitUntil(lambda: not window.undo_names._timer.isActive())
    quiet(window.session.jobs, qtbot)


def press(window: MainWindow, name: str, qtbot: QtBot) -> None:
    window.actions_by_name[name].trigger()
    rest(window, qtbot)


def menu(window: MainWindow) -> tuple[str, str]:
    return window.actions_by_name["undo"].text(), window.actions_by_name["redo"].text()


def names(store: Workspace, ids: range) -> list[object]:
    return [{**one.base, **one.edits}.get("name") for one in store.store.records.many(KIND, ids)]


def test_fill_down_is_one_step_by_its_name(window: MainWindow, store: Workspace, qtbot: QtBot) -> None:
    pane = pane_of(window)
    grid, table = pane.records.grid, pane.records.table
    column = next(one for one in range(len(table.columns)) if table.column_at(one).path == "name")
    before = names(store, range(11, 15))
    chosen = QItemSelection(table.index(10, column), table.index(13, column))
    grid.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    pane.records.commands.fill_down()
    rest(window, qtbot)
    assert menu(window) == ("&Undo fill down of 3 cells", "R&edo")
    press(window, "undo", qtbot)
    assert names(store, range(11, 15)) == before
    assert menu(window)[1] == "R&edo fill down of 3 cells"
    press(window, "redo", qtbot)
    assert names(store, range(11, 15)) == [before[0]] * 4


def test_nothing_to_do_again_is_told_in_place(window: MainWindow, qtbot: QtBot) -> None:
    press(window, "redo", qtbot)
    notice = pane_of(window).records.notice
    assert notice.isVisible()
    assert "nothing to do again" in str(notice.error)


def test_redo_has_both_keys(window: MainWindow) -> None:
    keys = [one.toString() for one in window.actions_by_name["redo"].shortcuts()]
    assert keys == ["Ctrl+Y", "Ctrl+Shift+Z"]
    assert window.actions_by_name["undo"].shortcut().toString() == "Ctrl+Z"


def test_an_edit_is_named_once_the_window_hears_of_it(
    window: MainWindow, store: Workspace, qtbot: QtBot
) -> None:
    set_values(store, KIND, 4, {"name": "A & B"})
    pane_of(window).refresh()
    rest(window, qtbot)
    assert menu(window)[0] == "&Undo edit of Name"
