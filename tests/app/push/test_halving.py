"""Finding the refused customers of a batch that names none."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.push.halving import Family
from app.values import Outcome
from tests.app.push.shop import BAD_TERM, Shop, counts, customer

SOME = [f"{number:03}" for number in range(24)]
PER_EXAMPLE = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.slow
@PER_EXAMPLE
@given(
    bad=st.sets(st.sampled_from(SOME), max_size=len(SOME)),
    mode=st.sampled_from(["atomic", "partial"]),
    size=st.integers(1, 30),
)
def test_exactly_the_bad_ones_are_refused(shop: Shop, bad: set[str], mode: str, size: int) -> None:
    shop.reset()
    shop.behave(batch=mode)
    fresh = shop.another(batch_size=size)
    fresh.add(SOME, bad)
    result = fresh.push()
    expected = {one: "refused" if one in bad else "applied" for one in SOME}
    assert fresh.outcome_words(result.push_id) == expected
    assert set(fresh.held()) == set(SOME) - bad
    assert result.counts == counts(applied=len(SOME) - len(bad), refused=len(bad))


@pytest.mark.parametrize("mode", ["atomic", "partial"])
@pytest.mark.parametrize("bad", [["0"], ["7"], ["3", "4"], ["0", "7"], ["1", "2", "3", "5", "6"]])
def test_few_bad_ones_among_good_ones(shop: Shop, mode: str, bad: list[str]) -> None:
    shop.behave(batch=mode)
    shop.add(map(str, range(8)), bad)
    result = shop.push()
    assert result.counts == counts(applied=8 - len(bad), refused=len(bad))
    assert sorted(shop.held()) == sorted({str(one) for one in range(8)} - set(bad))
    assert not result.stopped_because


def test_each_refused_one_has_the_vendors_own_words(shop: Shop) -> None:
    shop.add(["1", "2"])
    shop.save(customer("3", **BAD_TERM))
    result = shop.push()
    refused = shop.outcomes(result.push_id)["3"]
    assert refused.message == "The selected payment term code is invalid."


def test_a_batch_that_is_too_large_is_halved(shop: Shop) -> None:
    shop.behave(max_batch=5, max_batch_status=413)
    shop.add(map(str, range(18)))
    result = shop.push(is_confirmed=False)
    assert result.counts == counts(applied=18)
    assert all(len(batch) <= 5 for batch in shop.batches()[-2:])


def test_a_refusal_of_the_whole_request_is_not_halved(shop: Shop) -> None:
    shop.add(map(str, range(8)))
    shop.fault("status", status=400, body={"errors": [{"status": 400, "detail": "No such thing."}]})
    result = shop.push()
    assert result.counts == counts(refused=8)
    assert len(shop.requests()) == 1


def refuse_everything(shop: Shop, number: int) -> None:
    numbers = [f"{one:03}" for one in range(number)]
    shop.add(numbers, numbers)


def test_everything_refused_stops_and_asks(shop: Shop) -> None:
    refuse_everything(shop, 60)
    result = shop.push(is_confirmed=False)
    assert "refuses every part of a batch in the same words" in result.stopped_because
    assert "confirm" in result.stopped_because
    assert result.exit_code == 5
    assert result.total == 60
    assert result.counts["skipped"] > 50
    assert len(shop.requests()) < 20


def test_confirmed_goes_on_to_the_last_record(shop: Shop) -> None:
    refuse_everything(shop, 60)
    result = shop.push(is_confirmed=True)
    assert result.counts == counts(refused=60)
    assert not result.stopped_because


def test_few_records_are_tried_without_a_question(shop: Shop) -> None:
    refuse_everything(shop, 12)
    assert shop.push(is_confirmed=False).counts == counts(refused=12)


def test_one_accepted_record_means_no_question(shop: Shop) -> None:
    shop.with_options(batch_size=32)
    shop.add(["good"])
    refuse_everything(shop, 31)
    result = shop.push(is_confirmed=False)
    assert result.counts == counts(applied=1, refused=31)


def test_halves_are_planned_under_the_switches_of_the_batch(shop: Shop) -> None:
    """Switches changed since the batch was lost must not change what its parts say."""
    shop.add(["1", "2", "3"], bad=["2"])
    shop.fault("reject_before", times=0)
    assert shop.push().counts == counts(unknown=3)
    shop.clear_faults()
    shop.with_options(payment_term_object="payment_terms", batch_size=1)
    result = shop.settle()
    assert result.counts == counts(applied=2, unknown=1)
    assert b"payment_terms" not in repr(shop.requests()).encode()


def test_a_family_waits_for_all_of_its_answers() -> None:
    family = Family(3)
    assert [family.answered(), family.answered("no"), family.answered("no")] == [False, False, True]


def test_same_words_twice_running_at_the_bottom_lead_nowhere() -> None:
    family = Family(2)
    for generation in range(2):
        assert not family.leads_nowhere, generation
        family.answered("no")
        family.answered("no")
        family = family.following(2)
    assert family.leads_nowhere


def test_other_words_begin_the_count_anew() -> None:
    family = Family(2, same_words=1)
    family.answered("no")
    family.answered("never")
    assert family.following(2).same_words == 0


def test_outcomes_are_as_the_contract_names_them() -> None:
    assert [one.value for one in Outcome] == ["applied", "skipped", "refused", "failed", "unknown"]
