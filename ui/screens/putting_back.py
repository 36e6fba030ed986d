"""Puts back an old value of the field under the cursor, in the table or in the details."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.edit_values import OldValue
from app.jobs import JobContext
from app.records.paths import column_of
from app.services.old_values import old_values
from ui.dialogs.old_values_dialog import OldValuesDialog
from ui.edits import CellEdit, RecordEdits
from ui.jobs import Lane
from ui.models.field_words import title_of
from ui.models.record_row import why_not_editable
from ui.screens.form_places import focused_path
from ui.session import AppSession

if TYPE_CHECKING:
    from app.workspace import Workspace
    from ui.screens.record_form import RecordForm
    from ui.screens.record_grid import RecordGrid


@dataclass(frozen=True)
class _Past:
    """The old values of one place of a record."""

    record_id: int
    path: str
    values: tuple[OldValue, ...]


class PuttingBack(QObject):
    """`told` says why there is nothing to put back, `opened` carries the dialog."""

    told = Signal(str)
    failed = Signal(object)
    opened = Signal(object)

    def __init__(self, session: AppSession, grid: RecordGrid, form: RecordForm, edits: RecordEdits) -> None:
        super().__init__(grid)
        self._session = session
        self._grid = grid
        self._form = form
        self._edits = edits
        self._found: _Past | None = None

    def ask(self) -> None:
        """Look for the old values of the field under the cursor, and show them."""
        row, path = self._grid.current_row, focused_path(self._form) or self._grid.current_path
        column = self._edits.kind.column_by_path.get(column_of(path)) if path else None
        if row is None or column is None or column.about.is_directive:
            self.told.emit("Put the cursor on a field first.")
            return
        reason = why_not_editable(self._edits.kind, row.record, column)
        if reason:
            self.told.emit(reason)
            return
        work = partial(_look, self._session.workspace, self._edits.kind.id, row.record.id, path)
        self._session.jobs.run(work, done=self._show, failed=self._fail, lane=Lane.READ)

    def _show(self, found: _Past) -> None:
        kind = self._edits.kind
        column = kind.column_by_path[column_of(found.path)]
        self._found = found
        dialog = OldValuesDialog(title_of(kind, found.path), column, found.values, self._grid.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._put_back)
        dialog.open()
        self.opened.emit(dialog)

    def _put_back(self, text: str) -> None:
        if self._found is not None:
            edit = CellEdit(self._found.record_id, {self._found.path: text})
            self._edits.write([edit], title="putting back of an old value")

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)


def _look(workspace: Workspace, kind: str, record_id: int, path: str, _context: JobContext) -> _Past:
    return _Past(record_id, path, old_values(workspace, kind, record_id, path))
