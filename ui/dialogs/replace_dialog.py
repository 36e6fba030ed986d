"""Find and replace over all that is shown: what would change, a tick for each value, and then at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.edit_values import Found, Replaced, Replacement, Search
from app.jobs import JobContext, Progress
from app.services.preview_replace import preview_replace, searchable_columns
from app.services.replace_found import replace_found
from app.values import RecordQuery
from ui import theme
from ui.dialogs.replace_form import ReplaceForm
from ui.jobs import Job, Lane
from ui.models.page_loader import PageLoader
from ui.models.replace_table import ReplaceTable
from ui.models.when import plural
from ui.session import AppSession
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.plain import plain_label
from ui.widgets.tick_view import TickView
from ui.widgets.words import IconButton

if TYPE_CHECKING:
    from app.vendors.declaration import Kind
    from app.workspace import Workspace


class ReplaceDialog(QDialog):
    """`replaced` carries what was written; looking and writing are jobs, which closing or Stop ends."""

    replaced = Signal(object)

    def __init__(
        self, session: AppSession, kind: Kind, query: RecordQuery, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._query = query
        self._looking: Job | None = None
        self._writing: Job | None = None
        self._found = Found(())
        self._searched = Search("")
        self.setWindowTitle("Find and replace")
        self.resize(820, 620)
        self.form = ReplaceForm(searchable_columns(kind))
        self.table = ReplaceTable(kind, self)
        self.view = TickView(self.table, name="What would change")
        self.count = plain_label(role="muted", is_wrapped=True)
        self.notice = NoticeBar()
        self.tick_button = IconButton("Tick none")
        self.replace_button = IconButton("Replace", role="primary", icon="check")
        self.close_button = IconButton("Close")
        self._loader = PageLoader(session.jobs, self.table)
        self._lay_out()
        self._connect()
        self._tell()
        self.form.wanted.setFocus()

    def look(self) -> None:
        """Look for what is asked for, in place of an earlier look."""
        if self._looking is not None:
            self._looking.cancel()
        self._searched = self.form.search
        work = partial(_preview, self._session.workspace, self._query, self._searched)
        self._looking = self._session.jobs.run(work, done=self._take, failed=self._fail, lane=Lane.READ)

    def replace(self) -> None:
        """Write what is ticked; the dialog closes when it is written."""
        if self._writing is not None or not self.table.ticked_count or self._looking is not None:
            return
        if self.form.search != self._searched:
            self.look()  # what stands below is not yet what was typed last
            return
        work = partial(_replace, self._session.workspace, self._query.kind, self.table.ticked)
        self._writing = self._session.jobs.run(
            work,
            done=self._end,
            failed=self._fail,
            progress=self._show_progress,
            lane=Lane.LONG,
            title="Replacing",
        )
        self._tell()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop()
        super().closeEvent(event)

    @override
    def reject(self) -> None:
        """While it writes, the button and Escape stop that; what is written can be undone as a whole."""
        if self._writing is not None:
            self._writing.cancel()
        else:
            self._stop()
            super().reject()

    def _stop(self) -> None:
        for job in (self._looking, self._writing):
            if job is not None:
                job.cancel()

    def _take(self, found: Found) -> None:
        self._looking = None
        self._found = found
        self.table.take_found(found.replacements)
        self._loader.show(partial(len, found.replacements), partial(_page, found.replacements))

    def _fail(self, error: BaseException) -> None:
        self._looking = self._writing = None
        self.notice.show_error(error)
        self._tell()

    def _end(self, replaced: Replaced) -> None:
        self._writing = None
        self.replaced.emit(replaced)
        self.accept()

    def _show_progress(self, progress: Progress) -> None:
        self.count.setText(progress.text)

    def _tick(self) -> None:
        """Tick all where none is left out, else none."""
        is_whole = self.table.ticked_count == len(self.table.found)
        self.table.tick(range(len(self.table.found)), is_ticked=not is_whole)

    def _tell(self) -> None:
        number, ticked = len(self.table.found), self.table.ticked_count
        is_idle = self._writing is None
        self.count.setText(_words(self._found, self.form.search))
        self.tick_button.set_words("Tick none" if ticked == number else "Tick all")
        self.tick_button.setEnabled(bool(number) and is_idle)
        self.replace_button.set_words(f"Replace {plural(ticked, 'value')}" if ticked else "Replace")
        self.replace_button.setEnabled(bool(ticked) and is_idle)
        self.close_button.set_words("Close" if is_idle else "Stop")
        self.form.setEnabled(is_idle)

    def _connect(self) -> None:
        self.form.changed.connect(self.look)
        self.form.wanted.returnPressed.connect(self.look)
        self.table.ticked_changed.connect(self._tell)
        self.tick_button.clicked.connect(self._tick)
        self.replace_button.clicked.connect(self.replace)
        self.close_button.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        for button in (self.tick_button, self.replace_button, self.close_button):
            button.setAutoDefault(False)  # Enter in a line looks, and writes nothing
        theme.set_role(self.view, "boxed")
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.close_button)
        below.addStretch(1)
        below.addWidget(self.tick_button)
        below.addWidget(self.replace_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.PAGE, theme.PAGE, theme.PAGE)
        column.setSpacing(12)
        column.addWidget(self.form)
        column.addWidget(self.notice)
        column.addWidget(self.count)
        column.addWidget(self.view, 1)
        column.addLayout(below)


def _words(found: Found, search: Search) -> str:
    """Say what was found in numbers, and what of it is closed."""
    if not search.text:
        return "Write what to find. Everything that the table shows is looked through, on all its pages."
    stay = "stays" if found.closed == 1 else "stay"
    closed = f" {plural(found.closed, 'value')} cannot be changed and {stay}." if found.closed else ""
    if not found.replacements:
        return f"Nothing that is shown would change.{closed}"
    return f"{plural(len(found.replacements), 'value')} in {plural(found.records, 'record')}.{closed}"


def _page(found: Sequence[Replacement], offset: int, limit: int) -> Sequence[Replacement]:
    return found[offset : offset + limit]


def _preview(workspace: Workspace, query: RecordQuery, search: Search, context: JobContext) -> Found:
    return preview_replace(workspace, context, query, search)


def _replace(
    workspace: Workspace, kind: str, replacements: Sequence[Replacement], context: JobContext
) -> Replaced:
    return replace_found(workspace, context, kind, replacements)
