from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from tests.app.sandbox.kibo.visit import ACCOUNTS, KiboVisitor


def add(kibo: KiboVisitor, account: object, user: str, **query: str | int) -> int:
    return kibo.ask("POST", f"{ACCOUNTS}/{account}/salesrep/{user}", **query).status_code


def test_a_rep_is_added_and_the_account_comes_back(kibo: KiboVisitor, account: int, free: str) -> None:
    before = kibo.account(account)
    answer = kibo.ask("POST", f"{ACCOUNTS}/{account}/salesrep/{free}")
    assert answer.status_code == 200
    assert answer.json() == kibo.account(account)
    assert answer.json()["salesReps"] == [*before["salesReps"], {"accountId": account, "adminUserId": free}]
    assert answer.json()["auditInfo"]["updateDate"] > before["auditInfo"]["updateDate"]
    assert answer.json()["auditInfo"]["createDate"] == before["auditInfo"]["createDate"]


def test_an_update_follows_the_vendors_clock(kibo: KiboVisitor, account: int, free: str) -> None:
    kibo.behave(clock_skew_seconds=-86_400)
    answer = kibo.ask("POST", f"{ACCOUNTS}/{account}/salesrep/{free}")
    updated = datetime.fromisoformat(answer.json()["auditInfo"]["updateDate"])
    assert abs(updated - parsedate_to_datetime(answer.headers["date"])) < timedelta(hours=1)


def test_a_rep_is_removed_and_the_account_comes_back(kibo: KiboVisitor, account: int) -> None:
    (first, *others) = kibo.reps(account)
    answer = kibo.ask("DELETE", f"{ACCOUNTS}/{account}/salesrep/{first}")
    assert (answer.status_code, answer.json()) == (200, kibo.account(account))
    assert kibo.reps(account) == others


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_response_fields_cut_the_answer(kibo: KiboVisitor, account: int, free: str, method: str) -> None:
    path = f"{ACCOUNTS}/{account}/salesrep/{free}"
    answer = kibo.ask(method, path, responseFields="id,salesReps,auditInfo")
    assert set(answer.json()) == {"id", "salesReps", "auditInfo"}


def test_adding_twice_is_fine_or_a_conflict(kibo: KiboVisitor, account: int, free: str) -> None:
    assert add(kibo, account, free) == 200
    held = kibo.account(account)
    assert add(kibo, account, free) == 200
    kibo.behave(rep_twice=409)
    assert add(kibo, account, free) == 409
    assert kibo.account(account) == held


@pytest.mark.parametrize("status", [200, 404])
def test_removing_a_rep_who_is_not_there(kibo: KiboVisitor, account: int, free: str, status: int) -> None:
    kibo.behave(absent_rep=status)
    held = kibo.account(account)
    assert kibo.ask("DELETE", f"{ACCOUNTS}/{account}/salesrep/{free}").status_code == status
    assert kibo.account(account) == held


@pytest.mark.parametrize("status", [404, 400])
def test_a_user_who_does_not_exist_is_refused(kibo: KiboVisitor, account: int, status: int) -> None:
    kibo.behave(unknown_rep=status)
    held = kibo.account(account)
    assert add(kibo, account, "nobody") == status
    assert kibo.ask("POST", f"{ACCOUNTS}/{account}/addsalesreps", ["nobody"]).status_code == status
    assert kibo.ask("GET", f"{ACCOUNTS}/salesrep/nobody").status_code == status
    assert kibo.account(account) == held


def test_an_account_that_does_not_exist_is_404(kibo: KiboVisitor, free: str) -> None:
    assert add(kibo, 1, free) == 404
    assert kibo.ask("DELETE", f"{ACCOUNTS}/1/salesrep/{free}").status_code == 404
    assert kibo.ask("PUT", f"{ACCOUNTS}/1/status/approve").status_code == 404


def test_several_reps_are_added_or_none(kibo: KiboVisitor, account: int) -> None:
    before, (first, second, *_) = kibo.reps(account), kibo.free_users()
    path = f"{ACCOUNTS}/{account}/addsalesreps"
    assert kibo.ask("POST", path, [first, "nobody"]).status_code == 404
    assert kibo.reps(account) == before
    assert kibo.ask("POST", path, [first, second, first]).status_code == 200
    assert kibo.reps(account) == [*before, first, second]


def test_the_list_of_reps_is_replaced(kibo: KiboVisitor, account: int, free: str) -> None:
    path = f"{ACCOUNTS}/{account}/salesrep"
    assert kibo.ask("PUT", path, [free]).json()["salesReps"] == [{"accountId": account, "adminUserId": free}]
    assert kibo.ask("PUT", path, []).json()["salesReps"] == []


@pytest.mark.parametrize("body", [{}, "x", [1], [None]])
def test_a_list_of_reps_that_is_none_is_400(kibo: KiboVisitor, account: int, body: object) -> None:
    assert kibo.ask("PUT", f"{ACCOUNTS}/{account}/salesrep", body).status_code == 400


def test_the_accounts_of_a_rep_are_listed(kibo: KiboVisitor, account: int, free: str) -> None:
    path = f"{ACCOUNTS}/salesrep/{free}"
    assert kibo.ask("GET", path).json() == []
    add(kibo, account, free)
    assert kibo.ask("GET", path).json() == [account]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("approve", ("Approved", True)),
        ("deny", ("Denied", False)),
        ("enable", (None, True)),
        ("disable", (None, False)),
    ],
)
def test_an_action_moves_the_status(
    kibo: KiboVisitor, account: int, action: str, expected: tuple[str | None, bool]
) -> None:
    before = kibo.account(account)
    answer = kibo.ask("PUT", f"{ACCOUNTS}/{account}/status/{action}")
    assert (answer.status_code, answer.json()) == (200, kibo.account(account))
    status, is_active = expected
    assert answer.json()["approvalStatus"] == (status or before["approvalStatus"])
    assert answer.json()["isActive"] is is_active


@pytest.mark.parametrize("status", [409, 400])
def test_an_account_without_a_rep_is_not_approved(
    kibo: KiboVisitor, account: int, free: str, status: int
) -> None:
    kibo.behave(approve_without_rep=status)
    kibo.ask("PUT", f"{ACCOUNTS}/{account}/salesrep", [])
    held = kibo.account(account)
    assert kibo.ask("PUT", f"{ACCOUNTS}/{account}/status/approve").status_code == status
    assert kibo.account(account) == held
    add(kibo, account, free)
    assert kibo.ask("PUT", f"{ACCOUNTS}/{account}/status/approve").status_code == 200


def test_an_action_nobody_knows_is_400(kibo: KiboVisitor, account: int) -> None:
    assert kibo.ask("PUT", f"{ACCOUNTS}/{account}/status/promote").status_code == 400
