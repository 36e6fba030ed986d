from __future__ import annotations

from typing import Any

import pytest

from tests.app.sandbox.kibo.visit import ACCOUNTS, KiboVisitor


def put(kibo: KiboVisitor, account: int, body: object) -> dict[str, Any]:
    """Send a body that is taken and return what is held then."""
    answer = kibo.ask("PUT", f"{ACCOUNTS}/{account}", body)
    assert answer.status_code == 200, answer.text
    held = kibo.account(account)
    assert answer.json() == held
    return held


def same(held: dict[str, Any], before: dict[str, Any], *aside: str) -> bool:
    names = (held.keys() | before.keys()) - {"auditInfo", *aside}
    return {name: held.get(name) for name in names} == {name: before.get(name) for name in names}


def test_one_field_of_a_whole_account_is_changed(kibo: KiboVisitor, account: int) -> None:
    before = kibo.account(account)
    held = put(kibo, account, before | {"companyOrOrganization": "Ångström & Søn"})
    assert held["companyOrOrganization"] == "Ångström & Søn"
    assert same(held, before, "companyOrOrganization")
    assert held["auditInfo"]["updateDate"] > before["auditInfo"]["updateDate"]
    assert held["auditInfo"]["createDate"] == before["auditInfo"]["createDate"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("users", []),
        ("auditInfo", {"updateBy": "somebody else"}),
        ("commerceSummary", None),
        ("customerSinceDate", "2020-01-01T00:00:00Z"),
        ("rootAccountId", 7),
        ("parentAccountId", 7),
        ("accountType", "B2C"),
        ("approvalStatus", "Approved by hand"),
        ("isActive", None),
    ],
)
def test_what_the_platform_keeps_is_not_changed(
    kibo: KiboVisitor, account: int, name: str, value: object
) -> None:
    before = kibo.account(account)
    held = put(kibo, account, before | {name: value})
    assert same(held, before)
    assert held["auditInfo"]["updateBy"] != "somebody else"


def test_the_status_can_be_written(kibo: KiboVisitor, account: int) -> None:
    kibo.behave(put_status="write")
    before = kibo.account(account)
    held = put(kibo, account, before | {"isActive": None, "approvalStatus": "Denied"})
    assert (held["isActive"], held["approvalStatus"]) == (None, "Denied")


def test_an_absent_field_is_cleared_or_left(kibo: KiboVisitor, account: int) -> None:
    before = put(kibo, account, kibo.account(account) | {"taxId": "DE1", "taxExempt": True})
    kibo.behave(put_absent="leave")
    assert same(put(kibo, account, {"companyOrOrganization": "Short"}), before, "companyOrOrganization")
    kibo.behave(put_absent="clear")
    held = put(kibo, account, {"companyOrOrganization": "Short"})
    assert (held["taxId"], held["taxExempt"], held["contacts"], held["notes"]) == (None, False, [], [])
    assert (held["users"], held["salesReps"]) == (before["users"], before["salesReps"])


def test_sales_reps_are_replaced_when_present(kibo: KiboVisitor, account: int, free: str) -> None:
    body = kibo.account(account) | {"salesReps": [{"accountId": account, "adminUserId": free}]}
    before = kibo.reps(account)
    kibo.behave(put_sales_reps="ignore")
    put(kibo, account, body)
    assert kibo.reps(account) == before
    kibo.behave(put_sales_reps="replace")
    put(kibo, account, body)
    assert kibo.reps(account) == [free]
    put(kibo, account, body | {"salesReps": None})
    assert kibo.reps(account) == [free]
    put(kibo, account, body | {"salesReps": []})
    assert kibo.reps(account) == []


@pytest.mark.parametrize("rep", [{"adminUserId": "nobody"}, {"adminUserId": None}, {}])
def test_a_rep_who_does_not_exist_is_refused(kibo: KiboVisitor, account: int, rep: dict[str, object]) -> None:
    before = kibo.account(account)
    body = before | {"salesReps": [rep]}
    assert kibo.ask("PUT", f"{ACCOUNTS}/{account}", body).status_code == 404
    assert kibo.account(account) == before


def test_fields_nobody_knows_are_kept(kibo: KiboVisitor, account: int) -> None:
    kibo.behave(extra_fields=True)
    before = kibo.get(f"/{account}").json()
    assert before["loyaltyTier"] == "gold"
    held = put(kibo, account, before | {"somethingNew": {"a": [1]}})
    assert held["somethingNew"] == {"a": [1]}
    assert same(held, before, "somethingNew")
    held = put(kibo, account, {name: value for name, value in before.items() if name != "loyaltyTier"})
    assert held["loyaltyTier"] is None


