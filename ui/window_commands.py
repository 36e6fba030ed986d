"""What each command of the menus does, in a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui import window_dialogs
from ui.screens.connection_pane import ConnectionPane

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_WINDOW: dict[str, Callable[[MainWindow], object]] = {
    "import": lambda window: window.offers.choose(),
    "export": lambda window: _export(window, is_all=False),
    "export_all": lambda window: _export(window, is_all=True),
    "add_connection": lambda window: window.connection_command("add"),
    "edit_connection": lambda window: window.connection_command("edit"),
    "test_connection": lambda window: window.connection_command("test"),
    "overview": lambda window: window.overview.show(),
    "settings": window_dialogs.open_settings,
    "quit": lambda window: window.close(),
    "theme_system": lambda window: window_dialogs.choose_theme(window, "system"),
    "theme_light": lambda window: window_dialogs.choose_theme(window, "light"),
    "theme_dark": lambda window: window_dialogs.choose_theme(window, "dark"),
    "support": window_dialogs.open_support,
    "about": window_dialogs.open_about,
}
_PANE: dict[str, Callable[[ConnectionPane], object]] = {
    "undo": lambda pane: pane.records.edits.undo(),
    "redo": lambda pane: pane.records.edits.redo(),
    "new_record": lambda pane: pane.records.new_record(),
    "delete": lambda pane: pane.records.commands.delete(),
    "revert": lambda pane: pane.records.commands.revert(),
    "revert_cells": lambda pane: pane.records.commands.revert_cells(),
    "copy": lambda pane: pane.records.commands.copy(),
    "paste": lambda pane: pane.records.commands.paste(),
    "fill_down": lambda pane: pane.records.commands.fill_down(),
    "next_problem": lambda pane: pane.records.go_to_problem(),
    "previous_problem": lambda pane: pane.records.go_to_problem(is_backwards=True),
    "replace": lambda pane: pane.records.replacing.open(),
    "old_values": lambda pane: pane.records.putting_back.ask(),
    "find": lambda pane: pane.search(),
    "records": lambda pane: pane.show_page("records"),
    "history": lambda pane: pane.show_page("history"),
    "record_history": lambda pane: pane.show_current_past(),
    "details": lambda pane: pane.records.toggle_details(),
    "go_on": lambda pane: pane.records.go_on(),
    "refresh": lambda pane: pane.refresh(),
    "pull": lambda pane: pane.pull(),
    "review": lambda pane: pane.show_page("review"),
    "review_next": lambda pane: pane.review.go_on(),
    "push": lambda pane: pane.push(),
    "pause": lambda pane: pane.pause(),
    "stop": lambda pane: pane.stop(),
    "settle": lambda pane: pane.strip.settle(),
}


def run(window: MainWindow, name: str) -> None:
    """Carry out a command of the menus."""
    if name in _WINDOW:
        _WINDOW[name](window)
    elif window.pane is not None:
        window.overview.leave()  # the command is about the connection in front
        _PANE[name](window.pane)


def _export(window: MainWindow, *, is_all: bool) -> None:
    if window.pane is not None:
        window.pane.export(is_all=is_all)
