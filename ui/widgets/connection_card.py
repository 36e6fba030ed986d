"""One connection in the overview: what waits there, its last push, and the ways on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.values import Connection, PushSummary, Tallies
from ui import assets, theme
from ui.models.history_pushes import state_cell
from ui.models.when import counts_text, moment_text, plural
from ui.widgets.badge import EnvironmentBadge
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import plain_label
from ui.widgets.push_progress import OutcomeCount
from ui.widgets.words import IconButton, IconLabel

_PARTS = (
    ("pending", "pending", "changed"),
    ("with_errors", "held back", "problem"),
    ("conflicts", "in conflict", "conflict"),
    ("refused", "refused", "refused"),
    ("failed", "failed", "failed"),
    ("unknown", "unknown", "unknown"),
)
_PICTURE = 28


class ConnectionCard(QFrame):
    """`pressed` carries "records", "review", "push" or "history"."""

    pressed = Signal(str)

    def __init__(
        self, connection: Connection, vendor_title: str, records_title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.set_role(self, "card")
        self.connection = connection
        self._records_title = records_title
        self._picture = QLabel()
        self._about = plain_label(vendor_title, role="muted")
        self._calm = plain_label("Nothing waits here.", role="muted")
        self._counts = {name: OutcomeCount(name, words, icon) for name, words, icon in _PARTS}
        self._state = IconLabel("", 15)
        self._last = plain_label(role="muted", is_wrapped=True)
        self.records = IconButton("Records", icon="records")
        self.history = IconButton("History", icon="history")
        self.review = IconButton("Review", icon="review")
        self.push = IconButton("", icon="push")
        self._lay_out()
        self._connect()
        self._draw()

    def show_tallies(self, tallies: Tallies) -> None:
        """Say what waits here; buttons that have nothing to do go."""
        for name, count in self._counts.items():
            count.show_count(getattr(tallies, name))
        self._calm.setVisible(not any(getattr(tallies, name) for name in self._counts))
        self._about.setText(f"{self._records_title} · {plural(tallies.total, 'record')}")
        ready = max(0, tallies.pending - tallies.with_errors)
        is_production = self.connection.environment == "production"
        self.push.set_role("danger" if is_production else "primary")
        where = f"PRODUCTION: {self.connection.name}" if is_production else self.connection.name
        self.push.set_words(f"Push {plural(ready, 'change')} to {where}", "Opens Review and pushes there")
        self.push.setVisible(ready > 0)
        self.review.setVisible(tallies.pending > 0)
        self.setAccessibleDescription(
            ", ".join(one.text for one in self._counts.values() if not one.isHidden())
        )

    def show_last(self, push: PushSummary | None) -> None:
        """Say how the last push went."""
        cell = state_cell(push) if push is not None else None
        self._state.setVisible(cell is not None)
        self.history.setVisible(push is not None)
        if push is None or cell is None:
            self._last.setText("Never pushed")
            return
        self._state.show_icon(cell.icon or "history", color=cell.color)
        words = f"Last push {moment_text(push.started_at)}: {counts_text(push.counts)}"
        self._last.setText(" · ".join(part for part in (words, push.comment, push.stopped_because) if part))

    @property
    def counts_text(self) -> str:
        return self.accessibleDescription()

    @property
    def last_text(self) -> str:
        return self._last.text()

    def _press(self, name: str, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt's own argument
        self.pressed.emit(name)

    def _draw(self) -> None:
        self._picture.setPixmap(assets.vendor_icon(self.connection.vendor).pixmap(_PICTURE, _PICTURE))

    def _connect(self) -> None:
        for name in ("records", "review", "push", "history"):
            getattr(self, name).clicked.connect(partial(self._press, name))
        theme.hub().changed.connect(self._draw)

    def _lay_out(self) -> None:
        self.setAccessibleName(self.connection.name)
        self._picture.setFixedSize(_PICTURE, _PICTURE)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAGE, theme.GAP + 4, theme.PAGE, theme.GAP + 4)
        row.setSpacing(theme.PAGE - 4)
        row.addWidget(self._picture)
        words = QVBoxLayout()
        words.setSpacing(5)
        words.addLayout(self._made_name())
        words.addWidget(self._made_counts())
        words.addLayout(self._made_last())
        words.addWidget(self._made_buttons())
        row.addLayout(words, 1)

    def _made_name(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(plain_label(self.connection.name, role="strong"))
        row.addWidget(EnvironmentBadge(self.connection))
        row.addWidget(self._about)
        row.addStretch(1)
        return row

    def _made_counts(self) -> QWidget:
        counts = QWidget()
        flow = FlowLayout(counts, gap=theme.GAP)
        for count in self._counts.values():
            flow.addWidget(count)
        flow.addWidget(self._calm)
        return counts

    def _made_last(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(5)
        row.addWidget(self._state)
        row.addWidget(self._last, 1)
        return row

    def _made_buttons(self) -> QWidget:
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=theme.GAP)
        for button in (self.push, self.review, self.records, self.history):
            flow.addWidget(button)
        return buttons
