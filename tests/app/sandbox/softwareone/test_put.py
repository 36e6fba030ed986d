from __future__ import annotations

import pytest

from tests.app.sandbox.softwareone.marketplace import OWNED, PNG, Marketplace, address, bare, form

ERP_IDS = {"erpCompanyContact": "CC-1", "erpCustomer": None, "accountExternalId": None}


def test_a_put_replaces_the_whole_buyer(market: Marketplace) -> None:
    made = market.made(externalIds={"accountExternalId": "E-1"}, address=address(addressLine2="2nd"))
    answer = market.put(made["id"], market.new(name="New name", address=address(city="Århus")))
    assert answer.status_code == 200
    held = market.held(made["id"])
    assert (held["name"], held["address"]["city"], held["address"]["addressLine2"]) == (
        "New name",
        "Århus",
        None,
    )
    assert set(held["externalIds"].values()) == {None}
    assert (held["status"], held["revision"]) == ("Enabled", 2)
    assert held["audit"]["created"] == made["audit"]["created"]


@pytest.mark.parametrize("absent", ["name", "address"])
def test_a_put_needs_name_and_address(market: Marketplace, absent: str) -> None:
    made = market.made()
    answer = market.put(made["id"], {key: value for key, value in market.new().items() if key != absent})
    assert answer.status_code == 400
    assert answer.json()["errors"] == {absent: ["The field is required."]}
    assert market.held(made["id"])["revision"] == 1


def test_json_can_be_put_too(market: Marketplace) -> None:
    made = market.made()
    answer = market.ask("PUT", f"/buyers/{made['id']}", json=market.new(name="By JSON"))
    assert (answer.status_code, answer.json()["name"]) == (200, "By JSON")


def test_a_logo_stays_until_another_is_put(market: Marketplace) -> None:
    key = market.create(bare(), ("a.png", PNG, "image/png")).json()["id"]
    market.put(key, bare())
    assert market.view()["logos"][key]["type"] == "image/png"
    parts = form(bare(), ("a.gif", b"GIF89a", "image/gif"))
    assert market.ask("PUT", f"/buyers/{key}", files=parts).status_code == 200
    assert market.view()["logos"][key] == {"type": "image/gif", "size_bytes": 6}


def test_dropping_the_account_unassigns_the_buyer(market: Marketplace) -> None:
    made = market.made()
    answer = market.put(made["id"], bare()).json()
    assert (answer["status"], "account" in answer) == ("Unassigned", False)
    assert answer["audit"]["unassigned"] == answer["audit"]["updated"]
    assert market.put(made["id"], market.new()).json()["status"] == "Enabled"


def test_a_licensee_keeps_the_account(market: Marketplace) -> None:
    key = next(each for each in market.view()["with_licensees"] if market.held(each)["status"] == "Enabled")
    answer = market.put(key, bare())
    assert (answer.status_code, "BR-011" in answer.json()["detail"]) == (400, True)
    assert market.held(key)["account"] is not None


def test_a_masked_tax_id_sent_back_is_stored(market: Marketplace) -> None:
    made = market.made(taxId="DK12345678")
    market.put(made["id"], market.new(taxId=made["taxId"]))
    assert market.held(made["id"])["taxId"] == "******5678"


@pytest.mark.parametrize(("switch", "left"), [("keep", "DK12345678"), ("erase", None)])
def test_a_tax_id_left_out(market: Marketplace, switch: str, left: str | None) -> None:
    market.behave(put_without_tax_id=switch)
    made = market.made(taxId="DK12345678")
    market.put(made["id"], market.new())
    assert market.held(made["id"])["taxId"] == left


def test_a_null_tax_id_erases_it(market: Marketplace) -> None:
    made = market.made(taxId="DK12345678")
    market.put(made["id"], market.new(taxId=None))
    assert market.held(made["id"])["taxId"] is None


def test_the_erp_owns_fields_of_an_active_buyer(market: Marketplace) -> None:
    made = market.made(externalIds=ERP_IDS, taxId="DK1")
    sent = market.new(
        name="Mine", address=address(city="Mine"), externalIds={"erpCustomer": "Mine"}, taxId="DK2"
    )
    answer = market.put(made["id"], sent)
    assert answer.status_code == 200
    held = market.held(made["id"])
    assert (held["name"], held["address"]["city"], held["externalIds"]) == (made["name"], "Aarhus C", ERP_IDS)
    assert (held["taxId"], held["revision"], len(held["sellers"])) == ("DK2", 2, 1)


def test_a_put_brings_what_changed_in_the_erp(market: Marketplace) -> None:
    changed = market.view()["changed_in_erp"]
    for key in changed:
        before = market.held(key)
        sent = bare(name=before["name"], address=before["address"], account={"id": before["account"]["id"]})
        assert market.put(key, sent).status_code == 200
    after = market.view()["changed_in_erp"]
    assert len(after) < len(changed)


def test_erp_ids_activate_a_buyer(market: Marketplace) -> None:
    made = market.made()
    answer = market.put(made["id"], market.new(name="As sent", externalIds={"erpCustomer": "CU-9"})).json()
    assert (answer["status"], answer["name"]) == ("Active", "As sent")
    assert answer["audit"]["activated"] == answer["audit"]["updated"]


def test_an_erp_company_contact_of_another_is_refused(market: Marketplace) -> None:
    market.made(externalIds=ERP_IDS)
    made = market.made()
    answer = market.put(made["id"], market.new(externalIds=ERP_IDS))
    assert answer.json()["errors"][0]["id"] == "BR-007"
    assert market.held(made["id"])["revision"] == 1


def test_an_erp_company_contact_given_up_is_free(market: Marketplace) -> None:
    made = market.made(externalIds=ERP_IDS)
    market.act(made["id"], "disable")
    assert market.put(made["id"], market.new()).json()["status"] == "Disabled"
    assert market.create(market.new(externalIds=ERP_IDS)).status_code == 201


def test_a_stale_revision_is_refused_once_switched_on(market: Marketplace) -> None:
    made = market.made()
    assert market.put(made["id"], market.new(revision=7)).status_code == 200
    market.behave(check_revision=True)
    assert market.put(made["id"], market.new(revision=1)).status_code == 409
    assert market.put(made["id"], market.new(revision=2)).status_code == 200
    assert market.put(made["id"], market.new()).status_code == 200


def test_a_status_in_the_body_is_ignored_or_refused(market: Marketplace) -> None:
    assert market.made(status="Disabled")["status"] == "Enabled"
    market.behave(status_in_body="refuse")
    assert "status" in market.create(market.new(status="Enabled")).json()["errors"]


def test_an_unknown_buyer_is_404(market: Marketplace) -> None:
    assert market.put("BUY-0000-0000", market.new()).status_code == 404


def test_seeded_buyers_take_a_put_of_what_was_read(market: Marketplace) -> None:
    owned = market.any_with(lambda each: each["status"] in OWNED)
    read = market.get(f"/buyers/{owned['id']}").json()
    sent = {key: value for key, value in read.items() if key not in ("taxId", "status")}
    assert market.put(owned["id"], sent).status_code == 200
