"""A vendor's action on records that can be read: each is looked at right before, then its request is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from typing_extensions import override

from app.push import select
from app.push.before import Seen, seen
from app.push.by_record import ByRecord
from app.push.record_run import Counted, RecordRun
from app.push.run_values import Ending
from app.records.images import part_of
from app.store.journal_values import Frozen, Verdict
from app.values import Outcome, SkipReason
from app.vendors.declaration import Action, Effect, Step

if TYPE_CHECKING:
    from app.push.looking import Look

_NO_LONGER_SO = "It is as it was before."


class ActionRun(RecordRun):
    """Runs one action. What it makes of a record is noted as it was before, so that it can be undone."""

    action: Action
    undone: Action | None

    def of(self, action: Action, *, undone: Action | None = None) -> Self:
        """Say which action it is, and which one it undoes."""
        self.action, self.undone = action, undone
        return self

    @override
    def _merged(self, frozen: Frozen, look: Look) -> Counted:
        store, kind = self._workspace.store, self._target.kind
        with store.database.write() as sql:
            record = store.records.get(kind.id, frozen.record_id, within=sql)
            assert look.found is not None  # noqa: S101  the caller looked
            after = self._imaged(seen(kind, record, frozen, look.found, self._target.options), look)
            store.records.save([after.record], within=sql)
            store.journal.freeze_anew(sql, self._push_id, after.frozen)
            if (verdict := self._needless(after)) is not None:
                return self._decided(store.journal.decide(sql, self._push_id, kind.id, [verdict]))
        return self._send(after.frozen)

    @override
    def _steps(self, frozen: Frozen) -> Sequence[Step]:
        """An effect without paths: it carries no edit, and reading alone does not tell whether it was done."""
        request = self.action.request(frozen.key, self._target.options)
        return [Step(self.action.name, request, (Effect(frozen.record_id),))]

    def _imaged(self, after: Seen, look: Look) -> Seen:
        shown = [] if self.action.makes is None else [self.action.makes.path]
        before = part_of(look.found or {}, shown)
        return Seen(after.record, replace(after.frozen, before_seen=before))

    def _needless(self, after: Seen) -> Verdict | None:
        """What is no longer as the undone action made it needs no undoing."""
        makes = self.undone.makes if self.undone is not None else None
        if makes is None or makes.is_met(after.record.base):
            return None
        reason = SkipReason.NO_CHANGE.value
        return Verdict(after.frozen.record_id, Outcome.SKIPPED, _NO_LONGER_SO, reason)


class ActionByRecord(ByRecord):
    """An action as a push of its own; what is to be looked at was frozen before."""

    def act(self, action: Action, *, undone: Action | None = None) -> Ending:
        """Run it on every record of the push that has no outcome yet."""
        run = self._way(ActionRun).of(action, undone=undone)
        self._count_anew()
        return run.send(select.undecided(self.workspace, self.push_id))
