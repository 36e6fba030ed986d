from __future__ import annotations

import pytest

from tests.app.sandbox.flxpoint.visit import FlxpointVisitor


def ids(shop: FlxpointVisitor, **query: str | int) -> list[int]:
    return [each["id"] for each in shop.listed(**query)]


def everything(shop: FlxpointVisitor) -> list[int]:
    return [each["id"] for each in shop.held()]


def test_pages_start_at_one_and_end_with_an_empty_list(shop: FlxpointVisitor) -> None:
    pages = [ids(shop, page=page, pageSize=3) for page in range(1, 5)]
    assert [len(page) for page in pages] == [3, 3, 2, 0]
    assert [each for page in pages for each in page] == everything(shop)


@pytest.mark.parametrize("family", ["filter", "both"])
def test_the_other_names_of_the_page_can_be_played(shop: FlxpointVisitor, family: str) -> None:
    shop.behave(page_names=family)
    assert ids(shop, filterPageNumber=2, filterPageSize=3) == everything(shop)[3:6]


def test_names_that_are_not_known_give_the_first_page_again(shop: FlxpointVisitor) -> None:
    shop.behave(default_page_size=2)
    assert ids(shop, filterPageNumber=3, filterPageSize=5) == everything(shop)[:2]
    shop.behave(unknown_parameters="refuse")
    assert shop.get("/orders", filterPageNumber=3).status_code == 400


def test_the_page_size_has_a_most(shop: FlxpointVisitor) -> None:
    shop.behave(max_page_size=4)
    assert ids(shop, pageSize=1000) == everything(shop)[:4]
    shop.behave(above_max_page_size="refuse")
    assert shop.get("/orders", pageSize=5).status_code == 400
    assert len(ids(shop, pageSize=4)) == 4


@pytest.mark.parametrize("query", [{"page": 0}, {"page": "x"}, {"pageSize": 0}, {"pageSize": -1}, {"page": ""}])
def test_a_page_that_cannot_be_is_400(shop: FlxpointVisitor, query: dict[str, str | int]) -> None:
    assert shop.get("/orders", **query).status_code == 400


def test_only_what_was_updated_after_is_listed(shop: FlxpointVisitor, order: int) -> None:
    newest = max(each["updatedAt"] for each in shop.held())
    assert ids(shop, orderUpdatedAt=newest) == []
    shop.sync(order, {"accountingSynced": True})
    assert ids(shop, orderUpdatedAt=newest) == [order]


def test_the_update_filter_can_be_unknown(shop: FlxpointVisitor) -> None:
    shop.behave(updated_filter=False)
    assert ids(shop, orderUpdatedAt="2099-01-01T00:00:00Z") == everything(shop)


def test_times_are_compared_as_instants(shop: FlxpointVisitor) -> None:
    third = shop.held()[2]["insertedAt"]
    assert ids(shop, createdSince=third) == everything(shop)[2:]
    assert ids(shop, createdUntil=third) == everything(shop)[:3]
    assert ids(shop, createdSince=third, createdUntil=third) == everything(shop)[2:3]
    elsewhere = third.replace("Z", "+00:00")
    assert ids(shop, createdUntil=elsewhere, pageSize=2, page=2) == everything(shop)[2:3]


@pytest.mark.parametrize("name", ["orderUpdatedAt", "createdSince", "createdUntil"])
@pytest.mark.parametrize(
    "text", ["2025-03-01T00:00:00", "2025-03-01", "yesterday", "2025-03-01T00:00:00 00:00"]
)
def test_a_time_without_a_zone_is_400(shop: FlxpointVisitor, name: str, text: str) -> None:
    assert shop.get("/orders", **{name: text}).status_code == 400
