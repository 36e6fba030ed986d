"""What follows from one attempt: pure, so that every line of the failure table can be tested."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from app.errors import Offline, SignInRefused, VendorError, WrongAddress
from app.jobs import Halt
from app.net.classify import Course, FailureClass, course_of, judged
from app.net.requests import NOT_JSON, Answer, Attempt
from app.net.wait import backoff_seconds
from app.push.request_ids import request_id_in
from app.store.journal_values import Entry
from app.vendors.declaration import Kind, Vendor, VendorMessage
from app.vendors.words import own_words, places, said_of, slow_down, told


class Ruling(Enum):
    """Where a request goes after an attempt."""

    APPLIED = "applied"
    AGAIN = "again"
    SPLIT = "split"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"
    ABORTED = "aborted"


@dataclass(frozen=True)
class Decision:
    """The ruling, the words for it, how long to wait before `AGAIN`, and what stops the run.

    `is_asked` says that the vendor asked for that wait.
    `halt` says that all requests wait with this one until a person, or the network, ends it. `refusal` is what
    the vendor said no with after an attempt was lost: it counts once the record was read.
    `vendor_request_id` is what the vendor calls the request, `said` its words one by one, with the fields that
    they name.

    The words may hold what the vendor wrote: mask them before they go anywhere.
    """

    ruling: Ruling
    message: str = ""
    wait_seconds: float = 0.0
    is_asked: bool = False
    was_ambiguous: bool = False
    abort: VendorError | None = None
    refusal: str = ""
    halt: Halt = Halt.NONE
    vendor_request_id: str = ""
    said: tuple[VendorMessage, ...] = ()


@dataclass(frozen=True)
class Tries:
    """How often and how long a request was tried, and how often and long it may be.

    `answers` are the halts that somebody is there to end.
    """

    done: int
    spent_seconds: float
    most: int
    budget_seconds: float
    random_share: float
    answers: Collection[Halt] = ()

    def wait(self, asked_seconds: float | None) -> float | None:
        """Give the wait before the next try, or None when the budget is spent.

        The time of the budget is for waits of our own: one that the vendor asks for is kept.
        """
        if self.done >= self.most:
            return None
        if asked_seconds is not None:
            return asked_seconds
        wait = backoff_seconds(self.done, self.random_share)
        return None if self.spent_seconds + wait > self.budget_seconds else wait


def decide(vendor: Vendor, kind: Kind, entry: Entry, attempt: Attempt, tries: Tries) -> Decision:
    """Apply the failure table to an attempt."""
    case = _Case(vendor, kind, entry, attempt, tries, _proven(kind, entry, attempt))
    rule = _RULES[course_of(case.proven, is_idempotent=entry.step.request.is_idempotent)]
    return replace(rule(case), vendor_request_id=request_id_in(vendor, attempt.answer))


@dataclass(frozen=True)
class _Case:
    """An attempt with what is known around it; `proven` is its class once its 2xx was looked at."""

    vendor: Vendor
    kind: Kind
    entry: Entry
    attempt: Attempt
    tries: Tries
    proven: FailureClass

    @property
    def unsent(self) -> Ruling:
        """This attempt was not executed; one before it may have been."""
        return Ruling.UNKNOWN if self.entry.was_ambiguous else Ruling.ABORTED

    @property
    def words(self) -> str:
        return vendor_words(self.vendor, self.attempt)


def _proven(kind: Kind, entry: Entry, attempt: Attempt) -> FailureClass:
    if attempt.kind is not FailureClass.ANSWERED_OK or attempt.answer is None:
        return attempt.kind
    return judged(attempt.kind, is_accepted=kind.accepts(entry.step, attempt.answer))


def _applied(_case: _Case) -> Decision:
    return Decision(Ruling.APPLIED)


def _again(case: _Case) -> Decision:
    """Send it again within the budget; then it has failed, or nobody knows."""
    attempt, is_ambiguous = case.attempt, case.proven is FailureClass.AMBIGUOUS
    if case.proven is FailureClass.UNREACHED and Halt.NETWORK in case.tries.answers:
        return Decision(Ruling.AGAIN, attempt.error, halt=Halt.NETWORK)
    wait = case.tries.wait(attempt.retry_after_seconds)
    if wait is None:
        return _unknown(case) if is_ambiguous else _failed(case)
    words = _lost_words(case) if is_ambiguous else attempt.error
    is_asked = attempt.retry_after_seconds is not None
    return Decision(Ruling.AGAIN, words, wait, is_asked=is_asked, was_ambiguous=is_ambiguous)


def _failed(case: _Case) -> Decision:
    attempt = case.attempt
    abort = Offline(
        attempt.error,
        remedy="Everything stays pending. Check the connection's address and the network, then push again.",
    )
    if attempt.answer is not None:
        abort = Offline(
            slow_down(case.vendor, attempt),
            remedy="Everything stays pending. Push again later.",
        )
    ruling = Ruling.UNKNOWN if case.entry.was_ambiguous else Ruling.FAILED
    return Decision(ruling, attempt.error, abort=abort)


def _unknown(case: _Case) -> Decision:
    message = _lost_words(case)
    is_foreign = _is_foreign(case.attempt.answer)
    abort = WrongAddress(message, remedy=_UNSURE_REMEDY) if is_foreign else None
    return Decision(Ruling.UNKNOWN, message, was_ambiguous=True, abort=abort)


def _lost_words(case: _Case) -> str:
    return case.attempt.error or _odd_answer(case)


def _is_foreign(answer: Answer | None) -> bool:
    """Tell whether something else than the vendor's API said that all was well."""
    return answer is not None and answer.status < 300 and (answer.is_page or answer.json() is NOT_JSON)


