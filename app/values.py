"""Frozen values that cross between store, push, services and the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from app.errors import CounterfoilError
from app.records.change import Edits, FieldChange, JsonObject
from app.records.merge import Conflict
from app.records.problems import Problem
from app.records.refusals import Refusal

Environment = Literal["test", "production"]


class BaseState(StrEnum):
    """What is known of the vendor's side: read from there, not there, or never looked."""

    KNOWN = "known"
    ABSENT = "absent"
    UNREAD = "unread"


class Change(StrEnum):
    NONE = ""
    ADDED = "added"
    CHANGED = "changed"
    DELETED = "deleted"


class Outcome(StrEnum):
    """How a record ended in a push, the best first."""

    APPLIED = "applied"
    SKIPPED = "skipped"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"


class SkipReason(StrEnum):
    NO_CHANGE = "no-change"
    HELD_BACK = "held-back"
    CONFLICT = "conflict"
    UNKNOWN_BEFORE = "unknown-before"
    STOPPED = "stopped"
    ABORTED = "aborted"


@dataclass(frozen=True)
class Connection:
    """One sign-in to one environment of one vendor. Secrets live under `credential_id` elsewhere."""

    id: int
    vendor: str
    name: str
    base_url: str
    environment: Environment
    credential_id: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """One row of a kind in one connection.

    `busy` is "" or says that a push holds the record: "sent" (it is in one that runs) or "unknown".
    `outcome` is that of the last push it was part of, "" before the first, and `refusals` what the vendor
    then refused of its fields. `conflicts` wait for a person and hold the record back; one with the path "" is
    about a changed record that the vendor no longer has.
    """

    id: int
    kind: str
    connection_id: int
    key: str
    base_state: BaseState
    base: JsonObject
    edits: Edits
    directives: Mapping[str, str] = field(default_factory=dict)
    is_deleting: bool = False
    change: Change = Change.NONE
    problems: tuple[Problem, ...] = ()
    is_key_locked: bool = False
    busy: Literal["", "sent", "unknown"] = ""
    outcome: str = ""
    outcome_reason: str = ""
    outcome_message: str = ""
    conflicts: tuple[Conflict, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_in_conflict(self) -> bool:
        return bool(self.conflicts)

    @property
    def is_gone(self) -> bool:
        """Tell whether the vendor was read not to have this changed record any more."""
        return any(not one.path for one in self.conflicts)


@dataclass(frozen=True)
class RecordOutcome:
    """The last word on one record of a push; `reason` is a SkipReason or empty.

    `undo` says what became of it where the push undoes another: a value of `undo_values.Undo`.
    """

    kind: str
    key: str
    change: Change
    outcome: Outcome
    message: str = ""
    reason: str = ""
    record_id: int = 0
    undo: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True)
class PushResult:
    """What became of every record that was pending when the push began.

    `error` is what broke the run off, where something did: its class tells what helps. `undone` counts what
    became of the records of an undo, by the values of `undo_values.Undo`; empty for any other push. `reasons`
    counts the skipped ones by SkipReason.
    """

    push_id: int
    counts: Mapping[str, int]
    stopped_because: str = ""
    exit_code: int = 0
    error: CounterfoilError | None = field(default=None, compare=False)
    undone: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def total(self) -> int:
        return sum(self.counts.get(outcome, 0) for outcome in Outcome)


@dataclass(frozen=True)
class RequestPreview:
    """A request as it will be sent, secrets masked; `keys` are the records it is about."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class ReviewedRecord:
    """A pending record beside what it will do; what holds it back is among its problems."""

    record: Record
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Changed:
    """What a write touched, so that screens know whether to look again. Empty ids mean many."""

    connection_id: int | None = None
    kind: str = ""
    record_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class PushSummary:
    """One line of the history. `state` is running, finished, stopped, aborted or interrupted.

    `undoes` is the push that it undoes, 0 for none, and `fates` count what became of its records then;
    `undone_by` are those that reversed something of it. `forgotten_at` is when its requests were removed,
    as the settings say.
    """

    id: int
    connection_id: int
    connection_name: str
    vendor: str
    environment: Environment
    started_at: datetime
    finished_at: datetime | None
    state: str
    counts: Mapping[str, int]
    comment: str = ""
    stopped_because: str = ""
    undoes: int = 0
    undone_by: tuple[int, ...] = ()
    fates: Mapping[str, int] = field(default_factory=dict)
    forgotten_at: datetime | None = None


@dataclass(frozen=True)
class JournalledRequest:
    """One request of a push as the journal holds it: secrets masked, bodies capped for display.

    `sent_at` is the last of its `attempts`; `vendor_request_id` is what the vendor calls it.
    """

    id: int
    push_id: int
    operation: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: str
    state: str
    attempts: int
    sent_at: datetime | None
    answered_at: datetime | None
    status: int | None
    answer: str
    message: str
    keys: tuple[str, ...]
    first_sent_at: datetime | None = None
    vendor_request_id: str = ""


@dataclass(frozen=True)
class RecordQuery:
    """Which records of a kind to show. `sort` is a canonical column, "change", "outcome" or "" for the
    order of arrival; `text` filters by any shown text, `quick` by one of the kind's own filters."""

    kind: str
    connection_id: int
    filter: str = "all"
    text: str = ""
    sort: str = ""
    is_descending: bool = False
    quick: str = ""


RECORD_FILTERS = (
    "all",
    "pending",
    "added",
    "changed",
    "deleted",
    "problems",
    "conflicts",
    "applied",
    "refused",
    "failed",
    "skipped",
    "unknown",
)


@dataclass(frozen=True)
class Tallies:
    """How many records of a kind stand where; the filters of `RecordQuery` show them."""

    total: int = 0
    pending: int = 0
    added: int = 0
    changed: int = 0
    deleted: int = 0
    with_errors: int = 0
    with_warnings: int = 0
    applied: int = 0
    refused: int = 0
    failed: int = 0
    skipped: int = 0
    unknown: int = 0
    with_problems: int = 0
    conflicts: int = 0


@dataclass(frozen=True)
class Pulled:
    """What reading a connection brought, in records.

    `changed` counts those of which the vendor holds something else than was known, `conflicts` all that wait
    for a person afterwards, `gone` those it was read not to have any more. `unchecked` were not in the list and
    too many to be asked for one by one.
    """

    read: int = 0
    added: int = 0
    changed: int = 0
    conflicts: int = 0
    gone: int = 0
    unchecked: int = 0


@dataclass(frozen=True)
class Review:
    """What a push of one connection would do, in numbers and words.

    `question` is the guard's text when the push is unusual, "" otherwise.
    """

    added: int
    changed: int
    deleted: int
    held_back: int
    unknown: int
    notes: tuple[str, ...] = ()
    question: str = ""

    @property
    def ready(self) -> int:
        """How many records a push would send."""
        return self.added + self.changed + self.deleted - self.held_back


@dataclass(frozen=True)
class PushOptions:
    """How to push. `first` limits a trial run to that many records (0: all)."""

    only_failed: bool = False
    first: int = 0
    retry_after_seconds: float | None = None
    is_confirmed: bool = False
    comment: str = ""
