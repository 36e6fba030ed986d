from __future__ import annotations

import json
from typing import Any

import pytest

from app.records.change import Edits, after_applied
from app.records.merge import by_element, merge
from app.values import BaseState, Change, Record
from app.vendors.assess import pending_record
from app.vendors.declaration import PendingRecord, Step
from app.vendors.registry import kind_named, vendor_named

KIND = kind_named("kibo.accounts")
OPTIONS = vendor_named("kibo").options_with_defaults({})
BASE = {
    "id": 42,
    "companyOrOrganization": "Old",
    "accountType": "B2B",
    "salesReps": [{"accountId": 42, "adminUserId": "a"}, {"accountId": 42, "adminUserId": "b"}],
    "contacts": [{"id": 5, "email": "x@y.z", "address": {"cityOrTown": "Ribe"}, "future": True}],
    "users": [{"userId": "U", "last2FaDate": "2026-01-01"}],
    "auditInfo": {"updateDate": "2026-01-01"},
    "unheardOf": {"x": [1.5, None]},
}
ADD = "salesReps[adminUserId=c].adminUserId"


def pending(edits: Edits, *, base: dict[str, Any] | None = BASE) -> PendingRecord:
    state = BaseState.KNOWN if base else BaseState.UNREAD
    return pending_record(KIND, Record(1, KIND.id, 1, "", state, base or {}, edits))


def planned(edits: Edits, *, base: dict[str, Any] | None = BASE) -> list[Step]:
    return list(KIND.plan([pending(edits, base=base)], OPTIONS))


def calls(edits: Edits, *, base: dict[str, Any] | None = BASE) -> list[tuple[str, str]]:
    short = "/commerce/customer/b2baccounts/42"
    found = [(step.request.method, step.request.path) for step in planned(edits, base=base)]
    return [(method, path.removeprefix(short)) for method, path in found]


def test_each_rep_who_comes_or_goes_is_a_request_of_its_own() -> None:
    edits: Edits = {ADD: "c", "salesReps[adminUserId=d].adminUserId": "d", "salesReps[adminUserId=a]": None}
    assert calls(edits) == [("POST", "/salesrep/c"), ("POST", "/salesrep/d"), ("DELETE", "/salesrep/a")]


def test_a_rep_has_no_body_and_its_answer_shows_what_moves_the_base() -> None:
    (step,) = planned({ADD: "c"})
    assert (step.request.body, step.request.query) == (b"", (("responseFields", "id,salesReps,auditInfo"),))
    assert step.request.is_idempotent
    assert step.request.names_record
    assert [effect.paths for effect in step.effects] == [(ADD,)]


def test_a_removal_asks_for_no_fields_since_it_knows_no_such_parameter() -> None:
    (step,) = planned({"salesReps[adminUserId=a]": None})
    assert (step.request.query, step.effects[0].paths) == ((), ("salesReps[adminUserId=a]",))


def test_the_account_goes_before_its_reps_and_adds_before_removals() -> None:
    edits: Edits = {"salesReps[adminUserId=a]": None, ADD: "c", "companyOrOrganization": "New"}
    assert calls(edits) == [("PUT", ""), ("POST", "/salesrep/c"), ("DELETE", "/salesrep/a")]


def test_an_update_is_the_whole_account_with_only_our_edits_changed() -> None:
    edits: Edits = {
        "companyOrOrganization": "Åse",
        "contacts[id=5].address.cityOrTown": "Vejle",
        ADD: "c",
        "approvalStatus": "Approved",
    }
    put = planned(edits)[0]
    contact = {**BASE["contacts"][0], "address": {"cityOrTown": "Vejle"}}  # type: ignore[index]  # any JSON
    assert json.loads(put.request.body) == {**BASE, "companyOrOrganization": "Åse", "contacts": [contact]}
    assert put.effects[0].paths == ("companyOrOrganization", "contacts[id=5].address.cityOrTown")


@pytest.mark.parametrize("base", [None, {"id": 42, "salesReps": [], "auditInfo": {}}])
def test_an_account_that_was_not_read_whole_is_not_replaced(base: dict[str, Any] | None) -> None:
    assert calls({"id": 42, "companyOrOrganization": "New", ADD: "c"}, base=base) == [("POST", "/salesrep/c")]


def test_an_emptied_list_of_reps_is_the_difference() -> None:
    assert calls({"salesReps": [], ADD: "c", "salesReps[adminUserId=b].adminUserId": "b"}) == [
        ("POST", "/salesrep/c"),
        ("DELETE", "/salesrep/a"),
    ]


def test_a_renamed_rep_is_one_who_comes_and_one_who_goes() -> None:
    assert calls({"salesReps[adminUserId=a].adminUserId": "c"}) == [
        ("POST", "/salesrep/c"),
        ("DELETE", "/salesrep/a"),
    ]


def test_an_unread_account_s_rep_who_is_there_already_is_no_change_once_read() -> None:
    merged = merge({}, {"id": 42, "salesReps[adminUserId=a].adminUserId": "a"}, BASE, keys=KIND.list_keys)
    assert merged.edits == {}
    assert pending(merged.edits, base=merged.base).change is Change.NONE


def test_reps_move_one_by_one_once_their_edits_are_in_shape() -> None:
    edits = by_element(BASE, {"salesReps": [], ADD: "c"}, "salesReps", "adminUserId")
    record = pending(edits)
    base, left = record.base, record.edits
    for step in KIND.plan([record], OPTIONS):
        sent = {path: record.edits[path] for path in step.effects[0].paths}
        base, left = after_applied(base, left, sent, keys=KIND.list_keys)
    assert ([one["adminUserId"] for one in base["salesReps"]], left) == (["c"], {})


def test_a_refused_removal_leaves_the_other_reps_moved() -> None:
    edits = by_element(BASE, {"salesReps": [], ADD: "c"}, "salesReps", "adminUserId")
    base, left = after_applied(BASE, edits, {ADD: "c", "salesReps[adminUserId=b]": None}, keys=KIND.list_keys)
    assert [one["adminUserId"] for one in base["salesReps"]] == ["a", "c"]
    assert left == {"salesReps[adminUserId=a]": None}


def test_ids_are_quoted_into_the_path() -> None:
    ((_, path),) = calls({"salesReps[adminUserId=x/y z].adminUserId": "x/y z"})
    assert path == "/salesrep/x%2Fy%20z"


@pytest.mark.parametrize("name", ["approve", "deny", "enable", "disable"])
def test_status_actions_put_nothing_to_the_account(name: str) -> None:
    action = next(one for one in KIND.actions if one.name == name)
    request = action.request("42", OPTIONS)
    assert (request.method, request.path) == ("PUT", f"/commerce/customer/b2baccounts/42/status/{name}")
    assert (request.body, request.is_idempotent, request.names_record) == (b"", True, True)
