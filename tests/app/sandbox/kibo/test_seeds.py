from __future__ import annotations

from app.sandbox.kibo.companies import FREE_DESKS
from app.sandbox.kibo.seeds import FIRST_ACCOUNT_ID, Record, Seeds
from app.sandbox.kibo.shapes import ACCOUNT, complaints
from app.sandbox.kibo.state import rep_ids


def made(records: int, seed: int) -> list[Record]:
    seeds = Seeds(records, seed)
    return [seeds.account(index) for index in range(records)]


def test_the_same_seed_makes_the_same_accounts() -> None:
    assert made(50, 3) == made(50, 3)
    assert made(50, 3) != made(50, 4)


def test_every_seeded_account_has_the_documented_shape_and_no_other_field() -> None:
    for account in made(300, 1):
        assert list(complaints(account, ACCOUNT)) == []
        assert account.keys() == ACCOUNT.keys()


def test_the_head_of_an_account_is_part_of_it() -> None:
    seeds = Seeds(60, 2)
    for index in range(60):
        assert seeds.head(index).items() <= seeds.account(index).items()


def test_accounts_are_believable() -> None:
    accounts = made(400, 1)
    assert len({each["id"] for each in accounts}) == 400
    assert {each["approvalStatus"] for each in accounts} == {"Approved", "Pending Approval", "Denied"}
    assert {each["taxId"] is None for each in accounts} == {True, False}
    assert any(not str(each["companyOrOrganization"]).isascii() for each in accounts)
    assert all(rep_ids(each) for each in accounts if each["approvalStatus"] == "Approved")
    assert any(not rep_ids(each) for each in accounts)


def test_some_admin_users_are_on_no_account() -> None:
    seeds = Seeds(500, 1)
    taken = {rep for index in range(500) for rep in rep_ids(seeds.head(index))}
    users = [str(each["id"]) for each in seeds.users]
    assert len(set(users)) == 40
    assert taken <= set(users[:-FREE_DESKS])


def test_a_hundred_thousand_accounts_cost_nothing_before_they_are_asked_for() -> None:
    assert Seeds(100_000, 1).account(99_999)["id"] == FIRST_ACCOUNT_ID + 99_999
