"""Draw up a push over time: how many of its records had which outcome when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.history_values import PushPicture

if TYPE_CHECKING:
    from app.workspace import Workspace


def picture_push(workspace: Workspace, push_id: int) -> PushPicture:
    """*Raises* NotFound."""
    return workspace.store.history_picture.picture(push_id, now=workspace.clock())
