"""Every line of the failure table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.errors import Offline, SignInRefused, VendorError, WrongAddress
from app.net.classify import FailureClass, classify_status
from app.net.requests import Answer, AnswerHeaders, Attempt, Request
from app.push.decide import Decision, Ruling, Tries, decide, vendor_words
from app.store.journal_values import Entry
from app.vendors.declaration import Effect, Step
from tests.app.push.shop import KIND, VENDOR

FRESH = Tries(done=1, spent_seconds=1.0, most=4, budget_seconds=120, random_share=0.0)
SPENT = replace(FRESH, done=4)
PAGE = b"<html><body>Please sign in to the network</body></html>"
REFUSAL = b'{"errors": [{"status": 422, "code": 10003, "detail": "The currency is unknown."}]}'


def entry(*, is_idempotent: bool = True, was_ambiguous: bool = False, is_splittable: bool = False) -> Entry:
    request = Request("POST", "/customers/sync", is_idempotent=is_idempotent)
    effects = (Effect(1), Effect(2)) if is_splittable else (Effect(1),)
    step = Step("sync", request, effects, is_splittable=is_splittable)
    return Entry(1, 1, KIND.id, step, {}, was_ambiguous=was_ambiguous)


def lost() -> Attempt:
    return Attempt(FailureClass.AMBIGUOUS, error="The connection broke off.", sent_first_byte=True)


def unreached() -> Attempt:
    return Attempt(FailureClass.NOT_EXECUTED, error="The shop cannot be reached. Nothing was sent.")


def answered(
    status: int, body: bytes = b"", *, asked: float | None = None, names_record: bool = False
) -> Attempt:
    content_type = "text/html" if body == PAGE else "application/json"
    answer = Answer(status, AnswerHeaders((("content-type", content_type),)), body, 0.1, datetime.now(UTC))
    kind = classify_status(status, names_record=names_record, is_page=answer.is_page)
    error = "" if kind is FailureClass.ANSWERED_OK else f"The shop says {status}."
    waits = {"retry_after_seconds": asked, "asked_seconds": asked}
    return Attempt(kind, answer, error=error, sent_first_byte=True, **waits)


def ruled(of: Entry, attempt: Attempt, tries: Tries = FRESH) -> Decision:
    return decide(VENDOR, KIND, of, attempt, tries)


@pytest.mark.parametrize("body", [b"", b"  \n", b"{}", b"[]", b'{"customers": 3}', b'{"errors": []}'])
def test_an_accepted_2xx_is_applied(body: bytes) -> None:
    assert ruled(entry(), answered(200, body)).ruling is Ruling.APPLIED


@pytest.mark.parametrize("is_idempotent", [True, False])
@pytest.mark.parametrize("attempt", [unreached(), answered(429)], ids=["unreached", "429"])
def test_what_was_not_executed_goes_again(attempt: Attempt, *, is_idempotent: bool) -> None:
    decision = ruled(entry(is_idempotent=is_idempotent), attempt)
    assert decision.ruling is Ruling.AGAIN
    assert not decision.was_ambiguous
    assert decision.wait_seconds > 0


@pytest.mark.parametrize("is_idempotent", [True, False])
@pytest.mark.parametrize("attempt", [unreached(), answered(429)], ids=["unreached", "429"])
def test_what_was_never_executed_has_failed_and_stops_the_run(attempt: Attempt, *, is_idempotent: bool) -> None:
    decision = ruled(entry(is_idempotent=is_idempotent), attempt, SPENT)
    assert decision.ruling is Ruling.FAILED
    assert isinstance(decision.abort, Offline)
    assert "Everything stays pending" in decision.abort.remedy


def test_a_failed_repeat_of_a_lost_request_stays_unknown() -> None:
    decision = ruled(entry(was_ambiguous=True), unreached(), SPENT)
    assert decision.ruling is Ruling.UNKNOWN


def test_the_wait_a_vendor_asked_for_is_kept() -> None:
    assert ruled(entry(), answered(429, asked=7.0)).wait_seconds == 7.0
    assert ruled(entry(), answered(503, asked=3.0)).wait_seconds == 3.0


def test_a_wait_that_the_vendor_asks_for_is_kept_beyond_the_time_for_retries() -> None:
    decision = ruled(entry(is_idempotent=False), answered(429, asked=300.0))
    assert (decision.ruling, decision.wait_seconds, decision.is_asked) == (Ruling.AGAIN, 300.0, True)


def test_a_vendor_that_asks_at_every_try_ends_the_run_and_its_wait_is_told() -> None:
    decision = ruled(entry(), answered(429, asked=300.0), SPENT)
    assert decision.ruling is Ruling.FAILED
    assert str(decision.abort).startswith("TRAEDE kept asking to slow down. It asks for 5 min more. Everything")


AMBIGUOUS = [lost(), *(answered(status) for status in (408, 425, 500, 502, 503, 504, 599))]


@pytest.mark.parametrize("attempt", AMBIGUOUS, ids=lambda one: str(one.answer.status if one.answer else "lost"))
def test_an_ambiguous_idempotent_request_is_repeated_within_the_budget(attempt: Attempt) -> None:
    first = ruled(entry(), attempt)
    assert (first.ruling, first.was_ambiguous) == (Ruling.AGAIN, True)
    last = ruled(entry(), attempt, SPENT)
    assert (last.ruling, last.was_ambiguous, last.abort) == (Ruling.UNKNOWN, True, None)


@pytest.mark.parametrize("attempt", AMBIGUOUS, ids=lambda one: str(one.answer.status if one.answer else "lost"))
@pytest.mark.parametrize("tries", [FRESH, SPENT], ids=["fresh", "spent"])
def test_an_ambiguous_create_is_never_repeated(attempt: Attempt, tries: Tries) -> None:
    decision = ruled(entry(is_idempotent=False), attempt, tries)
    assert (decision.ruling, decision.was_ambiguous) == (Ruling.UNKNOWN, True)


@pytest.mark.parametrize("body", [PAGE, b"OK", b'"fine"', REFUSAL, b'{"errors": "many"}', b'{"customers": ['])
def test_a_2xx_that_is_no_acceptance_is_ambiguous(body: bytes) -> None:
    assert ruled(entry(), answered(200, body)).ruling is Ruling.AGAIN
    assert ruled(entry(is_idempotent=False), answered(200, body)).ruling is Ruling.UNKNOWN


def test_a_foreign_2xx_stops_the_run() -> None:
    decision = ruled(entry(), answered(200, PAGE), SPENT)
    assert decision.ruling is Ruling.UNKNOWN
    assert isinstance(decision.abort, WrongAddress)
    assert "No change is lost" in decision.abort.remedy


def test_errors_under_a_2xx_are_told_in_the_vendors_words() -> None:
    decision = ruled(entry(), answered(200, REFUSAL), SPENT)
    assert decision.ruling is Ruling.UNKNOWN
    assert "The currency is unknown." in decision.message
    assert decision.abort is None


REFUSED = (400, 409, 413, 415, 418, 422, 423)


@pytest.mark.parametrize("status", REFUSED)
@pytest.mark.parametrize("is_idempotent", [True, False])
def test_a_refusal_of_one_record_is_final_in_the_vendors_words(status: int, *, is_idempotent: bool) -> None:
    decision = ruled(entry(is_idempotent=is_idempotent), answered(status, REFUSAL))
    assert (decision.ruling, decision.message) == (Ruling.REFUSED, "The currency is unknown.")
    assert decision.abort is None


@pytest.mark.parametrize("status", REFUSED)
def test_only_422_and_413_are_halved(status: int) -> None:
    decision = ruled(entry(is_splittable=True), answered(status, REFUSAL))
    assert decision.ruling is (Ruling.SPLIT if status in (413, 422) else Ruling.REFUSED)


@pytest.mark.parametrize("status", REFUSED)
def test_a_refusal_after_a_lost_attempt_is_no_refusal(status: int) -> None:
    decision = ruled(entry(was_ambiguous=True), answered(status, REFUSAL))
    assert decision.ruling is Ruling.UNKNOWN
    assert "The currency is unknown." in decision.message


def test_a_lost_batch_may_still_be_halved() -> None:
    assert ruled(entry(was_ambiguous=True, is_splittable=True), answered(422)).ruling is Ruling.SPLIT


def test_403_on_a_records_path_is_a_refusal() -> None:
    assert ruled(entry(), answered(403, names_record=True)).ruling is Ruling.REFUSED


@pytest.mark.parametrize(
    ("attempt", "error"),
    [
        (answered(401), SignInRefused),
        (answered(403), SignInRefused),
        (answered(404), WrongAddress),
        (answered(405), WrongAddress),
        (answered(301), WrongAddress),
        (answered(302), WrongAddress),
        (answered(307), WrongAddress),
        (answered(421), WrongAddress),
        (answered(400, PAGE), WrongAddress),
        (answered(422, PAGE), WrongAddress),
    ],
    ids=lambda one: str(one.answer.status) if isinstance(one, Attempt) and one.answer else "",
)
def test_what_concerns_every_request_stops_the_run(attempt: Attempt, error: type[VendorError]) -> None:
    decision = ruled(entry(is_splittable=True), attempt)
    assert decision.ruling is Ruling.ABORTED
    assert type(decision.abort) is error
    assert "Everything stays pending" in str(decision.abort)
    assert ruled(entry(was_ambiguous=True), attempt).ruling is Ruling.UNKNOWN


def test_a_page_from_a_gateway_that_fails_is_ambiguous() -> None:
    assert ruled(entry(is_idempotent=False), answered(502, PAGE)).ruling is Ruling.UNKNOWN


def test_an_abort_tells_the_vendors_words_beside_ours() -> None:
    words = vendor_words(VENDOR, answered(401, b'{"errors": [{"detail": "Unauthenticated."}]}'))
    assert words == "The shop says 401. Unauthenticated."


def test_tries_end_by_number_and_by_time() -> None:
    assert FRESH.wait(None) == 0.25
    assert SPENT.wait(0.0) is None
    assert replace(FRESH, spent_seconds=119.8).wait(None) is None
    assert replace(FRESH, spent_seconds=119.7).wait(None) == 0.25
    assert replace(FRESH, spent_seconds=120.0).wait(300.0) == 300.0
