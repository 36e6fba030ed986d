"""A push under way: a bar without words, the outcomes so far, what it waits for, and its buttons."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.jobs import Halt, Progress
from app.values import Outcome
from ui import theme
from ui.marks import mark_of_outcome
from ui.models.pace import Pace, time_left_text
from ui.models.when import number_text
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.job_strip import BAR_STEPS
from ui.widgets.plain import plain_label
from ui.widgets.run_controls import RunControls
from ui.widgets.words import IconLabel

_ALWAYS = (Outcome.APPLIED,)
_PAUSING = "Pausing: waiting for what was already sent."
# The symbol and the colour of what only a person, or the network, ends.
_HALTS = {
    Halt.PAUSED: ("pause", "info"),
    Halt.SIGN_IN: ("lock", "warning"),
    Halt.NETWORK: ("connect", "warning"),
    Halt.FAILURES: ("problem", "error"),
}


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


class HaltLine(QFrame):
    """Why a push stands still, in words that a person must see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("", 18)
        self._text = plain_label(is_wrapped=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)

    @property
    def text(self) -> str:
        return self._text.text()

    def show_halt(self, halt: Halt, text: str) -> None:
        """Show it where it is one that a person ends; hide it else."""
        icon, severity = _HALTS.get(halt, ("", ""))
        self.setVisible(bool(icon))
        if not icon or text == self._text.text():
            return
        theme.set_role(self, severity)
        self._icon.show_icon(icon, color=severity)
        self._text.setText(text)
        self.setAccessibleName(text)


class PushProgress(QFrame):
    """The buttons are those of `controls`; what is under way when one is pressed is waited for all the same."""

    def __init__(self, parent: QWidget | None = None, *, icon: str = "push") -> None:
        super().__init__(parent)
        theme.set_role(self, "strip")
        self._icon = icon
        self._pace = Pace()
        self._wants_pause = False
        self._title = plain_label(role="strong")
        self._waiting_for = plain_label(role="muted")
        self._left = plain_label(role="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.controls = RunControls()
        self.halt = HaltLine()
        self.counts = {
            outcome: OutcomeCount(outcome, outcome, mark.icon_name)
            for outcome in Outcome
            if (mark := mark_of_outcome(outcome.value))
        }
        self.waiting = OutcomeCount("waiting", "waiting", "sent")
        self._lay_out()
        self.controls.pause_pressed.connect(self._note_pause)
        self.controls.go_on_pressed.connect(self._note_go_on)
        self.controls.stop_pressed.connect(self._note_stop)

    def start(self, title: str) -> None:
        """Show a push that has just begun."""
        self._pace = Pace()
        self._wants_pause = False
        self._title.setText(title)
        self.setAccessibleName(title)
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)
        self.controls.allow(is_allowed=True)
        self._say(Halt.NONE, "Getting ready…")
        self._left.setText("")
        for outcome, count in self.counts.items():
            count.show_count(0, is_always=outcome in _ALWAYS)
        self.waiting.show_count(0)

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is; neither the bar nor a count goes back."""
        self._pace.note(progress.done, progress.total)
        if progress.total:
            self._show_counts(progress, progress.total)
        if self.controls.stop.isEnabled():
            self._show_text(progress)

    @property
    def words(self) -> str:
        """What it says besides the counts."""
        parts = (self._waiting_for.text(), "" if self.halt.isHidden() else self.halt.text, self._left.text())
        return "  ".join(part for part in parts if part)

    def _show_counts(self, progress: Progress, total: int) -> None:
        for outcome, count in self.counts.items():
            count.show_count(progress.counts.get(outcome, 0), is_always=outcome in _ALWAYS)
        self.bar.setRange(0, BAR_STEPS)
        share = min(BAR_STEPS, round(BAR_STEPS * progress.done / total))
        self.bar.setValue(max(self.bar.value(), share))
        self.waiting.show_count(total - progress.done)

    def _show_text(self, progress: Progress) -> None:
        """A pause that was asked for shows at once: the push learns of it a moment later."""
        is_late = self._wants_pause and progress.halt in (Halt.NONE, Halt.WAITING)
        self._say(*((Halt.PAUSING, _PAUSING) if is_late else (progress.halt, progress.text)))
        left = self._pace.seconds_left if progress.halt is Halt.NONE else None
        self._left.setText(time_left_text(left))

    def _say(self, halt: Halt, text: str) -> None:
        self.controls.show_halt(halt)
        self.halt.show_halt(halt, text)
        self._waiting_for.setText(text if halt not in _HALTS else "")

    def _note_pause(self) -> None:
        self._wants_pause = True
        self._say(Halt.PAUSING, _PAUSING)

    def _note_go_on(self) -> None:
        self._wants_pause = False

    def _note_stop(self) -> None:
        self.controls.allow(is_allowed=False)
        self._say(Halt.NONE, "Stopping: waiting for what is under way…")
        self._left.setText("")

    def _lay_out(self) -> None:
        words = QHBoxLayout()
        words.setSpacing(theme.PAGE)
        words.addWidget(IconLabel(self._icon, 18, color="accent"))
        words.addWidget(self._title)
        words.addWidget(self._waiting_for, 1)
        words.addWidget(self._left)
        words.addWidget(self.controls)
        self.outcomes = QWidget()
        flow = FlowLayout(self.outcomes)
        for count in (*self.counts.values(), self.waiting):
            flow.addWidget(count)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.GAP, theme.PAGE, theme.GAP + 2)
        column.setSpacing(theme.GAP)
        column.addLayout(words)
        column.addWidget(self.halt)
        column.addWidget(self.bar)
        column.addWidget(self.outcomes)
