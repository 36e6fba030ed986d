"""A push to a vendor that can be read: settle, send record by record, settle what that left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from app.errors import Cancelled
from app.jobs import JobContext
from app.push import select
from app.push.creates import Creates
from app.push.looking import Looker
from app.push.record_run import RecordRun
from app.push.run_values import Ending, Tally, Target
from app.push.sender import Sender
from app.push.settling import Settling
from app.push.watch import Watch
from app.store.journal_creates import JournalCreates
from app.values import PushOptions
from app.workspace import Workspace

Way = TypeVar("Way", bound=RecordRun)


@dataclass
class ByRecord:
    """One such push, from the freezing of its records to the last reading."""

    workspace: Workspace
    target: Target
    push_id: int
    context: JobContext
    options: PushOptions

    def __post_init__(self) -> None:
        settings, wanted = self.workspace.settings, self.options.retry_after_seconds
        self._tally = Tally(0)
        self._watch = Watch(self.workspace, self.target, self._tally, self.context)
        self._looker = Looker(self.target, settings, self._watch, self.context)
        rest = float(settings.settle_not_before_seconds) if wanted is None else wanted
        self._creates = Creates(self.workspace, self.target, self._looker, rest)
        self._settling = Settling(
            self.workspace,
            self.target,
            self.context,
            self.push_id,
            self._watch,
            self._looker,
            self._creates,
        )

    def run(self, *, only_settles: bool) -> Ending:
        """Do all of it; what is not sent or settled when it ends early is closed by the caller."""
        try:
            if not only_settles:
                select.freeze(self.workspace, self.target, self.push_id, self.options, self.context)
            self._settle(self._settling.take_over())
            if not only_settles:
                self._send()
                self._settle_new()
        except Cancelled:
            self._watch.ending.is_stopped = self._watch.ending.error is None
        return self._watch.ending

    def _settle(self, request_ids: list[int]) -> None:
        """Settle by reading; what reading does not tell goes out once more, byte for byte, where it may."""
        for request_id in self._settling.settle(request_ids):
            self._repeat(request_id)
        self._count_anew()

    def _settle_new(self) -> None:
        if not self._watch.ending.is_early:
            self._settle(self.workspace.store.journal.in_state("unknown", push_id=self.push_id))

    def _repeat(self, request_id: int) -> None:
        journal = self.workspace.store.journal
        entry = journal.entry(request_id)
        frozen = journal.frozen_of_push(entry.push_id, entry.record_ids)
        with self.workspace.store.database.write() as sql:
            (own,) = journal.replan(sql, self.push_id, entry, frozen, [(entry.step, "planned")])
        sender = Sender(self.workspace, self.target, self._watch, self._looker, self.context)
        sender.send(journal.entry(own), frozen[0])

    def _send(self) -> None:
        self._note_unsettled()
        if self._watch.ending.is_early:
            return
        creates = JournalCreates(self.workspace.store.database)
        if creates.has_new(self.push_id):
            self._creates.look_back(self.push_id)
            at = self._looker.vendor_clock()
            if at is not None:
                self.workspace.store.journal.note_vendor_clock(self.push_id, at)
        self._way(RecordRun).send(select.undecided(self.workspace, self.push_id))

    def _way(self, of: type[Way]) -> Way:
        """Make the run that works through the records in one way."""
        return of(
            self.workspace,
            self.target,
            self.context,
            push_id=self.push_id,
            tally=self._tally,
            creates=self._creates,
            watch=self._watch,
            looker=self._looker,
        )

    def _note_unsettled(self) -> None:
        """What is still unknown keeps its equals back."""
        journal = self.workspace.store.journal
        for request_id in journal.in_state("unknown", connection_id=self.target.connection.id):
            entry = journal.entry(request_id)
            self._creates.note_unsettled(journal.frozen_of_push(entry.push_id, entry.record_ids))

    def _count_anew(self) -> None:
        self._tally.total = self.workspace.store.journal.size(self.push_id)
        self._tally.counts.update(self.workspace.store.journal.counts(self.push_id))
