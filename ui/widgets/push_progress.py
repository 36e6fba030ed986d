"""A push under way: a bar without words, the outcomes so far, what it waits for, and Stop."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.jobs import Progress
from app.values import Outcome
from ui import theme
from ui.marks import mark_of_outcome
from ui.models.pace import Pace, time_left_text
from ui.models.when import number_text
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.job_strip import BAR_STEPS
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton, IconLabel

_ALWAYS = (Outcome.APPLIED,)


class OutcomeCount(QWidget):
    """The symbol, number and word of one outcome."""

    def __init__(self, name: str, word: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = word
        self._text = plain_label()
        self._text.setFont(theme.tabular(self._text.font()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.GAP, 0)
        row.setSpacing(5)
        row.addWidget(IconLabel(icon, 15))
        row.addWidget(self._text)
        self.setObjectName(name)

    @property
    def text(self) -> str:
        return self._text.text()

    def show_count(self, count: int, *, is_always: bool = False) -> None:
        self._text.setText(f"{number_text(count)} {self._word}")
        self.setAccessibleName(self._text.text())
        self.setVisible(is_always or count > 0)


class PushProgress(QFrame):
    """`stop_pressed` follows Stop; what is under way is waited for all the same."""

    stop_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "strip")
        self._pace = Pace()
        self._title = plain_label(role="strong")
        self._waiting_for = plain_label(role="muted")
        self._left = plain_label(role="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = IconButton("Stop", icon="stop")
        self.stop.setToolTip("Sends nothing more; what is under way is waited for")
        self.stop.clicked.connect(self._press)
        self.counts = {
            outcome: OutcomeCount(outcome, outcome, mark.icon_name)
            for outcome in Outcome
            if (mark := mark_of_outcome(outcome.value))
        }
        self.waiting = OutcomeCount("waiting", "waiting", "sent")
        self._lay_out()

    def start(self, title: str) -> None:
        """Show a push that has just begun."""
        self._pace = Pace()
        self._title.setText(title)
        self.setAccessibleName(title)
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)
        self.stop.set_words("Stop", "Sends nothing more; what is under way is waited for")
        self.stop.setEnabled(True)
        self._waiting_for.setText("Getting ready…")
        self._left.setText("")
        for outcome, count in self.counts.items():
            count.show_count(0, is_always=outcome in _ALWAYS)
        self.waiting.show_count(0)

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is; the bar never goes back."""
        self._pace.note(progress.done, progress.total)
        for outcome, count in self.counts.items():
            count.show_count(progress.counts.get(outcome, 0), is_always=outcome in _ALWAYS)
        if progress.total:
            self.bar.setRange(0, BAR_STEPS)
            share = min(BAR_STEPS, round(BAR_STEPS * progress.done / progress.total))
            self.bar.setValue(max(self.bar.value(), share))
            self.waiting.show_count(progress.total - progress.done)
        if self.stop.isEnabled():
            self._waiting_for.setText(progress.text)
            self._left.setText(time_left_text(self._pace.seconds_left))

    @property
    def words(self) -> str:
        """What it says besides the counts."""
        return "  ".join(part for part in (self._waiting_for.text(), self._left.text()) if part)

    def _press(self) -> None:
        self.stop.setEnabled(False)
        self._waiting_for.setText("Stopping: waiting for what is under way…")
        self._left.setText("")
        self.stop_pressed.emit()

    def _lay_out(self) -> None:
        words = QHBoxLayout()
        words.setSpacing(theme.PAGE)
        words.addWidget(IconLabel("push", 18, color="accent"))
        words.addWidget(self._title)
        words.addWidget(self._waiting_for, 1)
        words.addWidget(self._left)
        words.addWidget(self.stop)
        counts = QWidget()
        flow = FlowLayout(counts)
        for count in (*self.counts.values(), self.waiting):
            flow.addWidget(count)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP + 2)
        column.setSpacing(theme.GAP)
        column.addLayout(words)
        column.addWidget(self.bar)
        column.addWidget(counts)
