"""Edits of the grid on their way to the workspace, shown in their cells until they are there."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.edits import CellEdit, RecordEdits
from ui.models.record_row import RecordRow
from ui.models.record_table import RecordTable


class CellSaving(QObject):
    """Sends on what is typed into the table, and shows there what all edits come to."""

    def __init__(self, table: RecordTable, edits: RecordEdits) -> None:
        super().__init__(table)
        self._table = table
        self._edits = edits
        table.edited.connect(self._edit)
        edits.started.connect(self._on_started)
        edits.stored.connect(self._on_stored)

    def _edit(self, record_id: int, path: str, text: str) -> None:
        self._edits.write([CellEdit(record_id, {path: text})])

    def _on_started(self, edit: CellEdit) -> None:
        for path, text in edit.texts.items():
            self._table.start_saving(edit.record_id, path, text)

    def _on_stored(self, edit: CellEdit, row: RecordRow | None) -> None:
        for path, text in edit.texts.items():
            self._table.end_saving(edit.record_id, path, text)
        if row is not None:
            self._table.put(row)
