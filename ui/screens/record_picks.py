"""Choosing a field's value from the vendor's own list: an account, a sales rep."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.jobs import JobContext
from app.values import Connection
from app.vendors.list_elements import new_element_path
from ui.edits import CellEdit, RecordEdits
from ui.jobs import Lane
from ui.screens.record_form import RecordForm
from ui.session import AppSession
from ui.widgets.pick_dialog import PickDialog

if TYPE_CHECKING:
    from app.workspace import Workspace


class RecordPicks(QObject):
    """Answers the form's Choose buttons. `failed` says why there is no list: then the id is typed."""

    failed = Signal(object)

    def __init__(
        self, session: AppSession, connection: Connection, form: RecordForm, edits: RecordEdits
    ) -> None:
        super().__init__(form)
        self._session, self._connection = session, connection
        self._form, self._edits = form, edits
        self._path = ""
        self.dialog: PickDialog | None = None
        form.pick_requested.connect(self.ask)

    def ask(self, path: str) -> None:
        """Read the list and offer it."""
        self._path = path
        work = partial(_pick, self._session.workspace, self._connection.id, path)
        self._session.jobs.run(work, done=self._offer, failed=self._fail, lane=Lane.LONG, title="Looking up")

    def _offer(self, choices: tuple[tuple[str, str], ...]) -> None:
        column = self._session.kind_of(self._connection).column_by_path[self._path]
        self.dialog = PickDialog(f"Choose: {column.title}", choices, self._form)
        self.dialog.picked.connect(self._take)
        self.dialog.open()

    def _take(self, value: str) -> None:
        row = self._form.row
        if row is None:
            return
        column = self._session.kind_of(self._connection).column_by_path[self._path]
        place = self._path
        if column.list_path:
            elements = self._form.lists[column.list_path].model.elements
            if any(str(one.values.get(column.name)) == value for one in elements):
                return  # already there
            place = f"{new_element_path(elements, column.list_path)}.{column.name}"
        self._edits.write([CellEdit(row.record.id, {place: value})])

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)


def _pick(
    workspace: Workspace, connection_id: int, path: str, context: JobContext
) -> tuple[tuple[str, str], ...]:
    from app.services.pick import pick  # noqa: PLC0415  after the first paint

    return pick(workspace, context, connection_id, path)
