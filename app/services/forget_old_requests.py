"""Forget the requests and answers of pushes that are older than the settings say."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.jobs import JobContext

if TYPE_CHECKING:
    from app.workspace import Workspace


def forget_old_requests(workspace: Workspace, context: JobContext) -> int:
    """Return how many requests were removed; outcomes stay, and all that still waits for its outcome."""
    now = workspace.clock()
    kept = timedelta(days=workspace.settings.history_keep_days)
    return workspace.store.retention.forget_requests(before=now - kept, now=now, checkpoint=context.checkpoint)
