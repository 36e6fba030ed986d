"""Undoing pushes of accounts: reps gained go, reps lost come back, fields are put back, the rest stays."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.errors import NotAllowed
from app.jobs import JobContext
from app.records.change import Edits
from app.services.act import run_action
from app.services.edit_records import set_values
from app.services.review_undo import dry_run_undo
from app.values import PushResult, SkipReason
from tests.app.conftest import StoppedClock
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import counts
from tests.app.push.test_kibo import rep, reps, spare
from tests.app.push.undoing import became, elsewhere, review, told, undone, words


@pytest.fixture
def desk(desk_at: Open) -> Desk:
    return desk_at("kibo", records=8)


def with_reps(desk: Desk) -> str:
    return next(key for key in sorted(desk.held()) if reps(desk, key))


def test_fields_and_reps_are_put_back_in_one_undo(desk: Desk) -> None:
    key = with_reps(desk)
    before, lost, gained = desk.held()[key], min(reps(desk, key)), spare(desk)[:2]
    edits: Edits = {"taxId": "DK9", "externalId": None, f"salesReps[adminUserId={lost}]": None}
    record_id = desk.change(desk.read(key), {**edits, **rep(gained[0]), **rep(gained[1])})
    pushed = desk.push()
    assert review(desk, pushed.push_id).ready == 1
    result = undone(desk, pushed.push_id)
    after = desk.held()[key]
    assert (result.counts, result.exit_code) == (counts(applied=1), 0)
    assert became(desk, result.push_id) == {key: "reversed"}
    assert reps(desk, key) == {one["adminUserId"] for one in before["salesReps"]}
    assert (after["taxId"], after["externalId"]) == (before["taxId"], before["externalId"])
    assert desk.record(record_id).edits == {}


def test_a_record_nobody_had_read_is_put_back_from_what_was_read_right_before(desk: Desk) -> None:
    key = min(desk.held())
    before = desk.held()[key]["taxId"]
    desk.save({"id": int(key), "taxId": "DK9"})
    undone(desk, desk.push().push_id)
    assert desk.held()[key]["taxId"] == before


def test_a_field_that_somebody_changed_since_is_kept_and_the_others_are_put_back(desk: Desk) -> None:
    key = min(desk.held())
    before = desk.held()[key]
    record_id = desk.change(desk.read(key), {"taxId": "DK9", "externalId": "C-9"})
    pushed = desk.push()
    elsewhere(desk, key, {"taxId": "DK-OTHER"})
    result = undone(desk, pushed.push_id)
    after = desk.held()[key]
    assert (after["taxId"], after["externalId"]) == ("DK-OTHER", before["externalId"])
    assert became(desk, result.push_id) == {key: "kept"}
    assert (result.counts, result.exit_code) == (counts(applied=1), 3)
    assert words(desk, result.push_id) == "Tax id was changed since: it is “DK-OTHER” now."
    assert (desk.record(record_id).edits, desk.record(record_id).conflicts) == ({}, ())


def test_a_record_of_which_all_was_touched_is_left_without_a_trace_of_the_undo(desk: Desk) -> None:
    key = min(desk.held())
    record_id = desk.change(desk.read(key), {"taxId": "DK9"})
    pushed = desk.push()
    elsewhere(desk, key, {"taxId": "DK-OTHER"})
    result = undone(desk, pushed.push_id)
    assert (result.counts, became(desk, result.push_id)) == (counts(skipped=1), {key: "kept"})
    assert told(desk, result.push_id)[0].reason == SkipReason.CONFLICT
    assert (desk.record(record_id).edits, desk.record(record_id).busy) == ({}, "")
    assert desk.held()[key]["taxId"] == "DK-OTHER"


def test_a_rep_who_was_there_before_is_never_removed(desk: Desk) -> None:
    key = with_reps(desk)
    there, new = min(reps(desk, key)), spare(desk)[0]
    record_id = desk.save({"id": int(key), **rep(there), **rep(new)})
    pushed = desk.push()
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {key: "reversed"}
    assert there in reps(desk, key)
    assert new not in reps(desk, key)
    assert desk.record(record_id).edits == {}


def test_a_rep_whom_the_vendor_had_already_stays(desk: Desk) -> None:
    key, user = min(desk.held()), spare(desk)[0]
    desk.change(desk.read(key), rep(user))
    body = {"errorCode": "ITEM_ALREADY_EXISTS", "message": "The rep is already assigned."}
    desk.fault("status", status=409, body=body, apply="before", match={"method": "POST", "path": user})
    pushed = desk.push()
    result = undone(desk, pushed.push_id)
    assert user in reps(desk, key)
    assert became(desk, result.push_id) == {key: "kept"}
    assert "was so already" in words(desk, result.push_id)


def test_a_rep_whom_somebody_took_away_since_is_no_work(desk: Desk) -> None:
    key, user = min(desk.held()), spare(desk)[0]
    desk.change(desk.read(key), rep(user))
    pushed = desk.push()
    elsewhere(desk, key, {f"salesReps[adminUserId={user}]": None})
    result = undone(desk, pushed.push_id)
    assert (became(desk, result.push_id), result.exit_code) == ({key: "reversed"}, 0)
    assert result.counts == counts(skipped=1)


def test_only_what_was_applied_is_reversed(desk: Desk) -> None:
    key, user = min(desk.held()), spare(desk)[0]
    record_id = desk.change(desk.read(key), {**rep(user), **rep("nobody")})
    pushed = desk.push()
    assert pushed.counts == counts(refused=1)
    result = undone(desk, pushed.push_id)
    assert (result.counts, became(desk, result.push_id)) == (counts(applied=1), {key: "reversed"})
    assert user not in reps(desk, key)
    assert list(desk.record(record_id).edits) == ["salesReps[adminUserId=nobody].adminUserId"]


def test_what_a_person_has_pending_is_neither_sent_nor_lost(desk: Desk) -> None:
    key = min(desk.held())
    before = desk.held()[key]
    record_id = desk.change(desk.read(key), {"taxId": "DK9", "externalId": "C-9"})
    pushed = desk.push()
    set_values(desk.workspace, desk.kind.id, record_id, {"taxId": "DK-MINE", "priceList": "GOLD"})
    result = undone(desk, pushed.push_id)
    after = desk.held()[key]
    assert (after["taxId"], after["externalId"], after["priceList"]) == (
        "DK9",
        before["externalId"],
        before["priceList"],
    )
    assert desk.record(record_id).edits == {"taxId": "DK-MINE", "priceList": "GOLD"}
    assert became(desk, result.push_id) == {key: "kept"}
    assert words(desk, result.push_id) == "Tax id has a change of yours that was not pushed yet."


def test_nothing_of_other_records_travels_along(desk: Desk) -> None:
    key, another = sorted(desk.held())[:2]
    desk.change(desk.read(key), {"taxId": "DK9"})
    pushed = desk.push()
    pending = desk.change(desk.read(another), {"taxId": "DK-PENDING"})
    result = undone(desk, pushed.push_id)
    assert list(became(desk, result.push_id)) == [key]
    assert desk.record(pending).edits == {"taxId": "DK-PENDING"}


def test_an_undo_is_undone_like_any_push(desk: Desk) -> None:
    key, user = min(desk.held()), spare(desk)[0]
    desk.change(desk.read(key), {"taxId": "DK9", **rep(user)})
    pushed = desk.push()
    first = undone(desk, pushed.push_id)
    second = undone(desk, first.push_id)
    assert became(desk, second.push_id) == {key: "reversed"}
    assert (desk.held()[key]["taxId"], user in reps(desk, key)) == ("DK9", True)
    history = desk.workspace.store.history
    assert [history.push(one.push_id).undoes for one in (first, second)] == [pushed.push_id, first.push_id]
    assert history.push(pushed.push_id).undone_by == (first.push_id,)


def test_undone_twice_sends_nothing_the_second_time(desk: Desk) -> None:
    key = min(desk.held())
    desk.change(desk.read(key), {"taxId": "DK9"})
    pushed = desk.push()
    undone(desk, pushed.push_id)
    sent = len(desk.requests("PUT"))
    again = undone(desk, pushed.push_id)
    assert (again.counts, again.exit_code) == (counts(skipped=1), 0)
    assert became(desk, again.push_id) == {key: "reversed"}
    assert len(desk.requests("PUT")) == sent


def test_what_was_changed_again_by_a_later_push_is_kept(desk: Desk) -> None:
    key = min(desk.held())
    record_id = desk.change(desk.read(key), {"taxId": "DK9"})
    pushed = desk.push()
    set_values(desk.workspace, desk.kind.id, record_id, {"taxId": "DK10"})
    desk.push()
    assert review(desk, pushed.push_id).ids["kept"] == (record_id,)
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {key: "kept"}
    assert desk.held()[key]["taxId"] == "DK10"


def test_a_contact_comes_and_goes(desk: Desk) -> None:
    key = min(desk.held())
    before = [one["email"] for one in desk.held()[key]["contacts"]]
    desk.change(desk.read(key), {"contacts[+1].email": "ny@example.com", "contacts[+1].firstName": "Ny"})
    pushed = desk.push()
    assert len(desk.held()[key]["contacts"]) == len(before) + 1
    result = undone(desk, pushed.push_id)
    assert [one["email"] for one in desk.held()[key]["contacts"]] == before
    assert became(desk, result.push_id) == {key: "reversed"}


def test_a_contact_that_was_removed_comes_back_under_another_number_which_is_said(desk: Desk) -> None:
    key = next(one for one in sorted(desk.held()) if desk.held()[one]["contacts"])
    contact = desk.held()[key]["contacts"][0]
    desk.change(desk.read(key), {f"contacts[id={contact['id']}]": None})
    result = undone(desk, desk.push().push_id)
    (back,) = [one for one in desk.held()[key]["contacts"] if one["email"] == contact["email"]]
    assert back["id"] != contact["id"]
    assert (back["firstName"], back["phoneNumbers"]["work"]) == (
        contact["firstName"],
        contact["phoneNumbers"]["work"],
    )
    assert became(desk, result.push_id) == {key: "impossible"}
    assert "old number is gone" in words(desk, result.push_id)


def act(desk: Desk, name: str, *keys: str) -> PushResult:
    return run_action(
        desk.workspace,
        JobContext(),
        desk.connection.id,
        kind=desk.kind.id,
        name=name,
        keys=keys,
        is_confirmed=True,
    )


def read(desk: Desk, *keys: str) -> None:
    for key in keys:
        desk.change(desk.read(key), {})


def test_disable_is_undone_by_enable_where_it_did_something(desk: Desk) -> None:
    active = next(key for key, one in desk.held().items() if one["isActive"])
    inactive = next((key for key, one in desk.held().items() if not one["isActive"]), "")
    keys = [key for key in (active, inactive) if key]
    read(desk, *keys)
    result = undone(desk, act(desk, "disable", *keys).push_id)
    assert {key: desk.held()[key]["isActive"] for key in keys} == {key: key == active for key in keys}
    assert set(became(desk, result.push_id).values()) == {"reversed"}
    again = undone(desk, result.push_id)
    assert desk.held()[active]["isActive"] is False
    assert became(desk, again.push_id) == {active: "reversed"}


def test_an_approval_cannot_be_undone(desk: Desk) -> None:
    key = next(
        one for one in desk.held() if reps(desk, one) and desk.held()[one]["approvalStatus"] != "Approved"
    )
    read(desk, key)
    pushed = act(desk, "approve", key)
    assert pushed.counts == counts(applied=1)
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {key: "impossible"}
    assert words(desk, result.push_id) == "“Approve” cannot be undone."


def test_an_account_that_was_enabled_again_by_somebody_is_no_work(desk: Desk) -> None:
    key = next(key for key, one in desk.held().items() if one["isActive"])
    read(desk, key)
    pushed = act(desk, "disable", key)
    enable = next(one for one in desk.kind.actions if one.name == "enable")
    desk.send(enable.request(key, desk.options))
    sent = len(desk.requests("PUT"))
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {key: "reversed"}
    assert len(desk.requests("PUT")) == sent


def test_a_push_with_unknown_outcomes_is_settled_first(desk: Desk) -> None:
    key = min(desk.held())
    desk.change(desk.read(key), {"taxId": "DK9"})
    desk.with_settings(retry_tries=1)
    desk.fault("lose_answer", times=0, match={"method": "PUT"})
    desk.fault("status", status=503, times=0, match={"method": "GET", "path": key}, after=1)
    pushed = desk.push()
    assert pushed.counts == counts(unknown=1)
    with pytest.raises(NotAllowed, match="unknown outcome"):
        undone(desk, pushed.push_id)
    desk.clear_faults()
    desk.settle()
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {key: "reversed"}


def test_a_record_whose_last_request_is_open_is_left_alone(desk: Desk) -> None:
    key = min(desk.held())
    record_id = desk.change(desk.read(key), {"taxId": "DK9"})
    pushed = desk.push()
    desk.workspace.store.records.save([replace(desk.record(record_id), busy="unknown")])
    result = undone(desk, pushed.push_id)
    assert became(desk, result.push_id) == {key: "kept"}
    assert desk.record(record_id).busy == "unknown"


def test_what_the_review_shows_is_what_is_sent(desk: Desk) -> None:
    key, user = min(desk.held()), spare(desk)[0]
    desk.change(desk.read(key), {"taxId": "DK9", **rep(user)})
    pushed = desk.push()
    shown = list(dry_run_undo(desk.workspace, pushed.push_id))
    before = len(desk.requests())
    undone(desk, pushed.push_id)
    sent = [one for one in desk.requests()[before:] if one["method"] != "GET"]
    assert [one.method for one in shown] == [one["method"] for one in sent] == ["PUT", "DELETE"]
    assert json.loads(shown[0].body) == sent[0]["body"]


def test_once_its_requests_are_forgotten_a_push_cannot_be_undone(desk: Desk, clock: StoppedClock) -> None:
    key = min(desk.held())
    desk.change(desk.read(key), {"taxId": "DK9"})
    pushed = desk.push()
    clock.advance(366 * 86_400)
    desk.change(desk.read(sorted(desk.held())[1]), {"taxId": "DK9"})
    desk.push()
    with pytest.raises(NotAllowed, match="no longer kept"):
        undone(desk, pushed.push_id)
