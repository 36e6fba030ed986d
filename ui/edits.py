"""Edits on their way to the workspace: one after another, told when they are stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.errors import CounterfoilError
from app.jobs import JobContext
from app.records.columns import ColumnType
from app.services import edit_records
from app.values import Changed, Connection, Record
from ui.jobs import Job, Lane
from ui.models.record_row import RecordRow, row_of
from ui.session import AppSession

if TYPE_CHECKING:
    from app.services.edit_steps import OpenStep
    from app.vendors.declaration import Kind

Texts = Mapping[str, str]


@dataclass(frozen=True)
class CellEdit:
    """What a person left in some fields of one record: path → text; empty text erases."""

    record_id: int
    texts: Texts


@dataclass(frozen=True)
class _Stored:
    edits: tuple[CellEdit, ...]
    rows: tuple[RecordRow, ...]
    error: Exception | None


class RecordEdits(QObject):
    """One per connection, shared by grid and form."""

    started = Signal(object)
    """*Shape*: CellEdit"""
    stored = Signal(object, object)
    """*Shape*: CellEdit, RecordRow or None where it was refused"""
    failed = Signal(object)
    added = Signal(int)
    pending_changed = Signal(int)
    undo_started = Signal(object)
    """*Shape*: Job"""

    def __init__(self, session: AppSession, connection: Connection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._connection = connection
        self._kind: Kind = session.kind_of(connection)
        self.pending = 0

    @property
    def kind(self) -> Kind:
        return self._kind

    def write(self, edits: Sequence[CellEdit], *, title: str = "") -> None:
        """Store what was typed or pasted, as one step of Undo that goes by the title."""
        for edit in edits:
            self.started.emit(edit)
        self._run(partial(self._write, edits=tuple(edits), title=title), done=self._take_stored)

    def attach(self, record_id: int, path: str, file: Path) -> None:
        """Keep a copy of a picture with a record."""
        edit = CellEdit(record_id, {path: file.name})
        self.started.emit(edit)
        self._run(partial(self._attach, edit=edit, path=path, file=file), done=self._take_stored)

    def add(self, texts: Texts) -> None:
        """Add a record; `added` tells its id."""
        self._run(partial(self._add, texts=dict(texts)), done=self._take_added)

    def delete(self, ids: Callable[[], Sequence[int]]) -> None:
        """Mark records for deletion; `ids` is asked on the worker thread."""
        self._run(partial(self._delete, ids=ids), done=self._take_changed)

    def revert(self, ids: Callable[[], Sequence[int]], path: str | None = None) -> None:
        """Take the vendor's side again, of a whole record or one field."""
        self._run(partial(self._revert, ids=ids, path=path), done=self._take_changed)

    def clear(self, ids: Callable[[], Sequence[int]], paths: Sequence[str]) -> None:
        """Erase fields of many records."""
        self._run(partial(self._clear, ids=ids, paths=tuple(paths)), done=self._take_changed)

    def undo(self) -> None:
        """Take back what was edited last."""
        self._run_undo(is_redo=False, title="Undoing")

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._run_undo(is_redo=True, title="Redoing")

    def remove_element(self, record_id: int, element_path: str) -> None:
        """Remove one element of a list."""
        self._run(
            partial(self._remove_element, record_id=record_id, path=element_path), done=self._take_changed
        )

    def _run(
        self, work: Callable[[JobContext], object], *, done: Callable[[object], None], title: str = "Saving"
    ) -> Job:
        self.pending += 1
        self.pending_changed.emit(self.pending)
        job = self._session.jobs.run(work, done=done, failed=self._fail, lane=Lane.WRITE, title=title)
        job.finished.connect(self._ended)
        return job

    def _run_undo(self, *, is_redo: bool, title: str) -> None:
        self.undo_started.emit(
            self._run(partial(self._undo, is_redo=is_redo), done=self._take_changed, title=title)
        )

    def _write(self, _context: JobContext, *, edits: tuple[CellEdit, ...], title: str) -> _Stored:
        from app.services.edit_steps import OpenStep  # noqa: PLC0415  at first use

        step = OpenStep(self._session.workspace, title) if title else None
        rows: list[RecordRow] = []
        error: Exception | None = None
        for edit in edits:
            try:
                rows.append(row_of(self._kind, self._write_one(edit, step)))
            except Exception as failure:
                error = failure
                break
        return _Stored(edits, tuple(rows), error)

    def _write_one(self, edit: CellEdit, step: OpenStep | None) -> Record:
        workspace, kind = self._session.workspace, self._kind.id
        erased = tuple(path for path, text in edit.texts.items() if self._erases(path, text))
        written = {path: text for path, text in edit.texts.items() if path not in erased}
        return edit_records.set_values(workspace, kind, edit.record_id, written, erase=erased, into=step)

    def _attach(self, _context: JobContext, *, edit: CellEdit, path: str, file: Path) -> _Stored:
        from app.services.attach_file import attach_file  # noqa: PLC0415  at first use

        try:
            record = attach_file(self._session.workspace, self._kind.id, edit.record_id, path, file)
        except CounterfoilError as error:
            return _Stored((edit,), (), error)
        return _Stored((edit,), (row_of(self._kind, record),), None)

    def _erases(self, path: str, text: str) -> bool:
        from app.records.paths import column_of  # noqa: PLC0415

        column = self._kind.column_by_path.get(column_of(path))
        if column is None or column.type is ColumnType.TEXT:
            return not text
        return not text.strip()

    def _add(self, _context: JobContext, *, texts: Texts) -> int:
        record = edit_records.add_record(self._session.workspace, self._kind.id, self._connection.id, texts)
        return record.id

    def _delete(self, _context: JobContext, *, ids: Callable[[], Sequence[int]]) -> Changed:
        return edit_records.delete_records(self._session.workspace, self._kind.id, ids())

    def _revert(self, _context: JobContext, *, ids: Callable[[], Sequence[int]], path: str | None) -> Changed:
        return edit_records.revert_records(self._session.workspace, self._kind.id, ids(), path)

    def _clear(
        self, _context: JobContext, *, ids: Callable[[], Sequence[int]], paths: tuple[str, ...]
    ) -> Changed:
        return edit_records.clear_values(self._session.workspace, self._kind.id, ids(), paths)

    def _undo(self, context: JobContext, *, is_redo: bool) -> Changed:
        from app.services import undo_edit  # noqa: PLC0415  at first use

        carry_out = undo_edit.redo_edit if is_redo else undo_edit.undo_edit
        return carry_out(self._session.workspace, self._connection.id, context)

    def _remove_element(self, _context: JobContext, *, record_id: int, path: str) -> Changed:
        edit_records.remove_element(self._session.workspace, self._kind.id, record_id, path)
        return Changed(self._connection.id, self._kind.id, (record_id,))

    def _take_stored(self, stored: object) -> None:
        assert isinstance(stored, _Stored)  # noqa: S101  what _write returns
        for number, edit in enumerate(stored.edits):
            self.stored.emit(edit, stored.rows[number] if number < len(stored.rows) else None)
        if stored.rows:
            ids = tuple(row.record.id for row in stored.rows)
            self._announce(Changed(self._connection.id, self._kind.id, ids))
        if stored.error is not None:
            self._fail(stored.error)

    def _take_added(self, record_id: object) -> None:
        assert isinstance(record_id, int)  # noqa: S101  what _add returns
        self._announce(Changed(self._connection.id, self._kind.id, (record_id,)))
        self.added.emit(record_id)

    def _take_changed(self, _changed: object) -> None:
        self._announce(Changed(self._connection.id, self._kind.id))

    def _announce(self, changed: Changed) -> None:
        self._session.changes.announce(changed)

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)

    def _ended(self) -> None:
        self.pending -= 1
        self.pending_changed.emit(self.pending)
