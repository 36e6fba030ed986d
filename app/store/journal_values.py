"""What the journal holds, as values: entries, records as they were, ends and verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from app.records.change import Edits, JsonObject, opened
from app.records.refusals import Refusal
from app.values import BaseState, Change, Outcome, Record
from app.vendors.declaration import Attachment, Options, PendingRecord, Step


@dataclass(frozen=True)
class Entry:
    """One request of the journal with what it does, as the engine needs it.

    `options` are the switches it was planned under: its parts are planned under the same.
    """

    id: int
    push_id: int
    kind: str
    step: Step
    options: Options
    was_ambiguous: bool = False
    parent_id: int | None = None
    sent_at: datetime | None = None

    @property
    def record_ids(self) -> tuple[int, ...]:
        return tuple(effect.record_id for effect in self.step.effects)


@dataclass(frozen=True)
class Frozen:
    """A record as it was when its push was planned.

    `before_seen` is the part of it that is written, as the vendor was read to hold it right before; None
    where nobody looked.
    """

    record_id: int
    kind: str
    key: str
    change: Change
    sent_edits: Edits
    sent_directives: Mapping[str, str]
    before_state: BaseState
    before_base: JsonObject
    before_seen: JsonObject | None = None

    @classmethod
    def of(cls, record: Record) -> Self:
        """Freeze a record as it is now."""
        return cls(
            record_id=record.id,
            kind=record.kind,
            key=record.key,
            change=record.change,
            sent_edits=record.edits,
            sent_directives=record.directives,
            before_state=record.base_state,
            before_base=record.base,
        )

    def as_pending(
        self, *, only: Sequence[str] | None = None, attachments: Mapping[str, Attachment] | None = None
    ) -> PendingRecord:
        """Turn it back into what a plan looks at: the same content gives the same bytes.

        `only` leaves the edits of one effect.
        """
        edits = self.sent_edits
        if only is not None:
            edits = {path: value for path, value in edits.items() if path in only}
        working = opened(self.before_base, edits)
        return PendingRecord(
            id=self.record_id,
            key=self.key,
            change=self.change,
            base_state=self.before_state,
            base=self.before_base,
            edits=edits,
            working=working.record,
            touched=working.touched,
            directives=self.sent_directives,
            attachments=attachments or {},
        )


@dataclass(frozen=True)
class Verdict:
    """The end of one record in a push."""

    record_id: int
    outcome: Outcome
    message: str = ""
    reason: str = ""
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class RequestEnd:
    """How a request ended: the state it goes to, and the answer fit to be kept (masked, capped).

    `refusals` is what was refused of which record, by its id.
    """

    state: str
    status: int | None = None
    answer: str = ""
    message: str = ""
    was_ambiguous: bool = False
    vendor_request_id: str = ""
    refusals: Mapping[int, tuple[Refusal, ...]] = field(default_factory=dict)
