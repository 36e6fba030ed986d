from __future__ import annotations

import pytest

from tests.app.sandbox.softwareone.marketplace import Marketplace, address, bare


def test_the_audit_is_left_out_unless_selected(market: Marketplace) -> None:
    answer = market.get("/buyers", "limit=1").json()
    assert answer["$meta"]["omitted"] == answer["data"][0]["$meta"]["omitted"] == ["audit"]
    assert "audit" not in answer["data"][0]
    answer = market.get("/buyers", "limit=1&select=audit").json()
    assert "omitted" not in answer["$meta"]
    assert "created" in answer["data"][0]["audit"]
    assert "$meta" not in answer["data"][0]


def test_one_buyer_is_selected_in_the_same_way(market: Marketplace) -> None:
    key = market.made(externalIds={"erpCustomer": "1"})["id"]
    assert market.get(f"/buyers/{key}").json()["$meta"] == {"omitted": ["audit"]}
    assert "audit" in market.get(f"/buyers/{key}", "select=audit").json()
    left = market.get(f"/buyers/{key}", "select=+audit,-address,-audit.created,-account.name").json()
    assert left["$meta"] == {"omitted": ["account.name", "address", "audit.created"]}
    assert "address" not in left
    assert set(left["audit"]) == {"updated", "activated"}
    assert "name" not in left["account"]


def test_a_part_of_each_element_can_be_left_out(market: Marketplace) -> None:
    key = market.made(externalIds={"erpCustomer": "1"})["id"]
    market.act(key, "synchronize")
    (seller,) = market.get(f"/buyers/{key}", "select=-sellers.icon").json()["sellers"]
    assert set(seller) == {"id", "name", "revision", "externalId"}


def test_fields_can_be_omitted_for_speed(market: Marketplace) -> None:
    market.behave(omitted_in_list=["sellers", "externalIds"])
    answer = market.get("/buyers", "").json()
    assert answer["$meta"]["omitted"] == ["audit", "externalIds", "sellers"]
    assert not any("externalIds" in each for each in answer["data"])
    asked = market.get("/buyers", "select=externalIds").json()
    assert asked["$meta"]["omitted"] == ["audit", "sellers"]
    assert any("externalIds" in each for each in asked["data"])


@pytest.mark.parametrize("place", ["list", "element"])
def test_omitted_fields_can_be_named_in_one_place_only(market: Marketplace, place: str) -> None:
    market.behave(omitted_at=place)
    answer = market.get("/buyers", "limit=1").json()
    assert ("omitted" in answer["$meta"]) is (place == "list")
    assert ("$meta" in answer["data"][0]) is (place == "element")


def test_nothing_empty_is_in_an_answer(market: Marketplace) -> None:
    key = market.create(bare(address=address(addressLine2=""), externalIds={}, taxId="")).json()["id"]
    assert set(market.get(f"/buyers/{key}").json()) == {
        "id",
        "name",
        "icon",
        "revision",
        "status",
        "address",
        "$meta",
    }


def test_tax_ids_are_masked_in_lists(market: Marketplace) -> None:
    shown = [each["taxId"] for each in market.get("/buyers").json()["data"] if "taxId" in each]
    assert shown
    assert all(each.startswith("**") for each in shown)
