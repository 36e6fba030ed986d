"""The editor of a list inside a record: a small table with buttons to add and remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.records.paths import ByKey, parse_path
from ui import assets, theme
from ui.models.element_table import ElementTable
from ui.models.field_words import words_of_mark
from ui.models.record_row import RecordRow, child_lists, list_title, summary_text
from ui.widgets.element_delegate import ElementDelegate
from ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from app.vendors.declaration import Kind

_ROW = 30
_SHOWN_ROWS = 6
_COLUMN = 118
_LONG = 12  # letters of a name that would push the form's edge out


class ElementList(QWidget):
    """`edited` carries path and text, `removed` the path of an element."""

    edited = Signal(str, str)
    removed = Signal(str)

    def __init__(self, kind: Kind, list_path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list_path = list_path
        title = list_title(list_path)
        self._one = summary_text(list_path, [{}]).removeprefix("1 ")
        self.model = ElementTable(kind, list_path, self)
        self.model.edited.connect(self.edited)
        self.view = QTableView()
        self.view.setAccessibleName(f"{title} table")
        self._count = plain_label(role="muted")
        self._problems = plain_label(role="error", is_wrapped=True)
        self._add = QPushButton(f"Add {self._one}" if len(self._one) < _LONG else "Add")
        self._remove = QPushButton("Remove")
        for button in (self._add, self._remove):
            button.setAutoDefault(True)  # Enter presses it where the focus is
        self._row: RecordRow | None = None
        self._title = plain_label(title, role="strong", is_wrapped=True)
        self.inner = tuple(ElementList(kind, path) for path in child_lists(kind, list_path))
        self._dress()
        self._lay_out()
        theme.hub().changed.connect(self._draw)
        self._draw()

    def show_row(self, row: RecordRow | None, place: str = "") -> None:
        """Show the list of a record, or of one element of its list at `place`."""
        self._row = row
        self.model.show_row(row, place)
        number = len(self.model.elements)
        is_long = len(self._one) >= _LONG
        words = str(number or "") if is_long else summary_text(self.list_path, list(self.model.elements))
        self._count.setText(words or "none yet")
        self._count.setVisible(number != 1 or row is not None)
        self._add.setEnabled(self.model.is_open)
        for button in (self._add, self._remove):
            button.setVisible(any(column.is_editable for column in self.model.columns))
        self._show_problems(row)
        self._fit()
        self._tell_current()

    def add_element(self) -> None:
        """Open a blank row and start typing in it."""
        number = self.model.add_draft()
        self._fit()
        index = self.model.index(number, 0)
        self.view.setCurrentIndex(index)
        self.view.setFocus()
        self.view.edit(index)

    def go_to(self, path: str, column: str) -> bool:
        """Put the cursor at a field of an element; `column` is its canonical one. Tells whether it is there."""
        rows = range(len(self.model.elements))
        row = next((one for one in rows if f"{path}.".startswith(f"{self.model.path_at(one)}.")), -1)
        names = [one.path for one in self.model.columns]
        if row < 0:
            return False
        self.view.setCurrentIndex(self.model.index(row, names.index(column) if column in names else 0))
        if column not in names and any(one.go_to(path, column) for one in self.inner):
            return True
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    @property
    def focused_path(self) -> str:
        """Name the place under the cursor where this table, or one inside, has the focus; else ""."""
        here = self.view.currentIndex()
        if self.view.hasFocus() and here.isValid() and self.model.path_at(here.row()):
            return f"{self.model.path_at(here.row())}.{self.model.columns[here.column()].name}"
        return next((path for one in self.inner if (path := one.focused_path)), "")

    def remove_current(self) -> None:
        """Remove the element of the current row."""
        row = self.view.currentIndex().row()
        path = self.model.path_at(row)
        if path:
            self.removed.emit(path)
        elif row >= 0:
            self.model.drop_draft()
            self._fit()

    def _show_problems(self, row: RecordRow | None) -> None:
        found = (
            ()
            if row is None
            else tuple(one for one in row.marks if f"{one.path}[".startswith(f"{self.model.place}["))
        )
        edits = row.record.edits if row is not None else {}
        lines = list(dict.fromkeys(words_of_mark(self.model.kind, one, edits) for one in found))
        self._problems.setText("\n".join(lines))
        self._problems.setVisible(bool(lines))
        theme.set_role(self._problems, found[0].tone if found else "warning")

    def _tell_current(self) -> None:
        self._remove.setEnabled(self.model.is_open and self.view.currentIndex().isValid())
        self._show_inner()

    def _show_inner(self) -> None:
        """Show the lists inside the chosen element; the first one until another is chosen."""
        path = self.model.path_at(max(0, self.view.currentIndex().row()))
        for widget in self.inner:
            widget.setVisible(bool(path))
            name = widget.list_path.removeprefix(f"{self.list_path}.")
            widget.show_row(self._row if path else None, f"{path}.{name}" if path else "")
            widget.set_owner(path)

    def set_owner(self, path: str) -> None:
        """Say in which element of the outer list this list is."""
        token = parse_path(path)[-1] if path else ""
        owner = f" of {token.value}" if isinstance(token, ByKey) else ""
        self._title.setText(f"{list_title(self.list_path)}{owner}")

    def _moved(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._tell_current()

    def _fit(self) -> None:
        rows = min(max(self.model.rowCount(), 1), _SHOWN_ROWS)
        bar = self.view.horizontalScrollBar().sizeHint().height()
        self.view.setFixedHeight(self.view.horizontalHeader().sizeHint().height() + rows * _ROW + bar + 4)

    def _dress(self) -> None:
        view = self.view
        theme.set_role(view, "boxed")
        view.setModel(self.model)
        view.setItemDelegate(ElementDelegate(view))
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(_ROW)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for number in range(len(self.model.columns)):
            view.setColumnWidth(number, _COLUMN)
        view.selectionModel().currentChanged.connect(self._moved)

    def _lay_out(self) -> None:
        for button, name in ((self._add, f"Add {self._one}"), (self._remove, f"Remove {self._one}")):
            theme.set_role(button, "quiet")
            button.setIconSize(QSize(15, 15))
            button.setAccessibleName(name)
        self._add.clicked.connect(self.add_element)
        self._remove.clicked.connect(self.remove_current)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        head.addWidget(self._add)
        head.addWidget(self._remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.view)
        layout.addWidget(self._problems)
        for widget in self.inner:
            widget.edited.connect(self.edited)
            widget.removed.connect(self.removed)
            widget.setContentsMargins(14, 6, 0, 0)
            layout.addWidget(widget)

    def _draw(self) -> None:
        self._add.setIcon(assets.icon("add"))
        self._remove.setIcon(assets.icon("delete"))
