from __future__ import annotations

import pytest

from app.sandbox.flxpoint.limit import MAX_TOKENS, TokenLimit
from app.sandbox.flxpoint.switches import SWITCHES
from app.sandbox.messages import Received
from app.sandbox.switches import Behaviours
from tests.app.sandbox.flxpoint.visit import FlxpointVisitor
from tests.app.sandbox.visitor import Visitor


class Told:
    """A limit whose clock is told."""

    def __init__(self) -> None:
        self.now = 100.0
        self.behaviours = Behaviours(SWITCHES)
        self.limit = TokenLimit(self.behaviours, clock=lambda: self.now)

    def ask(self, at: float, token: str = "a") -> bool:  # noqa: S107 - a letter
        self.now = 100 + at
        return self.limit.refusal(Received("GET", "/orders", headers={"x-api-token": token})) is None


@pytest.fixture
def told() -> Told:
    return Told()


def test_no_second_holds_more_than_two(told: Told) -> None:
    assert [told.ask(at) for at in (0, 0.9, 0.95, 0.99, 1.0, 1.5, 1.9, 2.0)] == [
        *(True, True, False, False, True),
        *(False, True, True),
    ]
    assert told.limit.as_json() == {"requests": 8, "refused": 3}


def test_every_token_has_its_own_second(told: Told) -> None:
    assert [told.ask(0, token) for token in ("a", "a", "b", "a", "b")] == [True, True, True, False, True]


def test_the_limit_can_be_moved_and_taken_away(told: Told) -> None:
    told.behaviours.change({"token_limit": 1})
    assert [told.ask(0), told.ask(0.5)] == [True, False]
    told.behaviours.change({"token_limit": 0})
    assert all(told.ask(0.5) for _ in range(50))


def test_many_tokens_take_bounded_memory(told: Told) -> None:
    assert all(told.ask(0, f"token {index}") for index in range(2 * MAX_TOKENS))
    assert len(told.limit._arrivals) <= MAX_TOKENS + 1


def test_the_limit_is_on_from_the_start_and_kept_for_control(visitor: Visitor) -> None:
    shop = FlxpointVisitor(visitor)
    answers = [shop.get("/orders/1") for _ in range(12)]
    too_many = [each for each in answers if each.status_code == 429]
    assert too_many
    assert all(each.content == b"" and "retry-after" not in each.headers for each in too_many)
    assert shop.view()["rate"] == {"requests": 12, "refused": len(too_many)}


def test_a_wrong_token_is_counted_too(visitor: Visitor) -> None:
    shop = FlxpointVisitor(visitor)
    shop.behave(token_limit=1)
    address, headers = f"{shop.url}/orders", {"X-API-TOKEN": "nope"}
    statuses = [visitor.client.get(address, headers=headers).status_code for _ in range(8)]
    assert set(statuses) == {401, 429}


def test_retry_after_can_be_said(visitor: Visitor) -> None:
    shop = FlxpointVisitor(visitor)
    shop.behave(retry_after=1, token_limit=1)
    refused = [each for each in (shop.get("/orders/1") for _ in range(8)) if each.status_code == 429]
    assert {each.headers["retry-after"] for each in refused} == {"1"}


def test_a_request_that_meets_a_fault_fills_a_place(visitor: Visitor) -> None:
    shop = FlxpointVisitor(visitor)
    shop.behave(token_limit=1)
    told = {"vendor": "flxpoint", "fault": "status", "status": 503, "times": 0}
    visitor.client.post(f"{visitor.control}/faults", json=told)
    statuses = [shop.get("/orders/1").status_code for _ in range(8)]
    assert set(statuses) == {503, 429}


def test_a_reset_forgets_the_count(visitor: Visitor) -> None:
    shop = FlxpointVisitor(visitor)
    shop.get("/orders/1")
    visitor.client.post(f"{visitor.control}/reset")
    assert shop.view()["rate"] == {"requests": 0, "refused": 0}
