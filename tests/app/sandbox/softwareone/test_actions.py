from __future__ import annotations

import pytest

from tests.app.sandbox.softwareone.marketplace import Marketplace, bare

ERP_IDS = {"erpCompanyContact": "CC-1"}


def test_synchronize_brings_sellers_and_moves_the_revision(market: Marketplace) -> None:
    made = market.made(externalIds=ERP_IDS)
    answer = market.act(made["id"], "synchronize")
    assert answer.status_code == 200
    buyer = answer.json()
    assert (buyer["revision"], buyer["status"], len(buyer["sellers"])) == (2, "Active", 1)
    assert set(buyer["sellers"][0]) == {"id", "name", "icon", "revision", "externalId"}
    assert buyer["audit"]["updated"]["at"] >= made["audit"]["updated"]["at"]


def test_synchronize_finds_what_changed_in_the_erp(market: Marketplace) -> None:
    market.client.post(f"{market.control}/reset", json={"records": 300})
    before = {each["id"]: each for each in market.records()}
    changed = market.view()["changed_in_erp"]
    after = [market.act(key, "synchronize").json() for key in changed]
    assert any(each["name"] != before[each["id"]]["name"] for each in after)
    assert any(
        each["address"]["addressLine1"] != before[each["id"]]["address"]["addressLine1"] for each in after
    )
    mismatches = [each for each in after if each["status"] == "Mismatch"]
    assert mismatches
    assert all(set(each["errors"][0]) >= {"id", "message"} for each in mismatches)


def test_synchronize_needs_erp_ids(market: Marketplace) -> None:
    made = market.made()
    answer = market.act(made["id"], "synchronize")
    assert answer.status_code == 400
    assert made["id"] in answer.json()["detail"]
    assert market.held(made["id"])["revision"] == 1


def test_synchronize_can_conflict(market: Marketplace) -> None:
    made = market.made(externalIds=ERP_IDS)
    market.behave(synchronize="conflict")
    assert market.act(made["id"], "synchronize").status_code == 409
    assert market.held(made["id"])["revision"] == 1


def test_synchronize_can_find_errors_and_settle_them(market: Marketplace) -> None:
    made = market.made(externalIds=ERP_IDS)
    market.behave(synchronize="errors")
    buyer = market.act(made["id"], "synchronize").json()
    assert buyer["status"] == "Mismatch"
    assert buyer["errors"][0]["parameters"] == {"field": "taxId"}
    market.behave(synchronize="normal")
    buyer = market.act(made["id"], "synchronize").json()
    assert (buyer["status"], "errors" in buyer) == ("Active", False)


def test_errors_turn_an_unassigned_buyer_to_conflict(market: Marketplace) -> None:
    answer = market.create(bare(externalIds=ERP_IDS)).json()
    assert answer["status"] == "Unassigned"
    market.behave(synchronize="errors")
    assert market.act(answer["id"], "synchronize").json()["status"] == "Conflict"


def test_disable_and_enable_reverse_each_other(market: Marketplace) -> None:
    made = market.made(externalIds=ERP_IDS)
    disabled = market.act(made["id"], "disable").json()
    assert (disabled["status"], disabled["audit"]["disabled"]) == ("Disabled", disabled["audit"]["updated"])
    assert market.act(made["id"], "disable").status_code == 400
    enabled = market.act(made["id"], "enable").json()
    assert (enabled["status"], enabled["revision"]) == ("Active", 3)
    assert market.act(made["id"], "enable").status_code == 400


def test_a_disabled_buyer_with_errors_is_a_mismatch(market: Marketplace) -> None:
    made = market.made(externalIds=ERP_IDS)
    market.act(made["id"], "disable")
    market.behave(synchronize="errors")
    assert market.act(made["id"], "synchronize").json()["status"] == "Mismatch"
    assert market.act(made["id"], "enable").json()["status"] == "Mismatch"


def test_an_unassigned_buyer_cannot_be_disabled(market: Marketplace) -> None:
    key = market.create(bare()).json()["id"]
    assert market.act(key, "disable").status_code == 400


def test_a_deleted_buyer_stays_as_deleted(market: Marketplace) -> None:
    key = market.made()["id"]
    answer = market.ask("DELETE", f"/buyers/{key}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert market.held(key)["status"] == "Deleted"
    assert market.get(f"/buyers/{key}").json()["status"] == "Deleted"
    assert market.ask("DELETE", f"/buyers/{key}").status_code == 400
    assert market.put(key, market.new()).status_code == 400
    assert {market.act(key, each).status_code for each in ("enable", "disable", "synchronize")} == {400}


def test_deleted_buyers_can_be_out_of_sight(market: Marketplace) -> None:
    key = market.made()["id"]
    market.behave(deleted_visible=False)
    assert market.get("/buyers", "limit=0").json()["$meta"]["pagination"]["total"] == 41
    market.ask("DELETE", f"/buyers/{key}")
    assert market.get(f"/buyers/{key}").status_code == 404
    assert market.get("/buyers", "limit=0").json()["$meta"]["pagination"]["total"] == 40


@pytest.mark.parametrize("status", [400, 409])
def test_a_licensee_blocks_a_delete(market: Marketplace, status: int) -> None:
    market.behave(delete_blocked_status=status)
    key = market.view()["with_licensees"][0]
    assert market.ask("DELETE", f"/buyers/{key}").status_code == status
    assert market.held(key)["status"] != "Deleted"


@pytest.mark.parametrize("action", ["enable", "disable", "synchronize"])
def test_an_unknown_buyer_is_404(market: Marketplace, action: str) -> None:
    assert market.act("BUY-0000-0000", action).status_code == 404
    assert market.ask("DELETE", "/buyers/BUY-0000-0000").status_code == 404
    assert market.get("/buyers/BUY-0000-0000/icon").status_code == 404
