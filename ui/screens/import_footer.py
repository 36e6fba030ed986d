"""What to do with proposed records: keep or reject all or some, take wrong rows along; or how far a job is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.intake.values import Proposal
from ui import theme
from ui.models.when import plural
from ui.widgets.job_strip import JobStrip
from ui.widgets.words import IconButton

_NAMES = ("reject_all", "reject_selected", "keep_selected", "keep_all")


class ProposalFooter(QFrame):
    """`pressed` carries "keep" or "reject", and whether only the selected records are meant."""

    pressed = Signal(str, bool)
    export_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "footer")
        self.setAccessibleName("What to do with the proposed records")
        self.reject_all = IconButton("Reject all", icon="close")
        self.reject_selected = IconButton("Reject selected")
        self.export_wrong = IconButton("Export rows with errors…", icon="export")
        self.keep_selected = IconButton("Keep selected")
        self.keep_all = IconButton("Keep all", role="primary", icon="check")
        self.job = JobStrip(unit="records")
        self._has_nothing_to_keep = False
        self._buttons = QWidget()
        # A button forgets its own shortcut with every new text, and its text tells the number of records.
        keep = QShortcut(QKeySequence("Ctrl+K"), self)
        keep.activated.connect(self.keep_all.click)
        for name in _NAMES:
            getattr(self, name).clicked.connect(partial(self._press, name))
        self.export_wrong.clicked.connect(self.export_pressed)
        self._lay_out()

    def show_proposal(self, proposal: Proposal) -> None:
        count = proposal.records
        self._has_nothing_to_keep = count > 0 and not proposal.added + proposal.changed
        words, tip = f"Keep {'all ' if count > 1 else ''}{plural(count, 'record')}", "Ctrl+K"
        if self._has_nothing_to_keep:
            words, tip = "Nothing to keep: close", "Every record is as the file has it already (Ctrl+K)"
        self.keep_all.set_words(words, tip)
        self.keep_all.setEnabled(count > 0)
        has_wrong = proposal.error_count > 0
        self.export_wrong.setVisible(has_wrong)
        self.export_wrong.set_words(
            "Export rows with errors…", "In their own columns, with the reason of each: to correct elsewhere"
        )
        self.show_buttons(is_shown=True)

    def show_selection(self, count: int, total: int) -> None:
        """Name how many records the buttons for some of them mean."""
        is_some = 0 < count < total or (count == 1 and total == 1)
        for button, words in ((self.keep_selected, "Keep"), (self.reject_selected, "Reject")):
            button.setEnabled(is_some)
            button.set_words(f"{words} selected ({count})" if is_some else f"{words} selected")

    def show_buttons(self, *, is_shown: bool) -> None:
        self._buttons.setVisible(is_shown)

    def set_busy(self, title: str) -> None:
        """Show a job instead of the buttons; “” brings them back."""
        self._buttons.setVisible(not title)
        if title:
            self.job.start(title)
        else:
            self.job.finish()

    def _press(self, name: str, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt's own argument
        word, _, which = name.partition("_")
        if name == "keep_all" and self._has_nothing_to_keep:
            word = "reject"
        self.pressed.emit(word, which == "selected")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.reject_all, self.reject_selected, self.export_wrong):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self.keep_selected, self.keep_all):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.GAP + 2, theme.PAGE, theme.GAP + 2)
        column.addWidget(self._buttons)
        column.addWidget(self.job)
