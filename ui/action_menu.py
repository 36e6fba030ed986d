"""The vendor's actions in a menu: for the chosen rows, or why they cannot be run."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from ui.models.when import plural
from ui.screens.record_actions import why_not
from ui.widgets.plain import plain_tooltip

if TYPE_CHECKING:
    from ui.screens.records_screen import RecordsScreen


def add_actions(menu: QMenu, records: RecordsScreen) -> None:
    """Add the kind's actions for the selection of the grid."""
    kind = records.kind
    rows = records.grid.selected_row_count()
    row = records.grid.current_row
    # Of many rows the question counts those that can be acted on; one alone can say at once why not.
    reason = why_not(row.record if row else None) if rows <= 1 else ""
    menu.setToolTipsVisible(True)
    for action in kind.actions:
        many = "" if rows <= 1 else f" {plural(rows, kind.title_one)}"
        made = menu.addAction(f"{action.title}{many}", partial(records.action_requested.emit, action.name))
        made.setEnabled(not reason)
        made.setToolTip(plain_tooltip(reason or action.warning or action.title))
    if reason and kind.actions:
        menu.addAction(reason).setEnabled(False)


def fill(menu: QMenu, records: RecordsScreen | None, vendor: str) -> None:
    """Fill the menu bar's Actions for what is in front."""
    menu.clear()
    if records is not None and records.kind.actions:
        add_actions(menu, records)
        return
    words = f"{vendor} has no actions" if records is not None else "Connect a vendor first"
    menu.addAction(words).setEnabled(False)
