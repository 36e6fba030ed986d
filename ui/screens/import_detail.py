"""The right side of an import: one proposed record, its problems, what changes, and the cells it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.intake.values import Mapping, ProposedRecord
from app.records.paths import column_of
from app.records.problems import Problem
from ui.models.cell_table import cell_lines
from ui.models.diff_table import diff_lines
from ui.models.mapping_words import titled
from ui.models.proposal_table import mark_of_proposed, rows_text
from ui.widgets.cell_list import CellList
from ui.widgets.change_detail import ChangeDetail
from ui.widgets.choice_chips import ChoiceChips
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.words import IconButton, menu_button

if TYPE_CHECKING:
    from app.vendors.declaration import Kind

FEW_PROBLEMS = 2  # the cells say the rest
CHANGES, CELLS = "changes", "cells"
_PARTS = ((CHANGES, "Changes", "changed"), (CELLS, "Cells in the file", "details"))


class ImportDetail(ChangeDetail):
    """`fix_requested` carries row, index of the column and text; `leave_out_requested` the number of the record
    and the paths of all that is left out of it; the last two a column."""

    fix_requested = Signal(int, int, str)
    leave_out_requested = Signal(int, object)
    field_left_out = Signal(str)
    field_kept_alone = Signal(str)
    fixed_by_key = Signal()

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent, few_problems=FEW_PROBLEMS)
        self._kind = kind
        self._header: tuple[str, ...] = ()
        self._mapping: Mapping = ()
        self._record: ProposedRecord | None = None
        self._is_open = True
        self.parts = ChoiceChips(_PARTS, name="What to see of the record")
        self.cells = CellList()
        self.fix = IconButton("Fix", icon="edit")
        self.fix.set_words("Fix the cell", "F2")
        self.leave_out = self._make_action("Leave out", "Del")
        self.keep_only = self._make_action("Keep only this change")
        self.leave_field_out = self._make_action("")
        self.keep_only_field = self._make_action("")
        self._buttons = QWidget()
        self._lay_out_parts()
        self._connect()
        self._show_part(CHANGES)

    @property
    def record(self) -> ProposedRecord | None:
        return self._record

    def use_mapping(self, header: tuple[str, ...], mapping: Mapping) -> None:
        """Take the header that names the raw cells, and what they feed."""
        if (header, mapping) != (self._header, self._mapping):
            self._header, self._mapping = header, mapping
            if self._record is not None:
                self._show_cells(self._record)

    def set_open(self, *, is_open: bool) -> None:
        """Allow changes; while a file is being kept there are none."""
        self._is_open = is_open
        self._allow()

    def show_record(self, record: ProposedRecord | None) -> None:
        """Show a proposed record; None leaves the last one until the next is read."""
        if record is None or record == self._record:
            return
        is_other = self._record is None or record.number != self._record.number
        self._record = record
        lines = diff_lines(self._kind, record.fields, _by_field(record), left_out=record.left_out)
        title = record.key or ("Row that cannot be read" if record.change == "refused" else "No key")
        self.show_change(title, mark_of_proposed(record), lines, subtitle=_where(record))
        self.show_problems(record.problems)
        self._show_cells(record)
        self.parts.show_counts({CHANGES: len(lines), CELLS: sum(map(len, record.cells))})
        if is_other and record.change == "refused":
            self.parts.select(CELLS)
        self._show_part(self.parts.current)

    def start_fixing(self) -> None:
        """Open the cell that is wrong; without any, go to the cells."""
        self.parts.select(CELLS)
        self._show_part(CELLS)
        self.scroller.ensureWidgetVisible(self.cells, 0, 0)
        if self._is_open and not self.cells.start_fixing():
            self.cells.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_cells(self, record: ProposedRecord) -> None:
        self.cells.show_lines(cell_lines(self._kind, record, self._header, self._mapping))

    def _show_part(self, name: str) -> None:
        has_lines = self.lines.table.count > 0
        self.cells.setVisible(name == CELLS)
        self.lines.setVisible(name == CHANGES and has_lines)
        self._buttons.setVisible(name == CHANGES and has_lines)
        self._allow()

    def _allow(self) -> None:
        """Name and allow what can be done with the change under the cursor."""
        from app.services.leave_out import may_be_left_out  # noqa: PLC0415  after the first paint

        record, path = self._record, self.current_path
        self.fix.setVisible(record is not None and bool(record.problems))
        self.fix.setEnabled(self._is_open)
        self.cells.setEnabled(self._is_open)
        can = self._is_open and bool(path) and may_be_left_out(self._kind, path)
        is_out = record is not None and path in {one.path for one in record.left_out}
        for action in (self.leave_out, self.keep_only, self.leave_field_out, self.keep_only_field):
            action.setEnabled(can)
        self.leave_out.setText("Put back" if is_out else "Leave out")
        column = self._kind.column_by_path.get(column_of(path)) if path else None
        title = titled(column) if column is not None else "this field"
        self.leave_field_out.setText(f"Leave {title} out of all records")
        self.keep_only_field.setText(f"Keep only {title} of all records")
        self._name_buttons()

    def _name_buttons(self) -> None:
        self._out.set_words(self.leave_out.text(), "Del")
        self._only.set_words("Keep only this", "Leaves every other change of the record out")
        self._all.setText("In all records  ▾")
        self._all.setEnabled(self.leave_field_out.isEnabled())
        for button, action in self._pairs:
            button.setEnabled(action.isEnabled())

    def _toggle_left_out(self) -> None:
        record, path = self._record, self.current_path
        if record is not None and path:
            out = [one.path for one in record.left_out]
            wanted = [one for one in out if one != path] if path in out else [*out, path]
            self.leave_out_requested.emit(record.number, wanted)

    def _keep_only_this(self) -> None:
        from app.services.leave_out import may_be_left_out  # noqa: PLC0415  after the first paint

        record, path = self._record, self.current_path
        if record is not None and path:
            paths = (one.path for one in (*record.fields, *record.left_out))
            others = [one for one in paths if one != path and may_be_left_out(self._kind, one)]
            self.leave_out_requested.emit(record.number, others)

    def _leave_field_out(self) -> None:
        self.field_left_out.emit(column_of(self.current_path))

    def _keep_only_field(self) -> None:
        self.field_kept_alone.emit(column_of(self.current_path))

    def _make_action(self, text: str, keys: str = "") -> QAction:
        action = QAction(text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.lines.addAction(action)
        return action

    def _connect(self) -> None:
        self.parts.chosen.connect(self._show_part)
        self.fix.clicked.connect(self.start_fixing)
        self.cells.edited.connect(self.fix_requested)
        self.cells.left.connect(self.fixed_by_key)
        self.lines.selectionModel().currentRowChanged.connect(self._allow)
        self.leave_out.triggered.connect(self._toggle_left_out)
        self.keep_only.triggered.connect(self._keep_only_this)
        self.leave_field_out.triggered.connect(self._leave_field_out)
        self.keep_only_field.triggered.connect(self._keep_only_field)
        for button, action in self._pairs:
            button.clicked.connect(action.trigger)

    def _lay_out_parts(self) -> None:
        self._out = IconButton("Leave out", icon="skipped")
        self._only = IconButton("Keep only this")
        self._pairs = ((self._out, self.leave_out), (self._only, self.keep_only))
        self._all = menu_button("", name="Leave this field out, or the others, in all records")
        menu = QMenu(self._all)
        menu.addActions([self.leave_field_out, self.keep_only_field])
        self._all.setMenu(menu)
        self.lines.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        flow = FlowLayout(self._buttons)
        for button in (self._out, self._only, self._all):
            flow.addWidget(button)
        self.tools.addWidget(self.fix)
        self.middle.addWidget(self.parts)
        self.below.addWidget(self.cells, 1)
        self.below.addWidget(self._buttons)


def _where(record: ProposedRecord) -> str:
    rows = rows_text(record.rows)
    if len(record.rows) != 1:
        return f"rows {rows}"
    line = f", line {record.lines[0]}" if record.lines and record.lines[0] != record.rows[0] else ""
    return f"row {rows}{line}"


def _by_field(record: ProposedRecord) -> list[Problem]:
    """Tell the fields' lines about the problems that name their column."""
    paths = {change.path for change in record.fields}
    return [
        Problem(problem.column, problem.message, problem.severity)
        for problem in record.problems
        if problem.column in paths
    ]
