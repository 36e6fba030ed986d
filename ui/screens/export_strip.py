"""Exporting records of a connection: where to, how far it is with Stop, and what was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.jobs import JobContext
from app.values import Connection, RecordQuery
from ui.dialogs import files
from ui.jobs import Lane
from ui.models.when import plural
from ui.session import AppSession
from ui.widgets.late_strip import LateStrip

if TYPE_CHECKING:
    from app.workspace import Workspace

_QUICK_MILLISECONDS = 300  # what is done by then needs no bar
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class ExportStrip(LateStrip):
    """Hidden but for a while. `told` carries what was written, `failed` an error."""

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__("Exporting", quick_milliseconds=_QUICK_MILLISECONDS, parent=parent)
        self.session = session
        self.connection = connection
        self._kind = session.kind_of(connection)

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def ask_for_view(self, query: RecordQuery) -> None:
        """Write what the records show, in their order, where the person says."""
        place = files.ask_where_to_export(self, name=self._name(query), title="Export what is shown")
        if place is not None:
            self.write_view(query, place)

    def ask_for_all(self, query: RecordQuery) -> None:
        """Write all records, whatever is shown."""
        self.ask_for_view(RecordQuery(query.kind, query.connection_id))

    def ask_for_failed(self) -> None:
        """Write what was refused or failed, in the columns it came in, with the reason."""
        place = files.ask_where_to_export(self)
        if place is not None:
            work = partial(_write_failed, self.session.workspace, self._kind.id, self.connection.id, place)
            self._start(work, place)

    def write_view(self, query: RecordQuery, place: Path) -> None:
        self._start(partial(_write, self.session.workspace, query, place), place)

    def _name(self, query: RecordQuery) -> str:
        is_part = replace(query, sort="", is_descending=False) != RecordQuery(query.kind, query.connection_id)
        words = f"{self._kind.title} of {self.connection.name}{' (part)' if is_part else ''}"
        return f"{_UNSAFE.sub(' ', words).strip()}.csv"

    def _start(self, work: Callable[[JobContext], str], place: Path) -> None:
        if self._job is not None:
            return
        title = f"Exporting to {place.name}"
        self._begin(title)
        self._job = self.session.jobs.run(
            work,
            done=self._take,
            failed=self._fail,
            cancelled=self._take_stop,
            progress=self._show_progress,
            lane=Lane.LONG,
            title=title,
        )

    def _take(self, words: str) -> None:
        self._end()
        self.told.emit(words)

    def _take_stop(self) -> None:
        self._end()
        self.told.emit("Stopped. No file was written; what stood there before stands there still.")

    def _fail(self, error: BaseException) -> None:
        self._end()
        self.failed.emit(error)


def _write(workspace: Workspace, query: RecordQuery, place: Path, context: JobContext) -> str:
    from app.services.export_records import export  # noqa: PLC0415  at first use

    rows = export(
        workspace,
        context,
        kind=query.kind,
        connection_id=query.connection_id,
        to=place,
        has_bom=True,
        query=query,
    )
    return _words(rows, place)


def _write_failed(workspace: Workspace, kind: str, connection_id: int, place: Path, context: JobContext) -> str:
    from app.services.export_failed import export_failed  # noqa: PLC0415  at first use

    return _words(export_failed(workspace, context, kind=kind, connection_id=connection_id, to=place), place)


def _words(rows: int, place: Path) -> str:
    return f"{plural(rows, 'row')} written to {place.name}."
