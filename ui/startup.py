"""What happens between the first paint and a usable window: open a workspace, for real or for the demo."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from app.jobs import JobContext
from app.values import Connection
from ui.jobs import Lane
from ui.session import AppSession

if TYPE_CHECKING:
    from app.workspace import Workspace

DEMO_RECORDS = 320


class _Stoppable(Protocol):
    def stop(self) -> None: ...


@dataclass(frozen=True)
class Opened:
    """What the start-up job hands over; the last three belong to the demo."""

    workspace: Workspace
    connections: tuple[Connection, ...]
    example: Path | None = None
    control_url: str = ""
    sandbox: _Stoppable | None = None


class Startup(QObject):
    """`opened` and `failed` tell the window; `tidy` ends what the demo started and removes its folder."""

    opened = Signal(object)
    failed = Signal(object)

    def __init__(self, session: AppSession, folder: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.folder = folder
        self.result: Opened | None = None

    def begin_after_paint(self) -> None:
        """Start once the first paint is on the screen."""
        QTimer.singleShot(0, self, self.begin)

    def begin(self) -> None:
        work = self._open_demo if self._session.is_demo else self._open
        self._session.jobs.run(
            work, done=self._take, failed=self._fail, lane=Lane.LONG, title="Opening the workspace"
        )

    def tidy(self) -> None:
        """Stop the sandbox and remove the throw-away workspace."""
        if self.result is not None and self.result.sandbox is not None:
            self.result.sandbox.stop()
        if self._session.is_demo and self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _open(self, _context: JobContext) -> Opened:
        from app.bootstrap import open_workspace  # noqa: PLC0415  heavy; the window is painted by now
        from app.services.connections import list_connections  # noqa: PLC0415  as above

        workspace = open_workspace(self.folder)
        return Opened(workspace, tuple(list_connections(workspace)))

    def _open_demo(self, context: JobContext) -> Opened:
        from app.bootstrap import open_workspace  # noqa: PLC0415  heavy; the window is painted by now
        from app.sandbox.server import start_sandbox  # noqa: PLC0415  as above
        from app.services.connections import list_connections  # noqa: PLC0415  as above
        from app.services.demo import fill_demo  # noqa: PLC0415  as above

        context.report(0, None, "Starting the sandbox")
        sandbox = start_sandbox(records=DEMO_RECORDS)
        try:
            workspace = open_workspace(self.folder / "workspace" if self.folder else None)
            demo = fill_demo(workspace, sandbox.address())
        except BaseException:
            sandbox.stop()
            raise
        connections = tuple(list_connections(workspace))
        return Opened(workspace, connections, demo.example, str(sandbox.address()["control"]), sandbox)

    def _take(self, opened: Opened) -> None:
        self.result = opened
        self._session.use(opened.workspace, opened.connections)
        self.opened.emit(opened)
        self._session.housekeeping.forget_old(opened.workspace)

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)