def test_a_new_contact_gets_an_id_and_the_others_stay(kibo: KiboVisitor, account: int) -> None:
    before = kibo.account(account)
    body = before | {"contacts": [*before["contacts"], {"firstName": "Night", "lastNameOrSurname": "Shift"}]}
    contacts = put(kibo, account, body)["contacts"]
    assert contacts[:-1] == before["contacts"]
    assert contacts[-1]["id"] not in {each["id"] for each in before["contacts"]}
    assert (contacts[-1]["accountId"], "createDate" in contacts[-1]["auditInfo"]) == (account, True)


def test_a_changed_contact_is_touched(kibo: KiboVisitor, account: int) -> None:
    before = kibo.account(account)
    first = before["contacts"][0]
    body = before | {"contacts": [first | {"email": "new@example.com"}]}
    (held,) = put(kibo, account, body)["contacts"]
    assert (held["id"], held["email"]) == (first["id"], "new@example.com")
    assert held["auditInfo"]["updateDate"] > first["auditInfo"]["updateDate"]


def test_notes_and_segments_are_replaced(kibo: KiboVisitor, account: int) -> None:
    before = kibo.account(account)
    body = before | {"notes": [{"id": 0, "content": "Called back"}], "segments": [{"id": 12}]}
    held = put(kibo, account, body)
    assert [each["content"] for each in held["notes"]] == ["Called back"]
    assert [each["code"] for each in held["segments"]] == ["net-30"]


BAD: list[tuple[object, str]] = [
    ([], "The body must be an object"),
    ("x", "The body must be an object"),
    ({"id": 1}, "id in the body"),
    ({"id": "1"}, "id must be a 32-bit integer"),
    ({"companyOrOrganization": 7}, "companyOrOrganization must be a string"),
    ({"taxExempt": None}, "taxExempt must be true or false"),
    ({"taxExempt": "yes"}, "taxExempt must be true or false"),
    ({"priority": 1.5}, "priority must be a 32-bit integer"),
    ({"priority": 2**31}, "priority must be a 32-bit integer"),
    ({"contacts": {}}, "contacts must be an array"),
    ({"contacts": ["x"]}, "contacts[0] must be an object"),
    ({"contacts": [None]}, "contacts holds a null"),
    ({"contacts": [{"email": 3}]}, "contacts[0].email must be a string"),
    ({"contacts": [{"address": {"cityOrTown": 3}}]}, "contacts[0].address.cityOrTown must be a string"),
    ({"contacts": [{"types": [{"isPrimary": None}]}]}, "contacts[0].types[0].isPrimary must be true or false"),
    ({"contacts": [{"id": 5}]}, "there is no 5"),
    ({"segments": [{"id": 99}]}, "no segment 99"),
    ({"customerSinceDate": "yesterday"}, "customerSinceDate must be a date"),
    ({"auditInfo": "now"}, "auditInfo must be an object"),
]


@pytest.mark.parametrize(("body", "words"), BAD)
def test_a_wrong_account_is_400_and_changes_nothing(
    kibo: KiboVisitor, account: int, body: object, words: str
) -> None:
    before = kibo.account(account)
    answer = kibo.ask("PUT", f"{ACCOUNTS}/{account}", body)
    assert answer.status_code == 400
    assert words in answer.json()["message"]
    assert kibo.account(account) == before


def test_everything_wrong_is_listed(kibo: KiboVisitor, account: int) -> None:
    answer = kibo.ask("PUT", f"{ACCOUNTS}/{account}", {"taxId": 1, "externalId": 2})
    assert len(answer.json()["items"]) == 2


@pytest.mark.parametrize("content", [b"", b"{", b"null", b'{"taxId": NaN}'])
def test_what_is_no_json_object_is_400(kibo: KiboVisitor, account: int, content: bytes) -> None:
    headers = kibo.headers | {"Content-Type": "application/json"}
    address = f"{kibo.url}{ACCOUNTS}/{account}"
    assert kibo.visitor.client.put(address, content=content, headers=headers).status_code == 400


def test_a_write_can_answer_with_little(kibo: KiboVisitor, account: int, free: str) -> None:
    kibo.behave(write_answer="bare")
    answer = kibo.ask("POST", f"{ACCOUNTS}/{account}/salesrep/{free}").json()
    assert {"id", "salesReps", "auditInfo", "companyOrOrganization"} <= answer.keys()
    assert not {"users", "contacts", "notes"} & answer.keys()
    assert kibo.account(account)["users"]