def _refused(case: _Case) -> Decision:
    message, answer, step = case.words, case.attempt.answer, case.entry.step
    status = answer.status if answer else 0
    if answer and case.kind.already and case.kind.already(step, answer):
        return Decision(Ruling.APPLIED, message)
    if step.is_splittable and status in case.kind.halved_statuses:
        return Decision(Ruling.SPLIT, message)
    if case.entry.was_ambiguous:
        title = case.vendor.title
        lost = f"An earlier attempt was lost and may have been applied; now {title} says: {message}"
        return Decision(Ruling.UNKNOWN, lost, refusal=message, said=said_of(case.vendor, answer))
    return Decision(Ruling.REFUSED, message, said=said_of(case.vendor, answer))


def _sign_in(case: _Case) -> Decision:
    words = case.words
    if Halt.SIGN_IN in case.tries.answers:
        return Decision(Ruling.AGAIN, words, halt=Halt.SIGN_IN)
    remedy = "Everything stays pending. Check the credentials of this connection, then push again."
    return Decision(case.unsent, words, abort=SignInRefused(words, remedy=remedy))


def _stopped(case: _Case) -> Decision:
    words = case.words
    remedy = f"Everything stays pending. Check the {places(case.vendor)} of this connection, then push again."
    return Decision(case.unsent, words, abort=WrongAddress(words, remedy=remedy))


def vendor_words(vendor: Vendor, attempt: Attempt) -> str:
    """The vendor's own words where it gave any, else what the status says."""
    if attempt.kind in (FailureClass.ABORT_SIGN_IN, FailureClass.ABORT_ADDRESS):
        return told(vendor, attempt)
    return own_words(vendor, attempt.answer) or attempt.error


def _odd_answer(case: _Case) -> str:
    answer, title = case.attempt.answer, case.vendor.title
    what = "A web page" if answer is not None and answer.is_page else "Something unexpected"
    came = f"{what} came back instead of {title}'s answer; the request may have been carried out."
    return f"{came} {case.words}".strip()


_UNSURE_REMEDY = (
    "No change is lost. Where the network wants a sign-in of its own, give it in a web browser; else check the "
    "address of this connection. Then push again."
)
_RULES: Mapping[Course, Callable[[_Case], Decision]] = {
    Course.DONE: _applied,
    Course.AGAIN: _again,
    Course.SETTLE: _unknown,
    Course.REFUSE: _refused,
    Course.SIGN_IN: _sign_in,
    Course.STOP: _stopped,
}
