from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from app.net.classify import (
    _COURSES,
    _ERRORS,
    Course,
    FailureClass,
    classify_error,
    classify_status,
    course_of,
    judged,
)

K = FailureClass


def _httpx_errors() -> Iterator[type[Exception]]:
    for value in vars(httpx).values():
        if isinstance(value, type) and issubclass(value, Exception) and value.__module__ == "httpx":
            yield value


ERRORS = list(_httpx_errors())


def test_the_table_names_every_error_of_httpx_and_no_other() -> None:
    assert {one.__name__ for one in _httpx_errors()} == set(_ERRORS)


@pytest.mark.parametrize("error", ERRORS)
def test_before_the_first_byte_nothing_was_executed(error: type[Exception]) -> None:
    kind = classify_error(error.__new__(error), sent_first_byte=False)
    assert kind in (K.UNREACHED, K.NOT_EXECUTED, K.ABORT_ADDRESS)


@pytest.mark.parametrize("error", ERRORS)
def test_after_the_first_byte_only_proven_errors_count_as_not_executed(error: type[Exception]) -> None:
    kind = classify_error(error.__new__(error), sent_first_byte=True)
    proven = {"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"}
    assert (kind in (K.UNREACHED, K.NOT_EXECUTED)) == (error.__name__ in proven)


@pytest.mark.parametrize(
    ("detail", "kind"),
    [
        ("[Errno -2] Name or service not known", K.UNREACHED),
        ("[Errno 111] Connection refused", K.UNREACHED),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", K.NOT_EXECUTED),
        ("[SSL: WRONG_VERSION_NUMBER] wrong version number", K.NOT_EXECUTED),
    ],
)
def test_a_server_that_was_met_without_trust_is_no_lost_network(detail: str, kind: FailureClass) -> None:
    assert classify_error(httpx.ConnectError(detail), sent_first_byte=False) is kind


def test_an_error_that_nobody_knows_is_ambiguous() -> None:
    assert classify_error(RuntimeError(), sent_first_byte=True) is K.AMBIGUOUS


def _expected(status: int, *, names_record: bool) -> FailureClass:
    special = {401: K.ABORT_SIGN_IN, 407: K.ABORT_ADDRESS, 421: K.ABORT_ADDRESS, 429: K.NOT_EXECUTED}
    special |= {408: K.AMBIGUOUS, 425: K.AMBIGUOUS}
    special |= {403: K.FORBIDDEN if names_record else K.ABORT_SIGN_IN}
    special |= dict.fromkeys((404, 405), K.REFUSED if names_record else K.ABORT_ADDRESS)
    by_hundred = [K.AMBIGUOUS, K.ANSWERED_OK, K.ABORT_ADDRESS, K.REFUSED, K.AMBIGUOUS]
    return special.get(status, by_hundred[status // 100 - 1])


@pytest.mark.parametrize("names_record", [True, False])
def test_every_status_has_its_class(*, names_record: bool) -> None:
    for status in range(100, 600):
        kind = classify_status(status, names_record=names_record)
        assert kind is _expected(status, names_record=names_record), status


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422])
def test_a_web_page_instead_of_json_is_not_the_vendor(status: int) -> None:
    assert classify_status(status, names_record=True, is_page=True) is K.ABORT_ADDRESS


@pytest.mark.parametrize(
    ("status", "kind"), [(401, K.ABORT_SIGN_IN), (429, K.NOT_EXECUTED), (502, K.AMBIGUOUS)]
)
def test_a_web_page_does_not_change_what_a_gateway_says(status: int, kind: FailureClass) -> None:
    assert classify_status(status, names_record=False, is_page=True) is kind


def test_a_web_server_refusing_a_large_body_with_a_page_is_a_refusal() -> None:
    assert classify_status(413, names_record=False, is_page=True) is K.REFUSED


def test_a_success_that_is_no_acceptance_is_ambiguous() -> None:
    assert judged(K.ANSWERED_OK, is_accepted=False) is K.AMBIGUOUS
    assert judged(K.ANSWERED_OK, is_accepted=True) is K.ANSWERED_OK


@pytest.mark.parametrize("kind", [one for one in K if one is not K.ANSWERED_OK])
def test_only_a_success_can_be_accepted(kind: FailureClass) -> None:
    assert judged(kind, is_accepted=True) is judged(kind, is_accepted=False) is kind


def test_every_class_has_what_follows_from_it() -> None:
    assert set(_COURSES) == set(K)


@pytest.mark.parametrize("kind", K)
def test_only_an_ambiguous_attempt_asks_whether_it_may_happen_twice(kind: FailureClass) -> None:
    create, repeatable = (course_of(kind, is_idempotent=one) for one in (False, True))
    assert (create is repeatable) == (kind is not K.AMBIGUOUS)


def test_an_ambiguous_create_is_never_repeated() -> None:
    assert course_of(K.AMBIGUOUS, is_idempotent=False) is Course.SETTLE
    assert course_of(K.AMBIGUOUS, is_idempotent=True) is Course.AGAIN
    assert course_of(K.NOT_EXECUTED, is_idempotent=False) is Course.AGAIN
    assert course_of(K.REFUSED, is_idempotent=True) is Course.REFUSE
