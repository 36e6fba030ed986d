"""The top of an undo in review: which push, what would go back, what to know, and the button that says it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.undo_values import UndoReview
from app.values import Connection
from ui import theme
from ui.models.when import counts_text, moment_text, plural
from ui.screens.undo_words import undo_button_words
from ui.widgets.badge import EnvironmentBadge
from ui.widgets.choice_chips import ChoiceChips
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.note_list import NoteList
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton

PARTS = (
    ("all", "All", ""),
    ("sent", "Goes back", "undo"),
    ("kept", "Kept", "lock"),
    ("impossible", "Impossible", "close"),
    ("as before", "As before", "applied"),
)


class UndoHead(QWidget):
    """`undo_pressed` and `back_pressed` follow the buttons, `part_chosen` the chips."""

    undo_pressed = Signal()
    back_pressed = Signal()
    part_chosen = Signal(str)

    def __init__(self, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self.back = IconButton("Back to the push", role="quiet", icon="history")
        self.back.clicked.connect(self.back_pressed)
        is_production = connection.environment == "production"
        self.undo = IconButton("", role="danger" if is_production else "primary", icon="undo")
        self.undo.clicked.connect(self.undo_pressed)
        self.parts = ChoiceChips(PARTS, name="Which records of the undo to show")
        self.parts.chosen.connect(self.part_chosen)
        self._title = plain_label("Undo a push", role="heading")
        self._words = plain_label(role="muted", is_wrapped=True)
        self.notes = NoteList()
        self._lay_out()

    @property
    def words(self) -> str:
        return self._words.text()

    def show_waiting(self, push_id: int) -> None:
        """Say that the push is being looked at."""
        self._title.setText(f"Undo push {push_id}")
        self._words.setText("Comparing what the push did with what is known now…")
        self.undo.set_words("Undo", "Ctrl+Enter")
        self.undo.setEnabled(False)
        self.notes.show_notes(())

    def show_review(self, review: UndoReview, *, is_pushing: bool) -> None:
        """Say what the undo would do now."""
        push = review.push
        self._title.setText(f"Undo push {push.id} of {moment_text(push.started_at)}")
        became = f"It came to: {counts_text(push.counts)}."
        left = f" Of {plural(review.not_applied, 'record')} nothing was applied, so there is nothing to undo."
        self._words.setText(became + (left if review.not_applied else ""))
        self.undo.set_words(undo_button_words(self._connection, review), "Ctrl+Enter")
        self.undo.setEnabled(review.ready > 0 and not is_pushing)
        counts = {name: len(ids) for name, ids in review.ids.items()}
        self.parts.show_counts({**counts, "all": sum(counts.values())})
        self.notes.show_notes(review.notes)
        self.setAccessibleDescription(f"{self._title.text()}. {self._words.text()}")

    def _lay_out(self) -> None:
        names = FlowLayout(gap=theme.GAP)
        for part in (self.back, self._title, EnvironmentBadge(self._connection)):
            names.addWidget(part)
        top = QHBoxLayout()
        top.setSpacing(theme.GAP)
        top.addLayout(names, 1)
        top.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.GAP + 2, theme.PAGE, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addLayout(top)
        column.addWidget(self._words)
        column.addWidget(self.notes)
        column.addWidget(self.parts)
