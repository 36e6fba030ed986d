"""The details of one record: a form made from the declaration of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.records.columns import Column, ColumnType
from app.values import Outcome
from ui import assets, theme
from ui.edits import CellEdit, RecordEdits
from ui.models.record_row import (
    RecordRow,
    list_paths,
    list_title,
    name_of,
    why_not_editable,
    why_not_open,
)
from ui.models.record_table import marks_of
from ui.widgets.element_list import ElementList
from ui.widgets.empty_state import EmptyState
from ui.widgets.field_row import FieldRow
from ui.widgets.picture_row import PictureRow
from ui.widgets.plain import plain_label
from ui.widgets.quiet_field import QuietField
from ui.widgets.words import IconButton

if TYPE_CHECKING:
    from app.vendors.declaration import Kind


NARROWEST = 310  # pixels: the narrowest the form can be made


@dataclass(frozen=True)
class FieldGroup:
    """Fields that stand together; without a title, the record's own."""

    title: str
    columns: tuple[Column, ...]


class RecordForm(QFrame):
    """Shows the record of the grid's current row. Edits go out through `RecordEdits`."""

    delete_requested = Signal()
    revert_requested = Signal()
    pick_requested = Signal(str)

    def __init__(self, kind: Kind, edits: RecordEdits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "panel")
        self.setAccessibleName(f"Details of the {kind.title_one}")
        self._kind = kind
        self._edits = edits
        self._row: RecordRow | None = None
        self.fields: dict[str, FieldRow] = {}
        self.pictures: dict[str, PictureRow] = {}
        self.picks: dict[str, IconButton] = {}
        self.quiet: dict[str, QuietField] = {}
        self.lists: dict[str, ElementList] = {}
        self._title = plain_label(role="heading", is_wrapped=True)
        self._mark = QLabel()
        self._state = plain_label(role="muted", is_wrapped=True)
        self._message = plain_label(is_wrapped=True)
        self._caution = plain_label(role="warning", is_wrapped=True)
        self._revert = QPushButton("Revert")
        self._delete = QPushButton("Delete")
        for button in (self._revert, self._delete):
            button.setAutoDefault(True)  # Enter presses it where the focus is
        self._nothing = EmptyState(
            "Nothing selected",
            f"Choose a {kind.title_one} in the table to see and edit all its fields.",
            icon="details",
        )
        self._nothing.set_width(NARROWEST - 40)
        self._stack = QStackedWidget()
        self._lay_out()
        edits.started.connect(self._on_started)
        edits.stored.connect(self._on_stored)
        theme.hub().changed.connect(self._draw)
        self._draw()

    @property
    def row(self) -> RecordRow | None:
        return self._row

    @property
    def caution(self) -> str:
        """What a person is told before anything of the record is edited."""
        return self._caution.text() if not self._caution.isHidden() else ""

    def show_row(self, row: RecordRow | None) -> None:
        """Show a record, or that there is none."""
        is_other = row is None or self._row is None or row.record.id != self._row.record.id
        self._row = row
        self._stack.setCurrentIndex(0 if row is None else 1)
        for widget in self.lists.values():
            widget.show_row(row)
        if row is None:
            return
        self._show_head(row)
        for quiet in self.quiet.values():
            quiet.show_row(row)
        for field in self.fields.values():
            if is_other:
                field.forget_saving()
            field.show_row(row, reason_closed=why_not_editable(self._kind, row.record, field.column))
        for picture in self.pictures.values():
            if is_other:
                picture.forget_saving()
            picture.show_row(row, reason_closed=why_not_open(self._kind, row.record))

    def _show_head(self, row: RecordRow) -> None:
        name = name_of(self._kind, row)
        key = row.texts.get(self._kind.key_column, "")
        self._title.setText(name or key or f"New {self._kind.title_one}")
        marks = marks_of(row.record)
        self._mark.setVisible(bool(marks))
        if marks:
            self._mark.setPixmap(assets.pixmap(marks[0].icon_name, 18))
        words = [mark.explanation for mark in marks] or ["As the vendor holds it."]
        self._state.setText(" ".join(words))
        general = [one.message for one in row.record.problems if not one.path]
        self._message.setText("\n".join([*general, *_outcome_of(row)]))
        self._message.setVisible(bool(self._message.text()))
        is_bad = row.record.outcome != "applied" and not row.is_edited_since
        theme.set_role(self._message, "error" if is_bad or general else "muted")
        cautions = [words for condition, words in self._kind.cautions if condition.is_met(row.record.base)]
        self._caution.setText("\n".join(cautions))
        self._caution.setVisible(bool(cautions))
        self._revert.setVisible(bool(row.record.change))
        self._delete.setVisible(bool(self._kind.delete_column) and not row.record.is_deleting)

    def _edit(self, path: str, text: str) -> None:
        if self._row is not None:
            self._edits.write([CellEdit(self._row.record.id, {path: text})])

    def _revert_field(self, path: str) -> None:
        if self._row is not None:
            record_id = self._row.record.id
            self._edits.revert(lambda: (record_id,), path)

    def _remove_element(self, path: str) -> None:
        if self._row is not None:
            self._edits.remove_element(self._row.record.id, path)

    def _on_started(self, edit: CellEdit) -> None:
        self._show_saving(edit, is_saving=True)

    def _on_stored(self, edit: CellEdit, row: RecordRow | None) -> None:
        if self._row is None or edit.record_id != self._row.record.id:
            return
        if row is not None:
            self.show_row(row)
            self._show_saving(edit, is_saving=False)
        else:
            self.show_row(self._row)
            for place in self._places(edit):
                place.forget_saving()

    def _show_saving(self, edit: CellEdit, *, is_saving: bool) -> None:
        if self._row is not None and edit.record_id == self._row.record.id:
            for place in self._places(edit):
                place.show_saving(is_saving=is_saving)

    def _places(self, edit: CellEdit) -> list[FieldRow | PictureRow]:
        found = (self.fields.get(path) or self.pictures.get(path) for path in edit.texts)
        return [place for place in found if place is not None]

    def _lay_out(self) -> None:
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._made_form())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _made_form(self) -> QScrollArea:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(theme.PAGE + 2, theme.PAGE, theme.PAGE + 2, theme.PAGE)
        column.setSpacing(14)
        column.addLayout(self._made_head())
        column.addWidget(self._state)
        column.addWidget(self._message)
        column.addWidget(self._caution)
        column.addLayout(self._made_buttons())
        groups = groups_of(self._kind)
        self._add_group(column, groups[0])
        for path in list_paths(self._kind):
            column.addWidget(self._made_list(path))
            self._add_pick(column, path)
        for group in groups[1:]:
            self._add_group(column, group)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(body)
        area.setAccessibleName("Fields")
        return area

    def _made_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._mark)
        head.addWidget(self._title, 1)
        return head

    def _made_buttons(self) -> QHBoxLayout:
        for button, words in ((self._revert, "Revert this record"), (self._delete, "Delete this record")):
            button.setIconSize(QSize(16, 16))
            button.setAccessibleName(words)
        self._revert.clicked.connect(self.revert_requested)
        self._delete.clicked.connect(self.delete_requested)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._revert)
        row.addWidget(self._delete)
        row.addStretch(1)
        return row

    def _add_group(self, column: QVBoxLayout, group: FieldGroup) -> None:
        if group.title:
            line = QFrame()
            theme.set_role(line, "line")
            column.addWidget(line)
            column.addWidget(plain_label(group.title, role="section"))
        for field in group.columns:
            if not field.is_editable:
                self.quiet[field.path] = QuietField(field)
                continue
            column.addWidget(self._made_row(field))
            self._add_pick(column, field.path)
        for field in group.columns:
            if field.path in self.quiet:
                column.addWidget(self.quiet[field.path])

    def _made_row(self, field: Column) -> FieldRow | PictureRow:
        if field.type is ColumnType.IMAGE:
            picture = self.pictures[field.path] = PictureRow(field)
            picture.reverted.connect(self._revert_field)
            return picture
        row = self.fields[field.path] = FieldRow(field)
        row.edited.connect(self._edit)
        row.reverted.connect(self._revert_field)
        return row

    def _add_pick(self, column: QVBoxLayout, place: str) -> None:
        """Offer the vendor's own list below a field or a list that is chosen from one."""
        for one in self._kind.pick_lists:
            field = self._kind.column_by_path[one.column]
            if place in (field.path, field.list_path):
                button = IconButton("Choose…", icon="find")
                button.setAccessibleName(f"Choose {field.title}")
                button.setToolTip("Looks the names up at the vendor; offline, write the id")
                button.clicked.connect(partial(self._ask_to_pick, field.path))
                self.picks[field.path] = button
                column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _ask_to_pick(self, path: str, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt's own argument
        self.pick_requested.emit(path)

    def _made_list(self, path: str) -> ElementList:
        widget = ElementList(self._kind, path)
        widget.edited.connect(self._edit)
        widget.removed.connect(self._remove_element)
        self.lists[path] = widget
        return widget

    def _draw(self) -> None:
        self._revert.setIcon(assets.icon("revert"))
        self._delete.setIcon(assets.icon("delete"))
        if self._row is not None:
            self._show_head(self._row)


def _outcome_of(row: RecordRow) -> list[str]:
    message = row.record.outcome_message
    # What became of a record that is done is told where the vendor said more than yes.
    if not message or not (row.record.change or row.record.outcome == Outcome.APPLIED):
        return []
    return [f"Was refused, not sent since. The vendor said: {message}" if row.is_edited_since else message]


def groups_of(kind: Kind) -> Sequence[FieldGroup]:
    """Sort the fields of a kind into groups: its own, those of each object in it, and the directives."""
    fields = [column for column in kind.scalar_columns if column.path != kind.delete_column]
    own = tuple(one for one in fields if "." not in one.path and not one.about.is_directive)
    inner: dict[str, list[Column]] = {}
    for one in fields:
        if "." in one.path and not one.about.is_directive:
            inner.setdefault(one.path.partition(".")[0], []).append(one)
    directives = tuple(one for one in fields if one.about.is_directive)
    groups = [FieldGroup("", own)]
    groups += [FieldGroup(list_title(name), tuple(columns)) for name, columns in inner.items()]
    return [*groups, FieldGroup("How it is sent", directives)] if directives else groups
