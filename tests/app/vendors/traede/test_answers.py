from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.net.requests import Answer, AnswerHeaders, Request
from app.vendors.declaration import Step
from app.vendors.traede.answers import accepts, explain

STEP = Step("sync", Request("POST", "/customers/sync", is_idempotent=True), ())


def answer(body: str, status: int = 200) -> Answer:
    return Answer(status, AnswerHeaders(), body.encode(), 0.1, datetime(2026, 11, 20, tzinfo=UTC))


@pytest.mark.parametrize("body", ["", " \n", "{}", '{"customers": 3}', "[]", '{"errors": []}'])
def test_empty_or_json_without_errors_is_acceptance(body: str) -> None:
    assert accepts(STEP, answer(body))


@pytest.mark.parametrize("body", ["<html>Sign in</html>", '{"errors": [{"detail": "no"}]}', '"ok"', "{", "OK"])
def test_anything_else_is_not(body: str) -> None:
    assert not accepts(STEP, answer(body))


def test_the_vendors_words_are_read_each_once() -> None:
    body = '{"errors": [{"detail": "One"}, {"detail": "Two"}, {"detail": "One"}, {"code": 1}, 7]}'
    assert [message.text for message in explain(answer(body, 422))] == ["One", "Two"]


@pytest.mark.parametrize("body", ["", "[]", "<html>", '{"errors": "no"}', "null"])
def test_an_answer_without_words_has_none(body: str) -> None:
    assert explain(answer(body, 500)) == ()


def test_a_message_is_read_where_there_are_no_errors() -> None:
    assert [one.text for one in explain(answer('{"message": "Unauthenticated."}', 401))] == ["Unauthenticated."]
