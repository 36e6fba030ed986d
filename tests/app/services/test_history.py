"""Looking at past pushes."""

from __future__ import annotations

import pytest

from app.errors import NotFound
from app.services.history import get_push, list_pushes, outcomes_of, push_outcomes, pushes_of, requests_of
from tests.app.push.shop import KIND, Shop


def test_a_push_is_found_by_its_number(shop: Shop) -> None:
    result = shop.push()
    assert get_push(shop.workspace, result.push_id) == list_pushes(shop.workspace)[0]
    with pytest.raises(NotFound):
        get_push(shop.workspace, 99)


def test_every_outcome_is_given_however_many(shop: Shop) -> None:
    shop.add([f"{number:04}" for number in range(1203)])
    result = shop.push()
    given = [one.key for one in push_outcomes(shop.workspace, result.push_id)]
    assert given == [f"{number:04}" for number in range(1203)]
    assert outcomes_of(shop.workspace, result.push_id, offset=1200, limit=100)[-1].key == "1202"


def test_the_pushes_of_a_record(shop: Shop) -> None:
    (record_id,) = shop.add(["1"], bad=["1"])
    shop.push()
    shop.push()
    assert [one.id for one in pushes_of(shop.workspace, KIND.id, record_id)] == [2, 1]


def test_the_history_holds_no_secret(shop: Shop) -> None:
    shop.add(["1"])
    shop.push()
    (request,) = requests_of(shop.workspace, 1)
    assert set(request.headers) == {"Accept"}
