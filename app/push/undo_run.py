"""Sends what an undo proposes: as any push, but what was touched since is kept instead of held back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from app.errors import Cancelled
from app.jobs import JobContext
from app.push import select
from app.push.action_run import ActionByRecord
from app.push.in_batches import InBatches
from app.push.record_run import Counted, RecordRun
from app.push.relisting import Relisting, read_again
from app.push.run_values import Ending, Target
from app.push.undo_seen import SeenToUndo, seen_to_undo, withdrawn
from app.push.undo_select import Selection
from app.records.change import JsonObject
from app.store.journal_values import Frozen, Verdict
from app.store.undos import LeftWords
from app.values import Change, Outcome, PushOptions, Record, SkipReason
from app.vendors.bring_in import gone
from app.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Connection as Sql

    from app.push.looking import Look


class UndoRecordRun(RecordRun):
    """Works through the records of an undo."""

    @override
    def _merged(self, frozen: Frozen, look: Look) -> Counted:
        """Merge what was read, drop what was touched since, and freeze anew, in one transaction."""
        store, kind = self._workspace.store, self._target.kind
        with store.database.write() as sql:
            record = store.records.get(kind.id, frozen.record_id, within=sql)
            after = self._looked_at(record, frozen, look)
            self._keep(sql, after)
            if (verdict := after.verdict) is not None:
                return self._decided(store.journal.decide(sql, self._push_id, kind.id, [verdict]))
        return self._send(after.seen.frozen)

    @override
    def _gone(self, frozen: Frozen) -> Counted:
        """What is to be deleted and is gone is done; of anything else nothing can be put back."""
        if frozen.change is Change.DELETED:
            return super()._gone(frozen)
        target, store = self._target, self._workspace.store
        with store.database.write() as sql:
            record = store.records.get(target.kind.id, frozen.record_id, within=sql)
            bare = withdrawn(target.kind, record, frozen, target.options)
            store.records.save([gone(target.kind, bare, target.options)], within=sql)
            words = LeftWords(impossible=f"{target.vendor.title} no longer has it.")
            store.undos.add(sql, self._push_id, frozen.record_id, words)
            verdict = Verdict(frozen.record_id, Outcome.SKIPPED, "", SkipReason.HELD_BACK.value)
            return self._decided(store.journal.decide(sql, self._push_id, target.kind.id, [verdict]))

    def _looked_at(self, record: Record, frozen: Frozen, look: Look) -> SeenToUndo:
        assert look.found is not None  # noqa: S101  the caller looked
        target = self._target
        return seen_to_undo(
            target.kind, record, frozen, look.found, target.options, vendor_title=target.vendor.title
        )

    def _keep(self, sql: Sql, after: SeenToUndo) -> None:
        store = self._workspace.store
        store.records.save([after.seen.record], within=sql)
        store.journal.freeze_anew(sql, self._push_id, after.seen.frozen)
        store.undos.add(sql, self._push_id, after.seen.frozen.record_id, after.words.as_left)


class UndoByRecord(ActionByRecord):
    """An undo at a vendor that can be read, from the freezing of its records to the last reading."""

    def undo(self, selection: Selection) -> Ending:
        """Do all of it. Records with an unknown outcome of before are kept out of it, not settled."""
        try:
            reverse = selection.freeze(self.push_id, self.context)
            if reverse is not None:
                undone, action = reverse
                self.act(action, undone=undone)
            else:
                self._send_edits()
        except Cancelled:
            self._watch.ending.is_stopped = self._watch.ending.error is None
        return self._watch.ending

    def _send_edits(self) -> None:
        self._count_anew()
        self._way(UndoRecordRun).send(select.undecided(self.workspace, self.push_id))
        self._settle_new()


class UndoRelisting(Relisting):
    """Looks at the records of an undo in the vendor's list."""

    @override
    def _look(self, sql: Sql, record: Record, frozen: Frozen, theirs: JsonObject) -> None:
        target, store = self.target, self.workspace.store
        after = seen_to_undo(
            target.kind, record, frozen, theirs, target.options, vendor_title=target.vendor.title
        )
        self._save(sql, after.seen, after.verdict)
        store.undos.add(sql, self.push_id, frozen.record_id, after.words.as_left)

    @override
    def _miss(self, sql: Sql, frozen: Frozen) -> None:
        """One that is no longer listed is left as it is, without a trace of the undo."""
        records, kind = self.workspace.store.records, self.target.kind
        record = records.get(kind.id, frozen.record_id, within=sql)
        records.save([withdrawn(kind, record, frozen, self.target.options)], within=sql)
        super()._miss(sql, frozen)


def undo_in_batches(
    workspace: Workspace, target: Target, push_id: int, context: JobContext, selection: Selection
) -> Ending:
    """An undo at a vendor that is listed at most: everything is planned before the first request."""
    try:
        selection.freeze(push_id, context)
        if target.kind.page is not None:
            ending = read_again(workspace, target, push_id, context, way=UndoRelisting)
            if ending.is_early:
                return ending
        planned = select.plan(workspace, target, push_id, context)
    except Cancelled:
        return Ending(is_stopped=True)
    options = PushOptions(is_confirmed=True)
    return InBatches(workspace, target, push_id, context, options).send(planned)
