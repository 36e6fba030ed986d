"""What stands above an opened push: when, how it ended, in numbers, and what people say of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.values import Connection, Outcome, PushSummary
from ui import theme
from ui.jobs import Lane
from ui.models.history_pushes import became_text, state_cell
from ui.models.when import duration_text, moment_text
from ui.screens.history_calls import commenting
from ui.session import AppSession
from ui.widgets.badge import EnvironmentBadge
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton, IconLabel

MOST_LETTERS = 500
_PICTURE = "history/picture"


class PushHead(QWidget):
    """`commented` carries the push with its new comment; what can be done with it goes into `buttons`."""

    commented = Signal(object)
    undo_pressed = Signal(object)
    push_requested = Signal(int)
    failed = Signal(object)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._push: PushSummary | None = None
        self.back = IconButton("All pushes", role="quiet", icon="history")
        self.undo = IconButton("Undo this push…", icon="undo")
        self.related = IconButton("", role="link")
        self.picture = IconButton("Picture", role="quiet", icon="test")
        self.picture.setCheckable(True)
        self.picture.setToolTip("Shows or hides the push over time")
        self._wants_picture = session.preferences.value(_PICTURE, "shown") != "hidden"
        self._is_low = False
        self.picture.setChecked(self._wants_picture)
        self.edit = IconButton("", role="link", icon="edit")
        self.field = QLineEdit()
        self.buttons = QHBoxLayout()
        self._title = plain_label(role="heading")
        self._state_icon = IconLabel("", 16)
        self._state = plain_label()
        self._words = plain_label(role="muted")
        self._comment = plain_label(role="strong")
        self._badge = EnvironmentBadge(connection)
        self._lay_out()
        self._connect()

    def show_push(self, push: PushSummary) -> None:
        """Say which push it is and how it ended."""
        is_other = self._push is None or self._push.id != push.id
        self._push = push
        cell = state_cell(push)
        self._title.setText(f"Push {push.id} of {moment_text(push.started_at)}")
        self._state_icon.show_icon(cell.icon or "details", color=cell.color)
        self._state.setText(cell.text)
        self._words.setText(_sentence(push))
        self._comment.setText(push.comment)
        self._show_undo()
        if is_other:
            self._close_field()
        self._show_comment()
        self.setAccessibleDescription(f"{self._title.text()}: {self._words.text()} {push.comment}".strip())

    def _show_undo(self) -> None:
        """Offer to undo what was applied, and lead to the push that did or that this one undid."""
        push = self._push
        if push is None:
            return
        is_there = any(one.id == push.connection_id for one in self._session.connections)
        self.undo.setVisible(bool(push.counts.get(Outcome.APPLIED)))
        self.undo.setEnabled(is_there and push.state != "running")
        tip = "Shows what would be put back before anything is sent (Ctrl+U)"
        self.undo.set_words("Undo this push…", tip if is_there else "Its connection was removed.")
        self.undo.setShortcut(QKeySequence("Ctrl+U"))
        self.related.setVisible(bool(push.undoes or push.undone_by))
        self.related.set_words(_related_words(push), "Opens it")

    def _open_related(self) -> None:
        if self._push is not None and (wanted := _related(self._push)):
            self.push_requested.emit(wanted)

    def _ask_to_undo(self) -> None:
        if self._push is not None:
            self.undo_pressed.emit(self._push)

    def fold_picture(self, *, is_low: bool) -> None:
        """Fold the picture away where there is no room for it; what a person chose last is kept for later."""
        if is_low != self._is_low:
            self._is_low = is_low
            self.picture.setChecked(self._wants_picture and not is_low)

    def _show_comment(self) -> None:
        is_editing = not self.field.isHidden()
        self._comment.setVisible(bool(self._comment.text()) and not is_editing)
        self.edit.setVisible(not is_editing and self._session.workspace.is_writable)
        words = "Change the comment" if self._comment.text() else "Add a comment"
        self.edit.set_words(words, "It is shown in the list, and found by a search")

    def _open_field(self) -> None:
        self.field.setText(self._comment.text())
        self.field.show()
        self.field.setFocus()
        self.field.selectAll()
        self._show_comment()

    def _close_field(self) -> None:
        self.field.hide()
        self._show_comment()

    def _store(self) -> None:
        """Keep what was typed, once: Enter also takes the focus away."""
        if self._push is None or self.field.isHidden():
            return
        text = self.field.text()
        self._close_field()
        if text.strip() != self._push.comment:
            work = commenting(self._session.workspace, self._push.id, text)
            self._session.jobs.run(work, done=self._take, failed=self._fail, lane=Lane.WRITE)

    def _take(self, push: PushSummary) -> None:
        self.commented.emit(push)

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)

    def _remember(self, is_shown: bool) -> None:  # noqa: FBT001  Qt's own argument
        self._wants_picture = is_shown
        self._session.preferences.setValue(_PICTURE, "shown" if is_shown else "hidden")

    def _connect(self) -> None:
        self.edit.clicked.connect(self._open_field)
        self.field.editingFinished.connect(self._store)
        self.picture.clicked.connect(self._remember)
        self.undo.clicked.connect(self._ask_to_undo)
        self.related.clicked.connect(self._open_related)
        self._session.connections_changed.connect(self._show_undo)

    def _lay_out(self) -> None:
        self.field.setAccessibleName("Comment on the push")
        self.field.setPlaceholderText("What this push was about")
        self.field.setMaxLength(MOST_LETTERS)
        self.field.hide()
        names = FlowLayout(gap=theme.GAP)
        for part in (self.back, self._title, self._badge, self._state_icon, self._state, self.related):
            names.addWidget(part)
        self.buttons.addWidget(self.picture)
        self.buttons.addWidget(self.undo)
        top = QHBoxLayout()
        top.addLayout(names, 1)
        top.addLayout(self.buttons)
        said = QWidget()
        line = FlowLayout(said, gap=theme.GAP)
        self.field.setMinimumWidth(360)
        for told in (self._words, self._comment, self.edit, self.field):
            line.addWidget(told)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.GAP + 2, theme.PAGE, 0)
        column.setSpacing(theme.GAP // 2)
        column.addLayout(top)
        column.addWidget(said)


def _sentence(push: PushSummary) -> str:
    took = f" in {duration_text(push.finished_at - push.started_at)}" if push.finished_at else ""
    parts = (f"{push.connection_name}: {became_text(push)}{took}", push.stopped_because)
    return " · ".join(part for part in parts if part)


def _related(push: PushSummary) -> int:
    """Find the push that undid this one last, or that this one undid."""
    return push.undone_by[-1] if push.undone_by else push.undoes


def _related_words(push: PushSummary) -> str:
    return f"Undone by push {push.undone_by[-1]}" if push.undone_by else f"Undo of push {push.undoes}"
