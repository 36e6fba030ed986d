"""One file on its way in: how it was read, what it would do, and what to keep of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.intake.values import Mapping, Proposal
from ui import theme
from ui.models.page_loader import PageLoader, count_through
from ui.models.proposal_table import proposal_table
from ui.models.when import plural
from ui.screens.import_calls import ReadFile, page_of_proposal
from ui.screens.import_detail import ImportDetail
from ui.widgets.choice_chips import ChoiceChips
from ui.widgets.empty_state import EmptyState
from ui.widgets.job_strip import JobStrip
from ui.widgets.mapping_table import MappingTable
from ui.widgets.paged_view import PagedView
from ui.widgets.plain import plain_label
from ui.widgets.read_as_strip import ReadAsStrip
from ui.widgets.two_panes import TwoPanes
from ui.widgets.words import IconButton, frame

if TYPE_CHECKING:
    from app.values import Connection
    from ui.session import AppSession

FILTERS = (
    ("all", "All", ""),
    ("added", "Added", "added"),
    ("changed", "Changed", "changed"),
    ("unchanged", "Unchanged", "check"),
    ("problems", "With problems", "problem"),
    ("refused", "Not readable", "refused"),
)
MAPPING_LINES = 3.5  # half a line tells that there are more


class ProposalPage(QWidget):
    """`keep_pressed` and `reject_pressed` carry the selected rows as ranges, None for all."""

    read_again = Signal(object)
    keep_pressed = Signal(object)
    reject_pressed = Signal(object)
    choose_pressed = Signal()
    skip_pressed = Signal()
    failed = Signal(object)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._kind = session.kind_of(connection)
        self._file: ReadFile | None = None
        self._skip_words = "Back to the records"
        self.strip = ReadAsStrip()
        self.mapping = MappingTable(self._kind.columns)
        self.chips = ChoiceChips(FILTERS, name="Which of the proposed records to show")
        self.waiting = plain_label(role="muted")
        self.table = PagedView(proposal_table(self._kind, self), name="Proposed records")
        self.loader = PageLoader(session.jobs, self.table.table)
        self.detail = ImportDetail(self._kind)
        self.unusable = EmptyState("", "", icon="problem")
        self.nothing = EmptyState("", "", icon="filter")
        self.job = JobStrip(unit="records")
        self._make_buttons()
        self._lay_out()
        self._connect()

    @property
    def proposal(self) -> Proposal | None:
        return self._file.proposal if self._file else None

    @property
    def filter_name(self) -> str:
        return self.chips.current

    def show_file(self, file: ReadFile) -> None:
        """Show what reading a file came to."""
        is_new, self._file = self._file is None, file
        self.strip.setVisible(file.reading is not None)
        if file.reading is not None:
            self.strip.show_reading(file.file_name, file.reading, file.mapping)
            self.strip.set_changeable(is_changeable=file.source is not None)
            self.mapping.show_mapping(file.reading, file.mapping)
            self.mapping.setEnabled(file.source is not None)
            self.detail.use_header(file.reading.header)
        self._fold_mapping(file.mapping)
        if file.proposal is None:
            self._show_unusable(file)
        else:
            self._show_proposal(file.proposal)
            if is_new:  # read anew, the keys stay where the reading was changed
                self.table.setFocus()

    def forget(self) -> None:
        """Let go of a file that was decided on."""
        self._file = None

    def show_left(self, proposal: Proposal) -> None:
        """Show what is left after some of it was kept or rejected."""
        if self._file is not None:
            self._file = replace(self._file, proposal=proposal)
            self._show_proposal(proposal)

    def show_waiting(self, names: tuple[str, ...]) -> None:
        """Say which files come next."""
        shown = ", ".join(names[:3]) + ("…" if len(names) > 3 else "")
        self.waiting.setText(f"Next: {shown} ({plural(len(names), 'file')} waiting)" if names else "")
        self.waiting.setVisible(bool(names))
        self._skip_words = f"Go on with {names[0]}" if names else "Back to the records"

    def set_busy(self, title: str) -> None:
        """Show a job instead of the buttons; “” brings them back."""
        self._buttons.setVisible(not title)
        if title:
            self.job.start(title)
        else:
            self.job.finish()

    def _show_proposal(self, proposal: Proposal) -> None:
        self.strip.show_problems(proposal.problem_rows)
        self.chips.show_counts(
            {
                "all": proposal.records + proposal.refused,
                "added": proposal.added,
                "changed": proposal.changed,
                "unchanged": proposal.unchanged,
                "refused": proposal.refused,
                "problems": proposal.problem_rows,
            }
        )
        self._head.show()
        self._stack.setCurrentWidget(self.panes)
        self._buttons.show()
        count = proposal.records
        self.keep_all.set_words(f"Keep {'all ' if count > 1 else ''}{plural(count, 'record')}", "Ctrl+K")
        self.keep_all.setEnabled(count > 0)
        self._name_selection()
        self._load()

    def _show_unusable(self, file: ReadFile) -> None:
        error = file.error
        self.strip.show_problems(0, is_known=False)
        self._head.hide()
        self._buttons.hide()
        self.unusable.set_words(
            f"“{file.file_name}” cannot be imported",
            f"{error.message}\n\n{error.remedy}".strip() if error else "",
            "Choose another file…",
            icon="problem",
            second=self._skip_words,
        )
        self._stack.setCurrentWidget(self.unusable)

    def _load(self) -> None:
        proposal = self.proposal
        if proposal is not None:
            page = page_of_proposal(self.session.workspace, proposal.id, self.filter_name)
            self.loader.show(partial(count_through, page), page)

    def _take_count(self, count: int) -> None:
        if self.proposal is not None:
            self._say_nothing(self.proposal)
            self._stack.setCurrentWidget(self.panes if count else self.nothing)
        if count:
            self.table.select_row(0)

    def _say_nothing(self, proposal: Proposal) -> None:
        if proposal.rows:
            self.nothing.set_words("Nothing under this filter", "Other filters show the rest.", icon="filter")
        else:
            words = "It has a header and no rows below it, so there is nothing to keep."
            self.nothing.set_words(
                f"“{proposal.file_name}” has no records", words, "Choose another file…", icon="warning"
            )

    def _filter(self, _name: str) -> None:
        self._load()

    def _show_problems(self) -> None:
        self.chips.select("problems")
        self._load()

    def _fold_mapping(self, mapping: Mapping) -> None:
        is_open = bool(mapping) and not all(match.column for match in mapping)
        self.strip.columns.setChecked(is_open)
        self.mapping.setVisible(is_open)
        lines = min(len(mapping), MAPPING_LINES)
        height = self.mapping.horizontalHeader().sizeHint().height()
        self.mapping.setFixedHeight(
            round(height + lines * self.mapping.verticalHeader().defaultSectionSize()) + 4
        )

    def _toggle_mapping(self, is_open: bool) -> None:  # noqa: FBT001  Qt's own argument
        self.mapping.setVisible(is_open)

    def _again(self, **chosen: Any) -> None:  # noqa: ANN401  fields of FileToRead by name
        if self._file is not None and self._file.source is not None:
            replaces = self.proposal.id if self.proposal else self._file.source.replaces
            self.read_again.emit(replace(self._file.source, replaces=replaces, **chosen))

    def _choose_encoding(self, encoding: str) -> None:
        self._again(encoding=encoding, mapping=())

    def _choose_delimiter(self, delimiter: str) -> None:
        self._again(delimiter=delimiter, mapping=())

    def _choose_header_row(self, row: int) -> None:
        self._again(header_row=row, mapping=())

    def _choose_mapping(self, mapping: Mapping) -> None:
        self._again(mapping=mapping)

    def _name_selection(self) -> None:
        count = self.table.selected_count
        total = self.table.table.count
        is_some = 0 < count < total or (count == 1 and total == 1)
        self.keep_selected.setEnabled(is_some)
        self.reject_selected.setEnabled(is_some)
        self.keep_selected.set_words(f"Keep selected ({count})" if is_some else "Keep selected")
        self.reject_selected.set_words(f"Reject selected ({count})" if is_some else "Reject selected")

    def _press(self, name: str, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt's own argument
        signal = self.keep_pressed if name.startswith("keep") else self.reject_pressed
        signal.emit(self.table.selected_rows() if name.endswith("selected") else None)

    def _make_buttons(self) -> None:
        self.reject_all = IconButton("Reject all", icon="close")
        self.reject_selected = IconButton("Reject selected")
        self.keep_selected = IconButton("Keep selected")
        self.keep_all = IconButton("Keep all", role="primary", icon="check")
        # A button forgets its own shortcut with every new text, and its text tells the number of records.
        keep = QShortcut(QKeySequence("Ctrl+K"), self)
        keep.activated.connect(self.keep_all.click)
        for name in ("reject_all", "reject_selected", "keep_selected", "keep_all"):
            getattr(self, name).clicked.connect(partial(self._press, name))

    def _connect(self) -> None:
        self.strip.encoding_chosen.connect(self._choose_encoding)
        self.strip.delimiter_chosen.connect(self._choose_delimiter)
        self.strip.header_row_chosen.connect(self._choose_header_row)
        self.strip.mapping_toggled.connect(self._toggle_mapping)
        self.strip.problems_pressed.connect(self._show_problems)
        self.mapping.mapping_changed.connect(self._choose_mapping)
        self.chips.chosen.connect(self._filter)
        self.table.current_changed.connect(self.detail.show_record)
        self.table.selectionModel().selectionChanged.connect(self._name_selection)
        self.loader.counted.connect(self._take_count)
        self.loader.failed.connect(self.failed)
        for state in (self.unusable, self.nothing):
            state.activated.connect(self.choose_pressed)
        self.unusable.second_activated.connect(self.skip_pressed)

    def _lay_out(self) -> None:
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP)
        head.addWidget(self.chips, 1)
        head.addWidget(self.waiting)
        self.panes = TwoPanes(self.table, self.detail)
        self._stack = QStackedWidget()
        for page in (self.panes, self.nothing, self.unusable):
            self._stack.addWidget(page)
        self._buttons = QWidget()
        flow = QHBoxLayout(self._buttons)
        flow.setContentsMargins(0, 0, 0, 0)
        for part in (self.reject_all, self.reject_selected):
            flow.addWidget(part)
        flow.addStretch(1)
        for part in (self.keep_selected, self.keep_all):
            flow.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self._boxed(self.mapping))
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        column.addWidget(self._footer())

    def _boxed(self, widget: QWidget) -> QWidget:
        box = QWidget()
        inside = QVBoxLayout(box)
        inside.setContentsMargins(theme.PAGE, 0, theme.PAGE, 0)
        inside.addWidget(widget)
        return box

    def _footer(self) -> QWidget:
        footer = frame("footer", name="What to do with the proposed records")
        inside = QVBoxLayout(footer)
        inside.setContentsMargins(theme.PAGE, theme.GAP + 2, theme.PAGE, theme.GAP + 2)
        inside.addWidget(self._buttons)
        inside.addWidget(self.job)
        return footer
