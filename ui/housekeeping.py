"""What the window clears away by itself, behind everything else: history older than the settings say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.jobs import JobContext
from ui.jobs import Jobs, Lane

if TYPE_CHECKING:
    from app.workspace import Workspace


class Housekeeping(QObject):
    """One job at a time; what is stopped in the middle goes on at the next start."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.forgotten = 0

    def forget_old(self, workspace: Workspace) -> None:
        """Remove the requests of old pushes; their outcomes stay."""
        if workspace.is_writable:
            self._jobs.run(
                partial(_forget, workspace), done=self._take, lane=Lane.LONG, title="Tidying the history"
            )

    def _take(self, forgotten: int) -> None:
        self.forgotten += forgotten


def _forget(workspace: Workspace, context: JobContext) -> int:
    from app.services.forget_old_requests import forget_old_requests  # noqa: PLC0415  after the first paint

    return forget_old_requests(workspace, context)
