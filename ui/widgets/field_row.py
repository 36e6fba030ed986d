"""One field of the form: title, input, what the vendor holds, and what is wrong."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.records.columns import Column
from ui import assets, theme
from ui.models.record_row import RecordRow, base_text
from ui.widgets.editors import ChoiceBox, make_editor, put_text, text_of
from ui.widgets.plain import plain_label, plain_tooltip


class FieldRow(QWidget):
    """`edited` carries path and text when the input is left or confirmed; `reverted` the path."""

    edited = Signal(str, str)
    reverted = Signal(str)

    def __init__(self, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = column
        self._shown = ""
        self._editor = make_editor(column, self)
        if isinstance(self._editor, QLineEdit):
            self._editor.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._title = plain_label(column.title, role="strong")
        self._lock = QLabel()
        self._saved = QLabel()
        self._help = plain_label(column.about.help, role="muted", is_wrapped=True)
        self._old = plain_label(role="muted", is_wrapped=True)
        self._revert = QToolButton()
        self._problem = plain_label(is_wrapped=True)
        self._lay_out()
        self._connect()
        self._help.hide()
        theme.hub().changed.connect(self._draw)
        self._draw()

    @property
    def editor(self) -> QLineEdit | ChoiceBox:
        return self._editor

    @property
    def problem_text(self) -> str:
        return self._problem.text() if not self._problem.isHidden() else ""

    def show_row(self, row: RecordRow, *, reason_closed: str) -> None:
        """Show the field of a record; `reason_closed` says why it cannot be edited."""
        text = row.texts.get(self.column.path, "")
        is_typing = self._line.hasFocus() and text_of(self._editor) != self._shown
        if not is_typing:
            put_text(self._editor, text)
            self._line.setCursorPosition(0)
        self._shown = text
        self._show_problem(row)
        self._show_old(row)
        self._close_input(reason_closed)

    def show_saving(self, *, is_saving: bool) -> None:
        """Tell that the field is on its way to the disk, or there."""
        name = "saved" if is_saving else "check"
        self._saved.setPixmap(assets.pixmap(name, 14, color="muted" if is_saving else "success"))
        self._saved.setToolTip("Saving…" if is_saving else "Saved")
        self._saved.setAccessibleName("Saving" if is_saving else "Saved")
        self._saved.show()

    def forget_saving(self) -> None:
        self._saved.hide()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            is_in = event.type() == QEvent.Type.FocusIn
            self._help.setVisible(is_in and bool(self.column.about.help))
        return super().eventFilter(watched, event)

    @property
    def _line(self) -> QLineEdit:
        line = self._editor.lineEdit() if isinstance(self._editor, ChoiceBox) else self._editor
        assert line is not None  # noqa: S101  a ChoiceBox is editable
        return line

    def _commit(self) -> None:
        text = text_of(self._editor)
        if text != self._shown:
            self._shown = text
            self.show_saving(is_saving=True)
            self.edited.emit(self.column.path, text)

    def _revert_field(self) -> None:
        self.reverted.emit(self.column.path)

    def _show_problem(self, row: RecordRow) -> None:
        mark = row.marked.get(self.column.path)
        self._problem.setVisible(mark is not None)
        self._editor.setProperty("state", "" if mark is None else mark.tone)
        style = self._editor.style()
        style.unpolish(self._editor)
        style.polish(self._editor)
        self._editor.setAccessibleDescription(mark.message if mark else self.column.about.help)
        if mark is not None:
            self._problem.setText(mark.message)
            theme.set_role(self._problem, mark.tone)

    def _show_old(self, row: RecordRow) -> None:
        is_changed = self.column.path in row.changed and not row.is_added
        self._old.setVisible(is_changed)
        self._revert.setVisible(is_changed)
        if is_changed:
            self._old.setText(f"was: {base_text(row.record, self.column)}")

    def _close_input(self, reason: str) -> None:
        self._line.setReadOnly(bool(reason))
        if isinstance(self._editor, ChoiceBox):
            self._editor.setEnabled(not reason)
        self._lock.setVisible(bool(reason))
        self._lock.setToolTip(plain_tooltip(reason))
        self._lock.setAccessibleName(reason)

    def _draw(self) -> None:
        self._lock.setPixmap(assets.pixmap("lock", 14, color="muted"))
        self._revert.setIcon(assets.icon("revert"))

    def _connect(self) -> None:
        self._line.editingFinished.connect(self._commit)
        self._line.installEventFilter(self)
        self._revert.clicked.connect(self._revert_field)
        if isinstance(self._editor, ChoiceBox):
            self._editor.committed.connect(self._commit)

    def _lay_out(self) -> None:
        about = self.column.about
        self._line.setPlaceholderText(f"e.g. {about.example}" if about.example else "")
        self._title.setToolTip(plain_tooltip(about.help))
        self._title.setBuddy(self._editor)
        theme.set_role(self._revert, "quiet")
        self._revert.setIconSize(QSize(14, 14))
        self._revert.setAccessibleName(f"Revert {self.column.title}")
        self._revert.setToolTip("Take the vendor's value again")
        self._saved.hide()
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title)
        if about.is_required or about.is_required_softly:
            head.addWidget(plain_label("required", role="muted"))
        head.addWidget(self._lock)
        head.addStretch(1)
        head.addWidget(self._saved)
        below = QHBoxLayout()
        below.setSpacing(2)
        below.addWidget(self._old, 1)
        below.addWidget(self._revert)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._editor)
        layout.addWidget(self._problem)
        layout.addLayout(below)
        layout.addWidget(self._help)
