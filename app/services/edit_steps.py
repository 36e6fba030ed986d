"""One thing that a person does, as it is written into the edit log: opened by its first change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.edit_values import EditChange, state_of
from app.values import Record
from app.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Connection as Transaction


@dataclass
class OpenStep:
    """Goes with all edits of one intent; `title` says what Undo will name. Nothing changed: no step."""

    workspace: Workspace
    title: str
    id: int = 0

    def note(self, transaction: Transaction, before: Record | None, after: Record | None) -> None:
        """Write down what became of a record, in the transaction that changes it."""
        record = after or before
        change = EditChange(record.id if record else 0, state_of(before), state_of(after))
        if record is None or change.before == change.after:
            return
        if before is not None and after is not None and before.base != after.base:
            return  # forgotten as gone at the vendor: what was known of it cannot be brought back
        log = self.workspace.store.edit_log
        if not self.id:
            most = self.workspace.settings.undo_steps
            self.id = log.begin(transaction, record.kind, record.connection_id, self.title, most=most)
        log.note(transaction, self.id, change)
