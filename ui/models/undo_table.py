"""The columns of an undo in review: what happens to each record of the push, and why not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.undo_values import Undo, UndoneRecord
from ui.marks import Mark, mark_named
from ui.models.field_words import shortened, summary_of
from ui.models.marked import marked
from ui.models.paged_table import Cell, PagedTable, TableColumn
from ui.models.review_table import key_of

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from app.vendors.declaration import Kind

_WILL = {
    "put-back": Mark("put-back", "Puts back", "undo", "changed", "Put back as it was before the push."),
    "deleted": Mark("deleted", "Deletes", "deleted", "deleted", "Deleted again: this push added it."),
    "action": Mark("action", "Runs", "settle", "info", "The vendor is asked to reverse it."),
    "to-name": Mark("to-name", "Name it", "edit", "warning", "Deleted again only after you typed its number."),
    "as-before": Mark("as-before", "As before", "applied", "muted", "It is as it was before the push already."),
}


def undo_table(kind: Kind, parent: QObject | None = None) -> PagedTable:
    """Make the lazy table of the records that a push did something to."""
    columns = (
        TableColumn("Undo", _mark_cell, letters=14),
        TableColumn(kind.column_by_path[kind.key_column].title, _key_cell, letters=14),
        TableColumn("What changes", partial(_summary_cell, kind=kind), letters=30, is_stretched=True),
        TableColumn("What stays, and why", _why_cell, letters=34, is_stretched=True),
    )
    return PagedTable(columns, parent)


def mark_of_undo(item: UndoneRecord) -> Mark | None:
    """Choose the mark that says what will happen to a record."""
    if item.is_sent:
        name = "action" if item.action else "deleted" if item.reviewed.record.is_deleting else "put-back"
        return _WILL[name]
    if item.needs_number:
        return _WILL["to-name"]
    return _WILL["as-before"] if item.became is Undo.REVERSED else mark_named(item.became.value)


def what_words(item: UndoneRecord, kind: Kind) -> str:
    """Say what would be sent of a record."""
    if not item.is_sent:
        return ""
    if item.action:
        return item.action
    if item.reviewed.record.is_deleting:
        return f"Deletes this {kind.title_one} again"
    return summary_of(kind, item.reviewed.fields)


def _mark_cell(item: UndoneRecord) -> Cell:
    return marked(mark_of_undo(item))


def _key_cell(item: UndoneRecord) -> Cell:
    return Cell(shortened(key_of(item.reviewed.record)), is_bold=True)


def _summary_cell(item: UndoneRecord, *, kind: Kind) -> Cell:
    is_deletion = item.is_sent and item.reviewed.record.is_deleting and not item.action
    return Cell(what_words(item, kind), color="deleted" if is_deletion else "")


def _why_cell(item: UndoneRecord) -> Cell:
    """Mark what a record that goes back leaves behind; what stays whole is marked in the first column."""
    text = shortened(item.words, 160)
    if item.words and item.is_sent:
        return marked(mark_named(item.became.value), text, tip=item.words)
    return Cell(text, tip=item.words)
