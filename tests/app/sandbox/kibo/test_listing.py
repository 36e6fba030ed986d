from __future__ import annotations

import pytest

from tests.app.sandbox.kibo.visit import USERS, KiboVisitor


def test_a_list_is_an_envelope(kibo: KiboVisitor) -> None:
    page = kibo.get().json()
    assert {name: page[name] for name in page if name != "items"} == {
        "startIndex": 0,
        "pageSize": 20,
        "pageCount": 1,
        "totalCount": 8,
    }
    assert page["items"] == kibo.accounts()


def test_pages_start_anywhere_and_end(kibo: KiboVisitor) -> None:
    everything = [each["id"] for each in kibo.accounts()]
    assert kibo.listed(startIndex=2, pageSize=3) == everything[2:5]
    assert kibo.listed(startIndex=6, pageSize=3) == everything[6:]
    assert kibo.listed(startIndex=8) == []
    assert kibo.get(pageSize=3).json()["pageCount"] == 3


def test_a_page_size_of_nothing_is_twenty(kibo: KiboVisitor) -> None:
    assert kibo.get(pageSize=0).json()["pageSize"] == 20


def test_a_page_holds_two_hundred_at_most(kibo: KiboVisitor) -> None:
    assert kibo.get(pageSize=200).status_code == 200
    assert kibo.get(pageSize=201).status_code == 400
    kibo.behave(above_max_page_size="clamp")
    assert kibo.get(pageSize=500).json()["pageSize"] == 200


@pytest.mark.parametrize("query", [{"startIndex": -1}, {"startIndex": "x"}, {"pageSize": "all"}])
def test_a_page_that_cannot_be_is_400(kibo: KiboVisitor, query: dict[str, str | int]) -> None:
    assert kibo.get(**query).status_code == 400


def test_a_filter_finds_and_a_change_is_seen(kibo: KiboVisitor, account: int) -> None:
    newest = max(each["auditInfo"]["updateDate"] for each in kibo.accounts())
    wanted = f"auditInfo.updateDate gt {newest}"
    assert kibo.listed(filter=wanted) == []
    kibo.ask("PUT", f"/commerce/customer/b2baccounts/{account}/status/disable")
    assert kibo.listed(filter=wanted) == [account]


def test_a_filter_is_read_page_by_page(kibo: KiboVisitor) -> None:
    ids = [each["id"] for each in kibo.accounts()]
    pages = [kibo.listed(filter="id gt 0", sortBy="id desc", startIndex=at, pageSize=3) for at in (0, 3, 6, 9)]
    assert [each for page in pages for each in page] == ids[::-1]


def test_text_search_looks_at_the_company(kibo: KiboVisitor) -> None:
    held = kibo.accounts()[0]
    assert held["id"] in kibo.listed(q=held["companyOrOrganization"][:6].upper())
    assert kibo.listed(q="no such company") == []


def test_sorting_goes_both_ways(kibo: KiboVisitor) -> None:
    ids = [each["id"] for each in kibo.accounts()]
    assert kibo.listed(sortBy="id desc") == ids[::-1]
    assert kibo.listed(sortBy="auditInfo.createDate") == ids
    assert sorted(kibo.listed(sortBy="priority asc")) == ids
    assert sorted(kibo.listed(sortBy="companyOrOrganization asc", filter="id gt 0")) == ids


def test_response_fields_cut_the_envelope(kibo: KiboVisitor) -> None:
    page = kibo.get(responseFields="totalCount,items(id,salesReps(adminUserId))").json()
    assert page["totalCount"] == 8
    assert set(page) == {"totalCount", "items"}
    assert all(set(each) == {"id", "salesReps"} for each in page["items"])
    assert all(set(rep) == {"adminUserId"} for each in page["items"] for rep in each["salesReps"])


def test_groups_can_be_left_out_until_asked_for(kibo: KiboVisitor, account: int) -> None:
    kibo.behave(response_groups="omit")
    assert not {"contacts", "notes", "commerceSummary"} & kibo.get(f"/{account}").json().keys()
    shown = kibo.get(f"/{account}", responseGroups="Contacts,OrderSummary").json()
    assert {"contacts", "commerceSummary"} <= shown.keys()
    assert "notes" not in kibo.get(responseGroups="Contacts").json()["items"][0]


def test_empty_lists_can_be_null(kibo: KiboVisitor) -> None:
    kibo.behave(empty_lists="null")
    for shown, held in zip(kibo.get().json()["items"], kibo.accounts(), strict=True):
        assert shown["notes"] == (held["notes"] or None)
    assert all(isinstance(each["salesReps"], list) for each in kibo.accounts())


def test_admin_users_are_listed_in_pages(kibo: KiboVisitor) -> None:
    page = kibo.ask("GET", USERS, startIndex=38, pageSize=5).json()
    assert (page["totalCount"], page["pageCount"], len(page["items"])) == (40, 8, 2)
    assert page["items"] == kibo.view()["users"][38:]


def test_admin_users_are_found(kibo: KiboVisitor) -> None:
    user = kibo.view()["users"][3]
    assert kibo.ask("GET", USERS, emailAddress=user["emailAddress"].upper()).json()["items"] == [user]
    assert kibo.ask("GET", USERS, filter=f"id eq {user['id']}").json()["items"] == [user]
    assert kibo.ask("GET", f"{USERS}/{user['id']}").json() == user
    assert kibo.ask("GET", f"{USERS}/nobody").status_code == 404
    first = kibo.ask("GET", USERS, sortBy="userName desc", pageSize=1).json()["items"][0]
    assert first["userName"].startswith("sales-desk.west")
