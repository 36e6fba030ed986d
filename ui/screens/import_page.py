"""One file on its way in: how it was read, what it would do, and what to keep of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.intake.values import Proposal
from app.jobs import Progress
from ui import theme
from ui.models.page_loader import PageLoader, count_through
from ui.models.proposal_table import proposal_table
from ui.models.when import plural
from ui.screens.import_calls import ReadFile, page_of_proposal
from ui.screens.import_detail import ImportDetail
from ui.screens.import_edit_calls import Edited, Remapped
from ui.screens.import_edits import ProposalEdits
from ui.screens.import_footer import ProposalFooter
from ui.screens.import_head import ImportHead
from ui.widgets.choice_chips import ChoiceChips
from ui.widgets.empty_state import EmptyState
from ui.widgets.paged_view import PagedView
from ui.widgets.plain import plain_label
from ui.widgets.two_panes import TwoPanes

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


class ProposalPage(QWidget):
    """`keep_pressed` and `reject_pressed` carry the selected rows as ranges, None for all."""

    read_again = Signal(object)
    keep_pressed = Signal(object)
    reject_pressed = Signal(object)
    choose_pressed = Signal()
    skip_pressed = Signal()
    stop_pressed = Signal()
    failed = Signal(object)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        kind = session.kind_of(connection)
        self._file: ReadFile | None = None
        self._skip_words = "Back to the records"
        self._focused: QWidget | None = None
        self.edits = ProposalEdits(session, kind, self)
        self.head = ImportHead(kind)
        self.chips = ChoiceChips(FILTERS, name="Which of the proposed records to show")
        self.waiting = plain_label(role="muted")
        self.table = PagedView(proposal_table(kind, self), name="Proposed records")
        self.loader = PageLoader(session.jobs, self.table.table)
        self.detail = ImportDetail(kind)
        self.unusable = EmptyState("", "", icon="problem")
        self.nothing = EmptyState("", "", icon="filter")
        self.footer = ProposalFooter()
        self._lay_out()
        self._connect()

    @property
    def file(self) -> ReadFile | None:
        return self._file

    @property
    def proposal(self) -> Proposal | None:
        return self._file.proposal if self._file else None

    @property
    def filter_name(self) -> str:
        return self.chips.current

    def show_file(self, file: ReadFile) -> None:
        """Show what reading a file came to."""
        is_new, self._file = self._file is None, file
        self._show_reading(file, is_new=is_new)
        if file.proposal is None:
            self._show_unusable(file)
        else:
            self._show_proposal(file.proposal)
            if is_new:  # read anew, the keys stay where the reading was changed
                self.table.setFocus()

    def forget(self) -> None:
        """Let go of a file that was decided on."""
        self._file = self.edits.proposal = None

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
        """Show a job instead of the buttons; “” brings them back, and the keys to where they were."""
        if title:
            self._focused = self.focusWidget()
        self.footer.set_busy(title)
        self.head.setEnabled(not title)
        self.detail.set_open(is_open=not title)
        # Behind the records that a file brought it must not take their keys.
        if not title and self._focused is not None and self._focused.isVisible():
            self._focused.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, progress: Progress) -> None:
        self.footer.job.show_progress(progress)

    def _show_reading(self, file: ReadFile, *, is_new: bool) -> None:
        self.head.show_file(file, is_new=is_new)
        if file.reading is not None:
            self.detail.use_mapping(file.reading.header, file.mapping)

    def _show_proposal(self, proposal: Proposal) -> None:
        self.edits.proposal = proposal
        self._show_counts(proposal)
        self._filters.show()
        self._stack.setCurrentWidget(self.panes)
        self._name_selection()
        self._load()

    def _show_counts(self, proposal: Proposal) -> None:
        self.head.strip.show_problems(proposal.problem_rows)
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
        self.footer.show_proposal(proposal)

    def _show_unusable(self, file: ReadFile) -> None:
        error = file.error
        self.edits.proposal = None
        self.head.strip.show_problems(0, is_known=False)
        self._filters.hide()
        self.footer.show_buttons(is_shown=False)
        self.unusable.set_words(
            f"“{file.file_name}” cannot be imported",
            f"{error.message}\n\n{error.remedy}".strip() if error else "",
            "Choose another file…",
            icon="problem",
            second=self._skip_words,
        )
        self._stack.setCurrentWidget(self._words[1])

    def _load(self) -> None:
        proposal = self.proposal
        if proposal is not None:
            page = page_of_proposal(self.session.workspace, proposal.id, self.filter_name)
            self.loader.show(partial(count_through, page), page)

    def _take_count(self, count: int) -> None:
        if self.proposal is not None:
            self._say_nothing(self.proposal)
            self._stack.setCurrentWidget(self.panes if count else self._words[0])
        if count:
            row = self.table.currentIndex().row()
            self.table.select_row(min(max(row, 0), count - 1))
        self._name_selection()

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

    def _take_edited(self, edited: Edited) -> None:
        """Show a record that was edited, and what stands in its place under this filter."""
        if self._file is not None:
            self._file = replace(self._file, proposal=edited.proposal)
            self._show_counts(edited.proposal)
            self.detail.show_record(edited.record)
            self.loader.refresh()

    def _take_remapped(self, remapped: Remapped) -> None:
        if self._file is not None:
            proposal = remapped.proposal
            self._file = replace(
                self._file,
                mapping=proposal.mapping,
                proposal=proposal,
                is_remembered=remapped.is_remembered,
            )
            self._show_reading(self._file, is_new=False)
            self._show_proposal(proposal)

    def _name_selection(self) -> None:
        self.footer.show_selection(self.table.selected_count, self.table.table.count)

    def _press(self, word: str, is_selected: bool) -> None:  # noqa: FBT001  a signal's argument
        signal = self.keep_pressed if word == "keep" else self.reject_pressed
        signal.emit(self.table.selected_rows() if is_selected else None)

    def _fix(self, _item: object = None) -> None:
        self.detail.start_fixing()

    def _back_to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        head, edits, detail = self.head, self.edits, self.detail
        head.read_again.connect(self.read_again)
        head.mapping_changed.connect(edits.remap)
        head.readings_wanted.connect(edits.try_encodings)
        head.strip.problems_pressed.connect(self._show_problems)
        head.mapping.forget_pressed.connect(edits.forget)
        self.chips.chosen.connect(self._filter)
        self.table.current_changed.connect(detail.show_record)
        self.table.opened.connect(self._fix)
        QShortcut(QKeySequence("F2"), self.table, self._fix, context=Qt.ShortcutContext.WidgetShortcut)
        self.table.selectionModel().selectionChanged.connect(self._name_selection)
        self.loader.counted.connect(self._take_count)
        edits.edited.connect(self._take_edited)
        edits.remapped.connect(self._take_remapped)
        edits.readings_found.connect(head.show_readings)
        edits.busy_changed.connect(self.set_busy)
        edits.progressed.connect(self.show_progress)
        detail.fix_requested.connect(edits.fix)
        detail.leave_out_requested.connect(edits.leave_out)
        detail.field_left_out.connect(edits.leave_field_out)
        detail.field_kept_alone.connect(edits.keep_only_field)
        detail.fixed_by_key.connect(self._back_to_table)
        self.footer.pressed.connect(self._press)
        self.footer.job.stop_pressed.connect(self.stop_pressed)
        self.footer.job.stop_pressed.connect(edits.stop)
        for trouble in (self.loader.failed, edits.failed):
            trouble.connect(self.failed)
        for state in (self.unusable, self.nothing):
            state.activated.connect(self.choose_pressed)
        self.unusable.second_activated.connect(self.skip_pressed)

    def _lay_out(self) -> None:
        self._filters = QWidget()
        head = QHBoxLayout(self._filters)
        head.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP)
        head.addWidget(self.chips, 1)
        head.addWidget(self.waiting)
        self.panes = TwoPanes(self.table, self.detail)
        self._stack = QStackedWidget()
        # In a low window words scroll; the mapping above them needs the room.
        self._words = (_scrolled(self.nothing), _scrolled(self.unusable))
        for page in (self.panes, *self._words):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, self._filters):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        column.addWidget(self.footer)


def _scrolled(widget: QWidget) -> QScrollArea:
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(widget)
    return made
