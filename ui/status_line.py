"""The line at the foot of the window: how many records stand where, and whether edits are saved."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStatusBar, QWidget

from app.values import Connection, Tallies
from ui import theme
from ui.models.when import number_text, plural
from ui.session import AppSession
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton, IconLabel


class StatusLine(QStatusBar):
    """Follows one connection, and sums up all of them; `overview_wanted` follows the sum."""

    overview_wanted = Signal()

    def __init__(self, session: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._connection: Connection | None = None
        self._counts = plain_label(role="muted")
        self._counts.setFont(theme.tabular(self._counts.font()))
        self._counts.setAccessibleName("Counts")
        self._saved = plain_label(role="muted")
        self._saved.setAccessibleName("Saved state")
        self._everywhere = IconButton("", role="link", icon="vendor")
        self._everywhere.clicked.connect(self.overview_wanted)
        self._icon = IconLabel("saved", 16, color="muted")
        self.setSizeGripEnabled(False)
        self._lay_out()
        self.follow(None)
        session.tallies.counted.connect(self._show)

    @property
    def saved_text(self) -> str:
        return self._saved.text()

    @property
    def counts_text(self) -> str:
        return self._counts.text()

    @property
    def everywhere_text(self) -> str:
        return "" if self._everywhere.isHidden() else self._everywhere.text()

    def follow(self, connection: Connection | None) -> None:
        """Show the numbers of a connection."""
        self._connection = connection
        self._show(connection.id if connection else 0)
        self.show_saving(0)

    def show_saving(self, pending: int) -> None:
        """Tell whether edits are on their way to the disk."""
        has_connection = self._connection is not None
        self._icon.setVisible(has_connection)
        self._icon.show_icon("saved" if not pending else "sent", color="success" if not pending else "muted")
        self._saved.setText(("Saving…" if pending else "All edits saved") if has_connection else "")

    def _show(self, connection_id: int) -> None:
        self._show_everywhere()
        if self._connection is None:
            self._counts.setText("")
        elif connection_id == self._connection.id:
            self._counts.setText(_words(self._session.tallies.of(connection_id) or Tallies()))
        else:
            self._show(self._connection.id)

    def _show_everywhere(self) -> None:
        count = len(self._session.connections)
        is_all_shown = count == 1 and self._connection is not None
        self._everywhere.setVisible(count > 0 and not is_all_shown)
        everywhere = self._session.tallies.of_all()
        pending = f"{number_text(everywhere.pending)} pending" if everywhere.pending else "nothing pending"
        tip = f"{_waiting(everywhere) or 'Nothing waits'}. Shows each connection, and pushes it (Ctrl+0)"
        self._everywhere.set_words(f"All connections: {pending}", tip)

    def _lay_out(self) -> None:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(theme.PAGE, 4, theme.PAGE, 4)
        layout.setSpacing(6)
        layout.addWidget(self._counts)
        layout.addWidget(self._everywhere)
        layout.addStretch(1)
        layout.addWidget(self._icon)
        layout.addWidget(self._saved)
        self.addWidget(row, 1)


def _words(tallies: Tallies) -> str:
    return "   ·   ".join(one for one in (plural(tallies.total, "record"), _waiting(tallies)) if one)


def _waiting(tallies: Tallies) -> str:
    numbers = (
        (tallies.pending, "pending"),
        (tallies.with_errors, "with problems"),
        (tallies.conflicts, "in conflict"),
        (tallies.refused, "refused"),
        (tallies.failed, "failed"),
        (tallies.unknown, "unknown"),
    )
    return "   ·   ".join(f"{number_text(number)} {words}" for number, words in numbers if number)
