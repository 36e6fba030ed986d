"""The records of a connection: the grid under its filters, the details beside it, edits of both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.services import browse_records
from app.values import Changed, Connection, RecordQuery, Tallies
from ui.edits import RecordEdits
from ui.models.page_loader import PageLoader
from ui.models.record_row import RecordRow, row_of
from ui.models.record_table import RecordTable
from ui.screens.cell_finder import CellFinder
from ui.screens.cell_saving import CellSaving
from ui.screens.empty_place import EmptyPlace
from ui.screens.grid_commands import GridCommands
from ui.screens.grid_menu import grid_menu
from ui.screens.putting_back import PuttingBack
from ui.screens.record_form import NARROWEST, RecordForm
from ui.screens.record_grid import RecordGrid
from ui.screens.record_picks import RecordPicks
from ui.screens.record_pictures import RecordPictures
from ui.screens.records_head import RecordsHead
from ui.screens.records_layout import RecordsLayout
from ui.screens.replacing import Replacing
from ui.session import AppSession
from ui.widgets.notice_bar import NoticeBar

_REFRESH_MILLISECONDS = 180


class RecordsScreen(QWidget):
    """`page_requested` asks for "review"; `file_requested` for the file dialog."""

    page_requested = Signal(str)
    file_requested = Signal()
    table_pasted = Signal(str)
    action_requested = Signal(str)
    pull_requested = Signal()
    past_requested = Signal(int, str)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.connection = connection
        self.kind = session.kind_of(connection)
        self.setAccessibleName(f"{self.kind.title} of {connection.name}")
        self.edits = RecordEdits(session, connection, self)
        self.table = RecordTable(self.kind, self)
        self.grid = RecordGrid(self.table)
        self.commands = GridCommands(session, self.grid, self.table, self.edits)
        self.form = RecordForm(self.kind, self.edits)
        self.picks = RecordPicks(session, connection, self.form, self.edits)
        self.pictures = RecordPictures(session, self.form, self.edits)
        self.head = RecordsHead(self.kind)
        self.finder = CellFinder(session, self.grid, self.table, self.form)
        self.replacing = Replacing(session, self.kind, self._shown_query, self)
        self.putting_back = PuttingBack(session, self.grid, self.form, self.edits)
        self._place = EmptyPlace(self.kind.under(connection.options), self)
        self.empty = self._place.state
        self._saving = CellSaving(self.table, self.edits)
        self._layout = RecordsLayout(session.preferences, self.kind.id)
        self._loader = PageLoader(session.jobs, self.table)
        self._pages = QStackedWidget()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._sort = ("", False)
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(_REFRESH_MILLISECONDS)
        self._lay_out()
        self._connect()
        self.look()

    @property
    def notice(self) -> NoticeBar:
        return self.head.notice

    @property
    def query(self) -> RecordQuery:
        sort, is_descending = self._sort
        kind, connection = self.kind.id, self.connection.id
        name, text = self.head.filter_name, self.head.text
        return RecordQuery(kind, connection, name, text, sort, is_descending, self.head.quick_name)

    def _shown_query(self) -> RecordQuery:
        return self.query

    @property
    def is_empty(self) -> bool:
        """Tell whether words stand in place of the grid."""
        return self._pages.currentWidget() is self.empty

    def look(self) -> None:
        """Ask the store for what the filters show."""
        query = self.query
        self.finder.hold()
        self.commands.query = query
        count = partial(browse_records.count, self.session.workspace, query)
        self._loader.show(count, partial(_page, self.session, self.connection, query))
        self._show_tallies(self.connection.id)

    def show_filter(self, name: str) -> None:
        """Show the records under one filter."""
        self.head.show_filter(name)

    def show_refused(self) -> None:
        """Show what the vendor refused, with the cursor at the first field that it named."""
        self.show_filter("refused")
        self.finder.find_refused(self.query)

    def go_to_problem(self, *, is_backwards: bool = False) -> None:
        """Go to the next field with a problem or a refusal of all that is shown, or to the one before."""
        self.finder.find_next(self.query, is_backwards=is_backwards)

    def show_record(self, record_id: int) -> None:
        """Show all records with this one in view."""
        if self.head.filter_name != "all" or self.head.text or self.head.quick_name:
            self.head.show_filter("all")
        self.finder.find_record(self.query, record_id)

    def new_record(self) -> None:
        """Add an empty record and go to it."""
        self.edits.add({})

    def start_search(self) -> None:
        self.head.start_search()

    def go_on(self) -> None:
        """Move the focus from the search to the grid, to the details and round again."""
        focus = self.focusWidget()
        if self.is_empty and focus is not self.empty.button:
            self.take_focus()
        elif self.grid is focus or self.grid.isAncestorOf(focus):
            next(iter(self.form.fields.values())).editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.form.isAncestorOf(focus) or focus is self.empty.button:
            self.head.start_search()
        else:
            self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def current_record(self) -> tuple[int, str] | None:
        """*Shape*: (id, key) of the record under the cursor."""
        row = self.grid.current_row
        return (row.record.id, row.record.key) if row is not None else None

    def show_past(self) -> None:
        """Ask for every push that the record under the cursor was part of."""
        if (here := self.current_record) is not None:
            self.past_requested.emit(*here)

    def take_focus(self) -> None:
        """Let the next key belong to the table, or to the button that stands in its place."""
        place = self.empty.button if self.is_empty else self.grid
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_details(self) -> None:
        self.form.setVisible(self.form.isHidden())

    def save_layout(self) -> None:
        """Remember columns and splitter."""
        self._layout.save(self.grid, self._splitter)

    def _take_count(self, count: int) -> None:
        focus = self.window().focusWidget()
        is_inside = focus in (self.grid, self.empty.button)
        self._show_count(count)
        if is_inside:
            self.take_focus()

    def _show_count(self, count: int) -> None:
        if count:
            self._pages.setCurrentWidget(self._splitter)
            if not self.grid.currentIndex().isValid():
                self.grid.go_to(0)
            self.finder.release()
            return
        self._place.explain(self.query, self.session.tallies.of(self.connection.id) or Tallies())
        self._pages.setCurrentWidget(self.empty)
        self.form.show_row(None)

    def _go_on_from_empty(self, action: str) -> None:
        ways: dict[str, Callable[[], object]] = {
            "all": partial(self.show_filter, "all"),
            "review": self._ask_for_review,
            "file": self.file_requested.emit,
            "new": self.new_record,
            "pull": self.pull_requested.emit,
        }
        ways[action]()

    def _show_tallies(self, connection_id: int) -> None:
        tallies = self.session.tallies.of(connection_id)
        if connection_id == self.connection.id and tallies is not None:
            self.head.show_tallies(tallies)
            if self.is_empty:
                self._place.explain(self.query, tallies)

    def _look_again(self, changed: Changed) -> None:
        if self.session.concerns(changed, self.connection):
            self._refresh_timer.start()

    def _refresh(self) -> None:
        if self.grid.is_editing:  # rows that move under an open editor confuse; look after it closed
            self._refresh_timer.start()
            return
        self.grid.keep_place()
        self._loader.refresh()

    def _sort_by(self, column: str, is_descending: bool) -> None:  # noqa: FBT001  a signal's arguments
        if (column, is_descending) != self._sort:
            self._sort = (column, is_descending)
            self.look()

    def _take_added(self, record_id: int) -> None:
        self.notice.clear()
        self.show_record(record_id)

    def _show_failure(self, error: BaseException) -> None:
        self.notice.show_error(error)

    def _say(self, text: str) -> None:
        self.notice.show_notice(text, severity="info")

    def _ask_for_review(self) -> None:
        self.page_requested.emit("review")

    def _open_menu(self, place: QPoint) -> None:
        menu = grid_menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _connect(self) -> None:
        self.table.sort_requested.connect(self._sort_by)
        self.edits.failed.connect(self._show_failure)
        self.picks.failed.connect(self._show_failure)
        self.edits.added.connect(self._take_added)
        self.grid.row_shown.connect(self.form.show_row)
        self.grid.row_shown.connect(self.finder.follow)
        self.grid.closed_cell_tried.connect(self._say)
        self.grid.clear_requested.connect(self.commands.clear)
        self.grid.menu_requested.connect(self._open_menu)
        self.commands.told.connect(self._say)
        self.finder.told.connect(self._say)
        self.replacing.told.connect(self._say)
        self.putting_back.told.connect(self._say)
        self.putting_back.failed.connect(self._show_failure)
        self.commands.table_pasted.connect(self.table_pasted)
        self.form.delete_requested.connect(self.commands.delete)
        self.form.revert_requested.connect(self.commands.revert)
        self.head.changed.connect(self.look)
        self.head.new_requested.connect(self.new_record)
        self.head.import_requested.connect(self.file_requested)
        self.head.review_requested.connect(self._ask_for_review)
        self._refresh_timer.timeout.connect(self._refresh)
        self._loader.counted.connect(self._take_count)
        self._loader.failed.connect(self._show_failure)
        self._place.wanted.connect(self._go_on_from_empty)
        self.session.changes.changed.connect(self._look_again)
        self.session.tallies.counted.connect(self._show_tallies)

    def _lay_out(self) -> None:
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self.grid.setMinimumWidth(360)
        self.form.setMinimumWidth(NARROWEST)
        self._splitter.addWidget(self.grid)
        self._splitter.addWidget(self.form)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([800, 380])
        self._pages.addWidget(self._splitter)
        self._pages.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self._pages, 1)
        self._sort = self._layout.restore(self.grid, self.table, self._splitter)


def _page(
    session: AppSession, connection: Connection, query: RecordQuery, offset: int, limit: int
) -> tuple[RecordRow, ...]:
    kind = session.kind_of(connection)
    records = browse_records.page(session.workspace, query, offset, limit)
    return tuple(row_of(kind, record) for record in records)
