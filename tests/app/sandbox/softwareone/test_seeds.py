from __future__ import annotations

from app.sandbox.softwareone.answers import whole_buyer
from app.sandbox.softwareone.rules import Terms, check_buyer
from app.sandbox.softwareone.seeds import make_state

TERMS = Terms(has_revision=True, takes_contact=True, refuses_status=False)


def test_the_same_seed_makes_the_same_state() -> None:
    assert make_state(50, 3) == make_state(50, 3)
    assert make_state(50, 3).buyers != make_state(50, 4).buyers


def test_without_buyers_there_are_accounts_and_sellers() -> None:
    state = make_state(0, 1)
    assert state.buyers == []
    assert {each.type for each in state.accounts} == {"Client", "Vendor", "Operations"}
    assert state.sellers


def test_every_seeded_buyer_would_be_taken() -> None:
    for buyer in make_state(500, 1).buyers:
        assert check_buyer(whole_buyer(buyer), TERMS) == []


def test_seeded_buyers_are_believable() -> None:
    state = make_state(400, 1)
    buyers = state.buyers
    assert len({each.id for each in buyers}) == len(buyers) == 400
    assert {each.status for each in buyers} == {
        *("Active", "Enabled", "Unassigned", "Disabled", "Mismatch", "Conflict"),
    }
    assert len({each.name for each in buyers}) > 300
    assert max(len(each.name) for each in buyers) > 150
    assert any(not each.name.isascii() for each in buyers)
    assert len({each.account.id for each in buyers if each.account}) > 30
    assert len({each.address["country"] for each in buyers}) >= 8


def test_erp_company_contacts_are_unique() -> None:
    contacts = [each.external_ids["erpCompanyContact"] for each in make_state(400, 2).buyers]
    given = [each for each in contacts if each]
    assert len(given) == len(set(given)) > 200


def test_a_status_follows_from_what_is_held() -> None:
    for buyer in make_state(400, 1).buyers:
        assert (buyer.account is None) is (buyer.status in ("Unassigned", "Conflict"))
        assert bool(buyer.errors) is (buyer.status in ("Conflict", "Mismatch"))
        assert not buyer.has_licensee or buyer.account is not None
