"""Keeping a file as one step that Undo takes back, however many records it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.edit_values import EditStep

if TYPE_CHECKING:
    from app.workspace import Workspace


class KeepStep:
    """Opened before the first record is written; on the list of what can be undone once `finish` ends.

    Nothing is noted of the records: the versions that the operation replaces stay in the store as long as the
    step does, and what it adds has ids of its own.
    """

    def __init__(self, workspace: Workspace, *, kind: str, connection_id: int, title: str) -> None:
        self._workspace = workspace
        with workspace.store.database.write() as transaction:
            step_id = workspace.store.edit_log.begin_hidden(
                transaction, kind, connection_id, title, most=workspace.settings.undo_steps
            )
        self._step = EditStep(step_id, kind, connection_id, title)
        workspace.store.kept_steps.sweep(kind)

    def hold(self, operation_id: int, *, first_id: int, last_id: int) -> None:
        """Name the operation, and the ids that were set aside for the records that it adds."""
        step = self._step
        self._step = EditStep(
            step.id, step.kind, step.connection_id, step.title, operation_id, first_id, last_id
        )
        self._workspace.store.kept_steps.hold(step.id, operation_id, first_id=first_id, last_id=last_id)

    def finish(self) -> None:
        """Let Undo find the step, unless the file changed nothing."""
        store = self._workspace.store
        if store.kept_steps.changes_anything(self._step):
            store.edit_log.show(self._step.id)
            store.kept_steps.let_go_of_old(self._step.connection_id)
        else:
            self.discard()

    def discard(self) -> None:
        """Forget the step of a file that was not kept after all."""
        self._workspace.store.edit_log.forget(self._step.id)
