"""Say a word on a push, for whoever looks back at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import UsageError
from app.values import PushSummary

if TYPE_CHECKING:
    from app.workspace import Workspace

MOST_CHARACTERS = 500


def comment_push(workspace: Workspace, push_id: int, text: str) -> PushSummary:
    """Write a comment over the one before, on one line; empty text takes it away. *Raises* NotFound."""
    words = " ".join(text.split())
    if len(words) > MOST_CHARACTERS:
        raise UsageError(
            f"The comment is longer than {MOST_CHARACTERS} letters.", remedy="Shorten it; nothing was changed."
        )
    workspace.store.history.push(push_id)
    workspace.store.push_comments.write(push_id, words)
    return workspace.store.history.push(push_id)
