"""The records of a connection: filters, the grid, the details beside it, and what stands in the way of a push."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.services import browse_records
from app.values import Changed, Connection, RecordQuery, Tallies
from ui import assets, theme
from ui.edits import CellEdit, RecordEdits
from ui.models.page_loader import PageLoader
from ui.models.record_row import RecordRow, row_of
from ui.models.record_table import RecordTable
from ui.models.when import number_text, plural
from ui.screens.grid_commands import GridCommands
from ui.screens.record_form import RecordForm
from ui.screens.record_grid import RecordGrid
from ui.session import AppSession
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_chips import FilterChips
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton

_TYPING_MILLISECONDS = 220
_REFRESH_MILLISECONDS = 180


class RecordsScreen(QWidget):
    """`page_requested` asks for "review" or "import"; `file_requested` for the file dialog."""

    page_requested = Signal(str)
    file_requested = Signal()
    table_pasted = Signal(str)

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
        self.chips = FilterChips()
        self.find = QLineEdit()
        self.held_back = NoticeBar()
        self.notice = NoticeBar()
        self._loader = PageLoader(session.jobs, self.table)
        self._empty = EmptyState("", "")
        self._pages = QStackedWidget()
        self._sort = ("", False)
        self._wanted_record = 0
        self._make_timers()
        self._lay_out()
        self._connect()
        self.look()

    @property
    def query(self) -> RecordQuery:
        sort, is_descending = self._sort
        return RecordQuery(
            self.kind.id, self.connection.id, self.chips.current, self.find.text().strip(), sort, is_descending
        )

    def look(self) -> None:
        """Ask the store for what the filters show."""
        query = self.query
        self.commands.query = query
        workspace = self.session.workspace
        self._loader.show(
            partial(browse_records.count, workspace, query),
            partial(_page, self.session, self.connection, query),
        )
        self._show_tallies(self.connection.id)

    def show_filter(self, name: str) -> None:
        """Show the records under one filter."""
        self.find.clear()
        self.chips.choose(name)

    def show_record(self, record_id: int) -> None:
        """Show all records with this one in view."""
        self._wanted_record = record_id
        if self.chips.current != "all" or self.find.text():
            self.find.clear()
            self.chips.choose("all")
        work = partial(_position, self.session, self.query, record_id)
        self.session.jobs.run(work, done=self._go_to)

    def new_record(self) -> None:
        """Add an empty record and start typing its key."""
        self.edits.add({})

    def start_find(self) -> None:
        self.find.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find.selectAll()

    def toggle_details(self) -> None:
        self.form.setVisible(self.form.isHidden())

    def save_layout(self) -> None:
        """Remember columns and splitter."""
        preferences = self.session.preferences
        preferences.setValue(f"{self.kind.id}/columns", self.grid.horizontalHeader().saveState())
        preferences.setValue(f"{self.kind.id}/splitter", self._splitter.saveState())

    def _restore_layout(self) -> None:
        preferences = self.session.preferences
        header = preferences.value(f"{self.kind.id}/columns")
        splitter = preferences.value(f"{self.kind.id}/splitter")
        if header is not None:
            self.grid.horizontalHeader().restoreState(header)
        if splitter is not None:
            self._splitter.restoreState(splitter)

    def _take_count(self, count: int) -> None:
        tallies = self.session.tallies.of(self.connection.id)
        if count:
            self._pages.setCurrentIndex(0)
            if not self.grid.currentIndex().isValid():
                self.grid.go_to(0)
        else:
            self._explain_emptiness(tallies or Tallies())
            self._pages.setCurrentIndex(1)
            self.form.show_row(None)

    def _explain_emptiness(self, tallies: Tallies) -> None:
        many = self.kind.title
        if self.find.text() or (self.chips.current != "all" and tallies.total):
            self._empty.set_words(
                "Nothing matches",
                f"The filter hides all {number_text(tallies.total)} records.",
                "Show all",
                icon="filter",
            )
        else:
            self._empty.set_words(
                f"No {many} yet",
                "Drop a CSV file on this window, or paste rows from a spreadsheet. You see what each row does "
                "before anything is kept, and nothing is sent until you push.",
                "Import a file…",
                icon="drop",
                second=f"Add a {self.kind.title_one} by hand",
            )

    def _use_empty_button(self) -> None:
        if self._empty.button.text() == "Show all":
            self.show_filter("all")
        else:
            self.file_requested.emit()

    def _show_tallies(self, connection_id: int) -> None:
        tallies = self.session.tallies.of(connection_id)
        if connection_id != self.connection.id or tallies is None:
            return
        self.chips.show_tallies(tallies)
        self._count.setText(plural(tallies.total, "record"))
        self._review.setEnabled(tallies.pending > 0)
        words = f"Review {plural(tallies.pending, 'change')}" if tallies.pending else "Review"
        self._review.set_words(words, "See everything a push would do (Ctrl+S)")
        if tallies.with_errors:
            verb = "record cannot be pushed" if tallies.with_errors == 1 else "records cannot be pushed"
            text = f"{number_text(tallies.with_errors)} {verb} until its problems are fixed."
            if tallies.with_errors != 1:
                text = text.replace("its", "their")
            self.held_back.show_notice(text, severity="error", button="Show them", is_closable=False)
        else:
            self.held_back.clear()

    def _show_problems(self) -> None:
        self.show_filter("problems")

    def _look_again(self, changed: Changed) -> None:
        if self.session.concerns(changed, self.connection):
            self._refresh_timer.start()

    def _refresh(self) -> None:
        if self.grid.is_editing:
            self._refresh_timer.start()
            return
        self.grid.keep_place()
        self._loader.refresh()

    def _sort_by(self, column: str, is_descending: bool) -> None:  # noqa: FBT001  a signal's arguments
        if (column, is_descending) != self._sort:
            self._sort = (column, is_descending)
            self.look()

    def _go_to(self, position: int | None) -> None:
        if position is not None and position < self.table.count:
            self.grid.go_to(position)
            self.grid.setFocus()

    def _take_added(self, record_id: int) -> None:
        self.notice.clear()
        self._edit_when_there = True
        self.show_record(record_id)

    def _edit_cell(self, record_id: int, path: str, text: str) -> None:
        self.edits.write([CellEdit(record_id, {path: text})])

    def _on_started(self, edit: CellEdit) -> None:
        for path, text in edit.texts.items():
            self.table.start_saving(edit.record_id, path, text)

    def _on_stored(self, edit: CellEdit, row: RecordRow | None) -> None:
        for path, text in edit.texts.items():
            self.table.end_saving(edit.record_id, path, text)
        if row is not None:
            self.table.put(row)

    def _show_failure(self, error: BaseException) -> None:
        self.notice.show_error(error)

    def _say(self, text: str) -> None:
        self.notice.show_notice(text, severity="info")

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        number = self.grid.selected_row_count()
        many = self.kind.title_one if number == 1 else f"{number_text(number)} records"
        for words, icon, slot, keys in (
            ("Copy", "copy", self.commands.copy, QKeySequence(QKeySequence.StandardKey.Copy)),
            ("Paste", "import", self.commands.paste, QKeySequence(QKeySequence.StandardKey.Paste)),
            ("Fill down", "fill-down", self.commands.fill_down, QKeySequence("Ctrl+D")),
            ("Clear cells", "close", self.commands.clear, QKeySequence("Del")),
            ("", "", None, QKeySequence()),
            ("Revert these fields", "revert", self.commands.revert_cells, QKeySequence()),
            (f"Revert {many}", "revert", self.commands.revert, QKeySequence("Ctrl+R")),
            (f"Delete {many}", "delete", self.commands.delete, QKeySequence("Ctrl+Del")),
        ):
            if slot is None:
                menu.addSeparator()
                continue
            action = menu.addAction(assets.icon(icon), words, slot)
            action.setShortcut(keys)
        menu.popup(place)

    def _make_timers(self) -> None:
        self._find_timer = QTimer(self)
        self._refresh_timer = QTimer(self)
        for timer, wait in (
            (self._find_timer, _TYPING_MILLISECONDS),
            (self._refresh_timer, _REFRESH_MILLISECONDS),
        ):
            timer.setSingleShot(True)
            timer.setInterval(wait)
        self._find_timer.timeout.connect(self.look)
        self._refresh_timer.timeout.connect(self._refresh)

    def _connect(self) -> None:
        self.table.edited.connect(self._edit_cell)
        self.table.sort_requested.connect(self._sort_by)
        self.edits.started.connect(self._on_started)
        self.edits.stored.connect(self._on_stored)
        self.edits.failed.connect(self._show_failure)
        self.edits.added.connect(self._take_added)
        self.grid.row_shown.connect(self.form.show_row)
        self.grid.closed_cell_tried.connect(self._say)
        self.grid.clear_requested.connect(self.commands.clear)
        self.grid.menu_requested.connect(self._open_menu)
        self.commands.told.connect(self._say)
        self.commands.table_pasted.connect(self.table_pasted)
        self.form.delete_requested.connect(self.commands.delete)
        self.form.revert_requested.connect(self.commands.revert)
        self.chips.chosen.connect(self.look)
        self.find.textChanged.connect(self._find_timer.start)
        self._loader.counted.connect(self._take_count)
        self._loader.failed.connect(self._show_failure)
        self._empty.activated.connect(self._use_empty_button)
        self._empty.second_activated.connect(self.new_record)
        self.held_back.activated.connect(self._show_problems)
        self.session.changes.changed.connect(self._look_again)
        self.session.tallies.counted.connect(self._show_tallies)

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._pages.addWidget(self.grid)
        self._pages.addWidget(self._empty)
        self._pages.setMinimumWidth(360)
        self.form.setMinimumWidth(310)
        self._splitter.addWidget(self._pages)
        self._splitter.addWidget(self.form)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([800, 380])
        top = QVBoxLayout()
        top.setContentsMargins(theme.PAGE, 14, theme.PAGE, 12)
        top.setSpacing(10)
        top.addLayout(self._made_title_row())
        top.addLayout(self._made_filter_row())
        top.addWidget(self.held_back)
        top.addWidget(self.notice)
        line = QWidget()
        line.setFixedHeight(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._splitter, 1)
        self._restore_layout()

    def _made_title_row(self) -> QHBoxLayout:
        self._count = plain_label(role="muted")
        self._count.setFont(theme.tabular(self._count.font()))
        add = IconButton(f"New {self.kind.title_one}", icon="add")
        add.setToolTip("Add a record by hand (Ctrl+N)")
        add.clicked.connect(self.new_record)
        take = IconButton("Import…", icon="import")
        take.setToolTip("Read a CSV file (Ctrl+O); or drop one anywhere on the window")
        take.clicked.connect(self.file_requested)
        self._review = IconButton("Review", role="primary", icon="review")
        self._review.clicked.connect(partial(self.page_requested.emit, "review"))
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(plain_label(self.kind.title, role="heading"))
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(add)
        row.addWidget(take)
        row.addWidget(self._review)
        return row

    def _made_filter_row(self) -> QHBoxLayout:
        self.find.setPlaceholderText("Find…  (Ctrl+F)")
        self.find.setAccessibleName("Find")
        self.find.setClearButtonEnabled(True)
        self.find.setFixedWidth(210)
        self.find.addAction(assets.icon("find", color="muted"), QLineEdit.ActionPosition.LeadingPosition)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.chips, 1)
        row.addWidget(self.find, 0, Qt.AlignmentFlag.AlignTop)
        return row


def _page(
    session: AppSession, connection: Connection, query: RecordQuery, offset: int, limit: int
) -> tuple[RecordRow, ...]:
    kind = session.kind_of(connection)
    return tuple(
        row_of(kind, record) for record in browse_records.page(session.workspace, query, offset, limit)
    )


def _position(session: AppSession, query: RecordQuery, record_id: int, _context: object) -> int | None:
    return browse_records.position(session.workspace, query, record_id)
