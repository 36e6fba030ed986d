"""The line at the foot of the window: how many records stand where, and whether edits are saved."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStatusBar, QWidget

from app.values import Connection, Tallies
from ui import theme
from ui.models.when import number_text, plural
from ui.session import AppSession
from ui.widgets.plain import plain_label
from ui.widgets.words import IconLabel


class StatusLine(QStatusBar):
    """Follows one connection, and sums up all of them."""

    def __init__(self, session: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._connection: Connection | None = None
        self._counts = plain_label(role="muted")
        self._counts.setFont(theme.tabular(self._counts.font()))
        self._counts.setAccessibleName("Counts")
        self._saved = plain_label(role="muted")
        self._saved.setAccessibleName("Saved state")
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
        if self._connection is None:
            self._counts.setText("")
        elif connection_id == self._connection.id:
            here = self._session.tallies.of(connection_id) or Tallies()
            self._counts.setText(_words(here, self._session.tallies.of_all()))
        else:
            self._show(self._connection.id)

    def _lay_out(self) -> None:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(theme.PAGE, 4, theme.PAGE, 4)
        layout.setSpacing(6)
        layout.addWidget(self._counts)
        layout.addStretch(1)
        layout.addWidget(self._icon)
        layout.addWidget(self._saved)
        self.addWidget(row, 1)


def _words(tallies: Tallies, everywhere: Tallies) -> str:
    parts = [plural(tallies.total, "record")]
    for number, words in (
        (tallies.pending, "pending"),
        (tallies.with_errors, "with problems"),
        (tallies.conflicts, "in conflict"),
        (tallies.refused, "refused"),
        (tallies.failed, "failed"),
        (tallies.unknown, "unknown"),
    ):
        if number:
            parts.append(f"{number_text(number)} {words}")
    if everywhere.total > tallies.total:
        pending = f", {number_text(everywhere.pending)} pending" if everywhere.pending else ""
        parts.append(f"All connections: {plural(everywhere.total, 'record')}{pending}")
    return "   ·   ".join(parts)
