"""A push to a vendor that takes many records at once: settle, read the list where there is one, plan, send."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Cancelled
from app.jobs import JobContext
from app.push import select, unknowns
from app.push.relisting import read_again
from app.push.run import Run
from app.push.run_values import Ending, Tally, Target
from app.push.settling_by_list import SettlingByList
from app.values import PushOptions
from app.workspace import Workspace


@dataclass
class InBatches:
    """One such push; what is not sent or settled when it ends early is closed by the caller."""

    workspace: Workspace
    target: Target
    push_id: int
    context: JobContext
    options: PushOptions

    def run(self, *, only_settles: bool) -> Ending:
        """Do all of it. Where a list is only tried and does not answer, lost requests are repeated."""
        planned: list[int] = []
        try:
            if not only_settles:
                select.freeze(self.workspace, self.target, self.push_id, self.options, self.context)
            is_read = self._settle_by_reading()
            if not only_settles:
                if self._is_listed:
                    ending = read_again(self.workspace, self.target, self.push_id, self.context)
                    if ending.is_early:
                        return ending
                planned = select.plan(self.workspace, self.target, self.push_id, self.context)
            to_settle = [] if is_read else unknowns.plan_settling(self.workspace, self.target, self.push_id)
        except Cancelled:
            return Ending(is_stopped=True)
        return self.send([*to_settle, *planned])

    def send(self, request_ids: list[int]) -> Ending:
        """Send what was planned; what that leaves unknown is looked for in the list."""
        journal = self.workspace.store.journal
        before = set(journal.in_state("unknown", push_id=self.push_id))
        tally = Tally(journal.size(self.push_id), journal.counts(self.push_id))
        is_confirmed = self.options.is_confirmed
        run = Run(self.workspace, self.target, self.context, tally=tally, is_confirmed=is_confirmed)
        ending = run.send(request_ids)
        lost = [one for one in journal.in_state("unknown", push_id=self.push_id) if one not in before]
        if lost and self._is_listed and not ending.is_early:
            try:
                self._settling.settle(lost)
            except Cancelled:
                ending.is_stopped = True
        return ending

    def _settle_by_reading(self) -> bool:
        """Tell whether there was nothing to be repeated: the list was read for all that was lost."""
        connection_id = self.target.connection.id
        lost = self.workspace.store.journal.in_state("unknown", connection_id=connection_id)
        return self._is_listed and bool(lost) and self._settling.settle(lost)

    @property
    def _settling(self) -> SettlingByList:
        return SettlingByList(self.workspace, self.target, self.push_id, self.context)

    @property
    def _is_listed(self) -> bool:
        return self.target.kind.page is not None
