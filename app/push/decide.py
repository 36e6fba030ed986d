"""What follows from one attempt: pure, so that every line of the failure table can be tested."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.errors import Offline, SignInRefused, VendorError, WrongAddress
from app.net.classify import FailureClass
from app.net.requests import NOT_JSON, Answer, Attempt
from app.net.wait import backoff_seconds
from app.store.journal_values import Entry
from app.vendors.declaration import Kind, Vendor


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

    `refusal` is what the vendor said no with after an attempt was lost: it counts once the record was read.

    The words may hold what the vendor wrote: mask them before they go anywhere.
    """

    ruling: Ruling
    message: str = ""
    wait_seconds: float = 0.0
    was_ambiguous: bool = False
    abort: VendorError | None = None
    refusal: str = ""


@dataclass(frozen=True)
class Tries:
    """How often and how long a request was tried, and how often and long it may be."""

    done: int
    spent_seconds: float
    most: int
    budget_seconds: float
    random_share: float

    def wait(self, asked_seconds: float | None) -> float | None:
        """Give the wait before the next try, or None when the budget is spent."""
        wait = asked_seconds if asked_seconds is not None else backoff_seconds(self.done, self.random_share)
        is_spent = self.done >= self.most or self.spent_seconds + wait > self.budget_seconds
        return None if is_spent else wait


def decide(vendor: Vendor, kind: Kind, entry: Entry, attempt: Attempt, tries: Tries) -> Decision:
    """Apply the failure table to an attempt."""
    match _judged(kind, entry, attempt):
        case FailureClass.ANSWERED_OK:
            return Decision(Ruling.APPLIED)
        case FailureClass.NOT_EXECUTED:
            return _not_executed(vendor, entry, attempt, tries)
        case FailureClass.AMBIGUOUS:
            return _ambiguous(vendor, entry, attempt, tries)
        case FailureClass.REFUSED | FailureClass.FORBIDDEN:
            return _refused(vendor, kind, entry, attempt)
        case _:
            return _aborted(vendor, entry, attempt)


def _judged(kind: Kind, entry: Entry, attempt: Attempt) -> FailureClass:
    """A 2xx that is no acceptance is ambiguous: nobody knows what answered."""
    if attempt.kind is FailureClass.ANSWERED_OK and attempt.answer is not None:
        return attempt.kind if kind.accepts(entry.step, attempt.answer) else FailureClass.AMBIGUOUS
    return attempt.kind


def _not_executed(vendor: Vendor, entry: Entry, attempt: Attempt, tries: Tries) -> Decision:
    wait = tries.wait(attempt.retry_after_seconds)
    if wait is not None:
        return Decision(Ruling.AGAIN, attempt.error, wait)
    abort = Offline(
        attempt.error,
        remedy="Everything stays pending. Check the connection's address and the network, then push again.",
    )
    if attempt.answer is not None:
        abort = Offline(
            f"{vendor.title} kept asking to slow down.", remedy="Everything stays pending. Push again later."
        )
    ruling = Ruling.UNKNOWN if entry.was_ambiguous else Ruling.FAILED
    return Decision(ruling, attempt.error, abort=abort)


def _ambiguous(vendor: Vendor, entry: Entry, attempt: Attempt, tries: Tries) -> Decision:
    message = attempt.error or _odd_answer(vendor, attempt)
    wait = tries.wait(attempt.retry_after_seconds) if entry.step.request.is_idempotent else None
    if wait is not None:
        return Decision(Ruling.AGAIN, message, wait, was_ambiguous=True)
    abort = WrongAddress(message, remedy=_UNSURE_REMEDY) if _is_foreign(attempt.answer) else None
    return Decision(Ruling.UNKNOWN, message, was_ambiguous=True, abort=abort)


def _is_foreign(answer: Answer | None) -> bool:
    """Tell whether something else than the vendor's API said that all was well."""
    return answer is not None and answer.status < 300 and (answer.is_page or answer.json() is NOT_JSON)


def _refused(vendor: Vendor, kind: Kind, entry: Entry, attempt: Attempt) -> Decision:
    message = vendor_words(vendor, attempt)
    status = attempt.answer.status if attempt.answer else 0
    if attempt.answer and kind.already and kind.already(entry.step, attempt.answer):
        return Decision(Ruling.APPLIED, message)
    if entry.step.is_splittable and status in kind.halved_statuses:
        return Decision(Ruling.SPLIT, message)
    if entry.was_ambiguous:
        lost = f"An earlier attempt was lost and may have been applied; now {vendor.title} says: {message}"
        return Decision(Ruling.UNKNOWN, lost, refusal=message)
    return Decision(Ruling.REFUSED, message)


def _aborted(vendor: Vendor, entry: Entry, attempt: Attempt) -> Decision:
    ruling = Ruling.UNKNOWN if entry.was_ambiguous else Ruling.ABORTED
    words = vendor_words(vendor, attempt)
    if attempt.kind is FailureClass.ABORT_SIGN_IN:
        remedy = "Everything stays pending. Check the credentials of this connection, then push again."
        return Decision(ruling, words, abort=SignInRefused(words, remedy=remedy))
    return Decision(ruling, words, abort=WrongAddress(words, remedy=_ADDRESS_REMEDY))


def vendor_words(vendor: Vendor, attempt: Attempt) -> str:
    """The vendor's own words where it gave any, else what the status says."""
    if attempt.answer is None or attempt.answer.is_page:
        return attempt.error
    said = [message.text for message in vendor.explain(attempt.answer)]
    if attempt.kind in (FailureClass.ABORT_SIGN_IN, FailureClass.ABORT_ADDRESS):
        return " ".join([attempt.error, *said])
    return " ".join(said) or attempt.error


def _odd_answer(vendor: Vendor, attempt: Attempt) -> str:
    is_page = attempt.answer is not None and attempt.answer.is_page
    what = "A web page" if is_page else "Something unexpected"
    came = f"{what} came back instead of {vendor.title}'s answer; the request may have been carried out."
    return f"{came} {vendor_words(vendor, attempt)}".strip()


_ADDRESS_REMEDY = "Everything stays pending. Check the address of this connection, then push again."
_UNSURE_REMEDY = "No change is lost. Check the address of this connection, then push again to settle it."
