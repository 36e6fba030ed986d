"""The top of Review: what a push would do, in numbers and words, and the button that says it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.values import Connection, Review
from ui import theme
from ui.models.when import plural
from ui.screens.push_words import TRIAL, push_button_words
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.note_list import NoteList
from ui.widgets.plain import plain_label
from ui.widgets.push_progress import OutcomeCount
from ui.widgets.words import IconButton

COMMENT_WIDTH, LEAST_COMMENT_WIDTH = 420, 150  # pixels
MOST_OF_A_COMMENT = 200  # characters; it stands in a line of the history
_PARTS = (
    ("added", "to add", "added"),
    ("changed", "to change", "changed"),
    ("deleted", "to delete", "deleted"),
    ("held_back", "held back", "problem"),
    ("unknown", "unknown", "unknown"),
)


class ReviewHead(QWidget):
    """`push_pressed` and `trial_pressed` follow the buttons; `held_back_pressed` the link beside the counts."""

    push_pressed = Signal()
    trial_pressed = Signal()
    held_back_pressed = Signal()

    def __init__(self, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self.counts = {name: OutcomeCount(name, words, icon) for name, words, icon in _PARTS}
        is_production = connection.environment == "production"
        self.push = IconButton("", role="danger" if is_production else "primary", icon="push")
        self.push.clicked.connect(self.push_pressed)
        self.trial = IconButton(f"Push the first {TRIAL}, then ask", icon="test")
        self.trial.clicked.connect(self.trial_pressed)
        self.comment = QLineEdit()
        self.comment.setPlaceholderText("Comment on this push, for the history")
        self.comment.setAccessibleName("Comment on this push")
        self.comment.setMaxLength(MOST_OF_A_COMMENT)
        self.comment.setClearButtonEnabled(True)
        self.comment.setMinimumWidth(LEAST_COMMENT_WIDTH)
        self.comment.setMaximumWidth(COMMENT_WIDTH)
        self.show_held_back = IconButton("Show what is held back", role="link")
        self.show_held_back.clicked.connect(self.held_back_pressed)
        self.next = IconButton("", role="quiet", icon="vendor")
        self.next.hide()
        self.notes = NoteList()
        self._lay_out()

    def show_review(self, review: Review, *, is_pushing: bool) -> None:
        """Say what a push would do now."""
        for name, count in self.counts.items():
            count.show_count(getattr(review, name))
        self.show_held_back.setVisible(review.held_back > 0)
        words = push_button_words(self._connection, review.ready)
        if not review.ready:
            words = f"Nothing to push: {plural(review.held_back, 'record')} held back"
        self.push.set_words(words, "Ctrl+Enter")
        self.push.setEnabled(review.ready > 0 and not is_pushing)
        self.trial.setVisible(review.ready > TRIAL)
        self.trial.setEnabled(not is_pushing)
        self.comment.setVisible(review.ready > 0)
        self.notes.show_notes(review.notes)

    def show_next(self, connection: Connection | None, pending: int) -> None:
        """Lead on to the next connection with pending changes, where there is one."""
        self.next.setVisible(connection is not None)
        if connection is not None:
            words = f"Next: {connection.name}  {pending}"
            self.next.set_words(
                words, f"{plural(pending, 'pending change')} in {connection.name} (Ctrl+Shift+S)"
            )

    def _lay_out(self) -> None:
        names = FlowLayout(gap=theme.GAP)
        names.addWidget(plain_label("Review", role="heading"))
        for count in self.counts.values():
            names.addWidget(count)
        names.addWidget(self.show_held_back)
        top = QHBoxLayout()
        top.setSpacing(theme.GAP)
        top.addLayout(names, 1)
        top.addWidget(self.push)
        more = QHBoxLayout()
        more.setSpacing(theme.GAP)
        more.addWidget(self.next)
        more.addStretch(1)
        more.addWidget(self.comment, 100)
        more.addWidget(self.trial)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.GAP + 4, theme.PAGE, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addLayout(top)
        column.addLayout(more)
        column.addWidget(self.notes)
