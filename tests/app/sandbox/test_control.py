from __future__ import annotations

import pytest

from tests.app.sandbox.visitor import Visitor, new


def test_a_vendor_shows_its_records(visitor: Visitor) -> None:
    view = visitor.client.get(f"{visitor.control}/traede").json()
    assert len(view["records"]) == 8
    assert set(view["with_orders"]) <= set(visitor.numbers())


def test_an_unknown_vendor_is_400(visitor: Visitor) -> None:
    assert visitor.client.get(f"{visitor.control}/nobody").status_code == 400


@pytest.mark.parametrize("noun", ["faults", "behaviours"])
def test_a_body_that_is_no_json_is_400(visitor: Visitor, noun: str) -> None:
    answer = visitor.client.post(f"{visitor.control}/{noun}", content=b"{")
    assert (answer.status_code, answer.json()) == (400, {"error": "The body is no JSON."})


def test_behaviours_are_shown_with_what_they_take(visitor: Visitor) -> None:
    visitor.behave(batch="partial", latency_ms=1)
    shown = visitor.client.get(f"{visitor.control}/behaviours").json()["traede"]
    assert (shown["now"]["batch"], shown["now"]["latency_ms"]) == ("partial", 1)
    assert shown["known"]["batch"] == "one of 'atomic', 'partial'"


def test_behaviours_return_to_their_defaults(visitor: Visitor) -> None:
    visitor.behave(batch="partial")
    shown = visitor.client.delete(f"{visitor.control}/behaviours").json()["traede"]
    assert shown["now"]["batch"] == "atomic"


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"batch": "partial"}, "no vendor None"),
        ({"vendor": "traede", "batch": "half"}, "'atomic', 'partial'"),
        ({"vendor": "traede", "latency_ms": 1, "mood": "bad"}, "no behaviour “mood”"),
        ({"vendor": "traede", "max_batch": 0}, "or null"),
        ({"vendor": "traede", "max_batch_status": True}, "422, 413"),
        ({"vendor": "traede", "get_customers": 1}, "true or false"),
    ],
)
def test_a_wrong_behaviour_is_refused_and_none_is_changed(
    visitor: Visitor, wanted: dict[str, object], words: str
) -> None:
    before = visitor.client.get(f"{visitor.control}/behaviours").json()
    answer = visitor.client.post(f"{visitor.control}/behaviours", json=wanted)
    assert answer.status_code == 400
    assert words in answer.json()["error"]
    assert visitor.client.get(f"{visitor.control}/behaviours").json() == before


def test_a_reset_returns_to_the_first_state(visitor: Visitor) -> None:
    first = visitor.client.get(f"{visitor.control}/traede").json()
    visitor.behave(batch="partial")
    visitor.sync(new())
    visitor.fault("cut")
    assert visitor.client.post(f"{visitor.control}/reset").json() == {"records": 8, "seed": 7}
    assert visitor.client.get(f"{visitor.control}/traede").json() == first
    assert visitor.requests()["total"] == 0
    assert visitor.client.get(f"{visitor.control}/faults").json()["faults"] == []
    assert visitor.client.get(f"{visitor.control}/behaviours").json()["traede"]["now"]["batch"] == "atomic"


def test_a_reset_may_ask_for_another_state_and_keeps_the_credentials(visitor: Visitor) -> None:
    visitor.client.post(f"{visitor.control}/reset", json={"records": 2, "seed": 9})
    assert len(visitor.numbers()) == 2
    assert visitor.sync(new()).status_code == 200


@pytest.mark.parametrize("wanted", [{"records": -1}, {"records": "2"}, {"colour": 1}, []])
def test_a_wrong_reset_is_refused(visitor: Visitor, wanted: object) -> None:
    assert visitor.client.post(f"{visitor.control}/reset", json=wanted).status_code == 400
    assert len(visitor.numbers()) == 8


def test_the_rate_is_limited_once_switched_on(visitor: Visitor) -> None:
    visitor.behave(rate_per_second=0.01, rate_burst=2)
    answers = [visitor.sync(new(str(index))) for index in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert int(answers[2].headers["retry-after"]) > 60
    assert visitor.held("2") is None


def test_latency_delays_every_answer_and_changes_none(visitor: Visitor) -> None:
    visitor.behave(latency_ms=300)
    answer = visitor.sync(new())
    assert answer.status_code == 200
    assert answer.elapsed.total_seconds() >= 0.29
