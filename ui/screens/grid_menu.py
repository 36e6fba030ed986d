"""The context menu of the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from ui import assets
from ui.action_menu import add_actions
from ui.models.when import number_text

if TYPE_CHECKING:
    from ui.screens.records_screen import RecordsScreen


def grid_menu(records: RecordsScreen) -> QMenu:
    """Make the menu for the selection of the grid."""
    menu = QMenu(records)
    commands, rows = records.commands, records.grid.selected_row_count()
    one = records.kind.title_one
    many = one if rows == 1 else f"{number_text(rows)} records"
    for words, icon, slot, keys in (
        ("Copy", "copy", commands.copy, "Ctrl+C"),
        ("Paste", "import", commands.paste, "Ctrl+V"),
        ("Fill down", "fill-down", commands.fill_down, "Ctrl+D"),
        ("Clear cells", "close", commands.clear, "Del"),
        ("Revert these fields", "revert", commands.revert_cells, "Ctrl+Shift+R"),
        (f"Revert {many}", "revert", commands.revert, "Ctrl+R"),
        (f"Delete {many}", "delete", commands.delete, "Ctrl+Del"),
    ):
        if slot == commands.delete and not records.kind.delete_column:
            continue
        if words == "Revert these fields":
            menu.addSeparator()
        action = menu.addAction(assets.icon(icon), words, slot)
        action.setShortcut(QKeySequence(keys))
    menu.addSeparator()
    old = menu.addAction(assets.icon("revert"), "Old values of this field…", records.putting_back.ask)
    old.setShortcut(QKeySequence("Ctrl+Shift+J"))
    old.setEnabled(bool(records.grid.current_path))
    past = menu.addAction(assets.icon("history"), f"History of this {one}", records.show_past)
    past.setShortcut(QKeySequence("Ctrl+J"))
    past.setEnabled(records.current_record is not None)
    if records.kind.actions:
        menu.addSeparator()
        add_actions(menu, records)
    return menu
