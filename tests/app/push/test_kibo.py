"""Accounts and their sales reps: several requests for one record, in order, each with its own end."""

from __future__ import annotations

from typing import Any

import pytest

from app.values import BaseState
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import counts


@pytest.fixture
def desk(desk_at: Open) -> Desk:
    return desk_at("kibo", records=8)


def accounts(desk: Desk) -> list[str]:
    return sorted(desk.held())


def spare(desk: Desk) -> list[str]:
    """Admin users who are on no account yet."""
    return [str(one["id"]) for one in desk.view()["users"]]


def reps(desk: Desk, key: str) -> set[str]:
    return {one["adminUserId"] for one in desk.held()[key]["salesReps"] or ()}


def rep(user: str) -> dict[str, Any]:
    return {f"salesReps[adminUserId={user}].adminUserId": user}


def test_reps_are_added_and_removed_one_by_one_beside_an_update(desk: Desk) -> None:
    key = next(one for one in accounts(desk) if reps(desk, one))
    gone = min(reps(desk, key))
    kept = reps(desk, key) - {gone}
    new = spare(desk)[:2]
    edits = {"companyOrOrganization": "Ny navn A/S", **rep(new[0]), **rep(new[1])}
    edits[f"salesReps[adminUserId={gone}]"] = None
    record_id = desk.change(desk.read(key), edits)
    sent = len(desk.requests())
    result = desk.push()
    assert result.counts == counts(applied=1), desk.outcomes(result.push_id)
    assert reps(desk, key) == {*kept, *new}
    assert desk.held()[key]["companyOrOrganization"] == "Ny navn A/S"
    assert [one["method"] for one in desk.requests()[sent:]] == ["GET", "PUT", "POST", "POST", "DELETE"]
    record = desk.record(record_id)
    assert record.edits == {}
    assert {one["adminUserId"] for one in record.base["salesReps"]} == {*kept, *new}


def test_a_rep_of_an_account_nobody_read_is_added(desk: Desk) -> None:
    key, user = accounts(desk)[0], spare(desk)[0]
    record_id = desk.save({"id": int(key), **rep(user)})
    result = desk.push()
    assert result.counts == counts(applied=1), desk.outcomes(result.push_id)
    assert user in reps(desk, key)
    assert desk.record(record_id).base_state is BaseState.KNOWN


def test_a_rep_who_is_there_already_is_no_change(desk: Desk) -> None:
    key = next(one for one in accounts(desk) if reps(desk, one))
    user = min(reps(desk, key))
    desk.save({"id": int(key), **rep(user)})
    assert desk.push().counts == counts(skipped=1)
    assert not desk.requests("POST")[1:]  # the one that asks for a token aside


def test_one_refused_rep_leaves_the_others_applied(desk: Desk) -> None:
    key, users = accounts(desk)[0], spare(desk)[:2]
    record_id = desk.change(desk.read(key), {**rep(users[0]), **rep("nobody"), **rep(users[1])})
    result = desk.push()
    (outcome,) = desk.outcomes(result.push_id)
    assert result.counts == counts(refused=1)
    assert outcome.message.startswith("2 of 3 requests were applied.")
    assert {*users} <= reps(desk, key)
    assert list(desk.record(record_id).edits) == ["salesReps[adminUserId=nobody].adminUserId"]


def test_somebody_elses_rep_stays_when_ours_are_emptied(desk: Desk) -> None:
    key = next(one for one in accounts(desk) if reps(desk, one))
    base, user = desk.read(key), spare(desk)[0]
    desk.send(next(iter(desk.kind.plan([desk.pending(desk.change(base, rep(user)))], {}))).request)
    desk.workspace.store.records.remove(desk.kind.id, [1])
    desk.change(base, {"salesReps": []})
    assert desk.push().counts == counts(applied=1)
    assert reps(desk, key) == {user}


@pytest.mark.parametrize(("method", "path"), [("PUT", ""), ("POST", "salesrep"), ("DELETE", "")])
@pytest.mark.parametrize("fault", ["lose_answer", "cut"])
def test_a_lost_answer_of_any_step_is_settled_by_reading(
    desk: Desk, method: str, path: str, fault: str
) -> None:
    key = next(one for one in accounts(desk) if reps(desk, one))
    user, gone = spare(desk)[0], min(reps(desk, key))
    edits = {"taxId": "DK12345678", **rep(user), f"salesReps[adminUserId={gone}]": None}
    desk.change(desk.read(key), edits)
    where = user if path else ""
    desk.fault(fault, match={"method": method, "path": where})
    result = desk.push()
    assert result.counts == counts(applied=1), desk.outcomes(result.push_id)
    assert user in reps(desk, key)
    assert gone not in reps(desk, key)
    assert desk.held()[key]["taxId"] == "DK12345678"
    assert len(desk.requests(method)) == (2 if method == "POST" else 1)


def test_a_token_that_ended_is_renewed_and_the_push_goes_on(desk: Desk) -> None:
    keys = accounts(desk)[:3]
    for key in keys:
        desk.change(desk.read(key), {"taxId": f"DK{key}"})
    desk.fault("status", status=401, match={"method": "PUT"}, after=1)
    result = desk.push()
    assert result.counts == counts(applied=3), (result, desk.outcomes(result.push_id))


def test_a_sign_in_that_is_refused_for_good_stops_the_run(desk: Desk) -> None:
    for key in accounts(desk)[:3]:
        desk.change(desk.read(key), {"taxId": f"DK{key}"})
    desk.fault("status", status=401, times=0, match={"method": "PUT"})
    result = desk.push()
    assert result.counts == counts(skipped=3)
    assert result.exit_code == 5
    assert all(desk.record(one).edits for one in (1, 2, 3))


def test_what_was_kept_back_counts_when_the_rest_is_settled_later(desk: Desk) -> None:
    key, user = accounts(desk)[0], spare(desk)[0]
    record_id = desk.change(desk.read(key), {"taxId": "DK12345678", **rep(user)})
    desk.with_settings(retry_tries=1)
    desk.fault("lose_answer", times=0, match={"method": "PUT"})
    desk.fault("status", status=502, times=0, match={"method": "GET"}, after=1)
    lost = desk.push()
    assert lost.counts == counts(unknown=1)
    desk.clear_faults()
    result = desk.settle()
    assert result.counts == counts(skipped=1)
    for push_id in (lost.push_id, result.push_id):
        (outcome,) = desk.outcomes(push_id)
        assert outcome.message.startswith("1 of 2 requests was applied.")
    assert desk.record(record_id).outcome_reason == "unknown-before"
    assert list(desk.record(record_id).edits) == [f"salesReps[adminUserId={user}].adminUserId"]
    assert desk.push().counts == counts(applied=1)
    assert user in reps(desk, key)


@pytest.mark.parametrize("field", ["tenant", "site"])
def test_a_tenant_that_does_not_exist_is_no_reason_to_call_accounts_gone(desk: Desk, field: str) -> None:
    key = accounts(desk)[0]
    record_id = desk.change(desk.read(key), {"priceList": "Ø"})
    credentials = desk.workspace.credentials
    known = credentials.get(desk.connection.credential_id)
    credentials.keep_for_session(desk.connection.credential_id, {**known, field: "1"})
    result = desk.push()
    assert (result.counts, result.exit_code) == (counts(skipped=1), 5)
    assert f"There is no such {field}." in result.stopped_because
    assert "address, tenant and site" in result.stopped_because
    after = desk.record(record_id)
    assert (after.conflicts, after.edits) == ((), {"priceList": "Ø"})
