"""The context menu of the grid."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ui import assets
from ui.models.when import number_text
from ui.screens.grid_commands import GridCommands


def grid_menu(parent: QWidget, commands: GridCommands, *, rows: int, one: str) -> QMenu:
    """Make the menu for a selection of `rows` records."""
    menu = QMenu(parent)
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
        if words == "Revert these fields":
            menu.addSeparator()
        action = menu.addAction(assets.icon(icon), words, slot)
        action.setShortcut(QKeySequence(keys))
    return menu
