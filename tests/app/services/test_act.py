"""Actions of vendors: what is asked, what is left alone, what comes back, and what a lost one becomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.errors import ConfirmationNeeded, NotAllowed, NotFound, Offline, UsageError
from app.jobs import JobContext
from app.services.history import list_pushes
from app.services.settle import answer
from app.values import Outcome, SkipReason
from tests.app.push.shop import counts
from tests.app.services.place import Place

Connect = Callable[..., Place]


@pytest.fixture
def market(place: Connect) -> Place:
    """A read marketplace with buyers that have ERP ids and buyers without."""
    opened = place("softwareone", records=40)
    opened.pull()
    opened.forget_requests()
    return opened


def with_erp_ids(market: Place, number: int = 2) -> list[str]:
    known = [one.key for one in market.listed() if one.base.get("externalIds", {}).get("erpCompanyContact")]
    return known[:number]


def test_an_action_is_asked_about_once_with_its_count(market: Place) -> None:
    with pytest.raises(ConfirmationNeeded, match=r"Synchronize with ERP: 2 buyers in Place \(test\).*ERP"):
        market.act("synchronize", *with_erp_ids(market), is_confirmed=False)
    assert market.requests() == []


def test_what_the_vendor_answers_is_merged(market: Place) -> None:
    keys = with_erp_ids(market)
    before = {key: market.record(key).base["revision"] for key in keys}
    result = market.act("synchronize", *keys)
    assert (result.counts, result.exit_code) == (counts(applied=2), 0)
    held = {one["id"]: one["revision"] for one in market.at_vendor()}
    for key in keys:
        assert market.record(key).base["revision"] == held[key] > before[key]
        assert market.record(key).busy == ""
    assert market.pull().changed == 0


def test_errors_that_the_vendor_found_are_shown(market: Place) -> None:
    (key,) = with_erp_ids(market, 1)
    market.behave(synchronize="errors")
    market.act("synchronize", key)
    assert market.record(key).base["status"] == "Mismatch"
    assert market.record(key).problems


def test_rows_that_cannot_take_it_are_left_alone_with_the_reason(market: Place) -> None:
    good, pending, unknown = with_erp_ids(market, 3)
    bare = next(one.key for one in market.listed() if one.key not in with_erp_ids(market, 100))
    market.put(replace(market.record(pending), edits={"name": "Mine"}))
    market.put(replace(market.record(unknown), busy="unknown"))
    result = market.act("synchronize", good, pending, unknown, bare)
    assert (result.counts, result.exit_code) == (counts(applied=1, skipped=3), 3)
    found = market.outcomes(result)
    assert "pending changes" in found[pending].message
    assert found[unknown].reason == SkipReason.UNKNOWN_BEFORE
    assert "without ERP ids" in found[bare].message
    assert (market.record(unknown).busy, market.record(pending).edits) == ("unknown", {"name": "Mine"})
    assert len(market.requests("/synchronize")) == 1


def test_a_refusal_is_told_in_the_vendors_words(market: Place) -> None:
    (key,) = with_erp_ids(market, 1)
    market.behave(synchronize="conflict")
    result = market.act("synchronize", key)
    assert result.counts == counts(refused=1)
    assert "synchronized by somebody else" in market.outcomes(result)[key].message


def test_a_lost_synchronize_stays_unknown_and_only_a_person_repeats_it(market: Place) -> None:
    (key,) = with_erp_ids(market, 1)
    market.fault("lose_answer", match={"path": "/synchronize"})
    result = market.act("synchronize", key)
    assert (result.counts, result.exit_code) == (counts(unknown=1), 4)
    assert market.record(key).busy == "unknown"
    assert market.act("synchronize", key).counts == counts(skipped=1)
    assert len(market.requests("/synchronize")) == 1
    told = answer(market.workspace, market.connection.id, key, is_applied=False)
    assert told.counts == counts(failed=1)
    assert market.act("synchronize", key).counts == counts(applied=1)


def test_a_lost_disable_is_repeated_byte_for_byte(market: Place) -> None:
    key = market.listed()[0].key
    market.fault("reject_before", match={"path": "/disable"})
    assert market.act("disable", key).counts == counts(applied=1)
    assert len(market.requests("/disable")) == 2


@pytest.mark.parametrize(("is_leaving", "state"), [(True, "interrupted"), (False, "stopped")])
def test_an_action_tells_the_end_of_the_program_from_stop(
    market: Place, *, is_leaving: bool, state: str
) -> None:
    context = JobContext()
    context.cancel(is_leaving=is_leaving)
    result = market.act("synchronize", *with_erp_ids(market), context=context)
    assert result.counts == counts(skipped=2)
    assert list_pushes(market.workspace)[0].state == state


def test_an_action_needs_a_vendor_that_is_there(market: Place) -> None:
    (key,) = with_erp_ids(market, 1)
    away = replace(market.connection, base_url="http://127.0.0.1:9")
    market.workspace.store.connections.update(away)
    result = market.with_settings(retry_tries=1).act("synchronize", key)
    assert (result.counts[Outcome.APPLIED], result.exit_code) == (0, 5)
    assert isinstance(result.error, Offline)
    assert (market.record(key).busy, market.requests()) == ("", [])


def test_an_action_that_is_refused_for_all_stops(market: Place) -> None:
    market.fault("status", status=401, times=0, match={"method": "POST"})
    result = market.act("synchronize", *with_erp_ids(market))
    assert (result.counts, result.exit_code) == (counts(skipped=2), 5)
    assert "did not take this sign-in" in result.stopped_because


def test_an_action_is_in_the_history_like_a_push(market: Place) -> None:
    (key,) = with_erp_ids(market, 1)
    result = market.act("synchronize", key)
    history = market.workspace.store.history
    assert history.push(result.push_id).comment == "Synchronize with ERP"
    assert history.requests(result.push_id)[0].keys == (key,)
    assert history.outcomes(result.push_id)[0].outcome is Outcome.APPLIED


def test_a_record_is_read_right_before_and_kept_as_it_was(market: Place) -> None:
    key = next(one.key for one in market.listed() if one.base["status"] == "Enabled")
    result = market.act("disable", key)
    record = market.record(key)
    (frozen,) = market.workspace.store.journal.frozen_of_push(result.push_id, [record.id])
    assert [one["method"] for one in market.requests()] == ["GET", "POST"]
    assert frozen.before_seen == {"status": "Enabled"}
    assert record.base["status"] == "Disabled"


def test_what_was_deleted_since_is_refused_unsent(market: Place) -> None:
    key = market.listed()[0].key
    market.fault("status", status=404, match={"method": "GET", "path": key})
    result = market.act("disable", key)
    assert result.counts == counts(refused=1)
    assert market.requests("/disable") == []


def test_kibo_approves_only_accounts_with_a_rep(place: Connect) -> None:
    opened = place("kibo", records=12)
    opened.pull()
    held = {str(one["id"]): one for one in opened.at_vendor()}
    without = next(key for key, one in held.items() if not one["salesReps"])
    waiting = next(key for key, one in held.items() if one["salesReps"] and one["approvalStatus"] != "Approved")
    result = opened.act("approve", without, waiting)
    assert result.counts == counts(applied=1, skipped=1)
    assert "sales rep" in opened.outcomes(result)[without].message
    assert opened.record(waiting).base["approvalStatus"] == "Approved"


@pytest.mark.parametrize(
    ("name", "key", "error", "words"),
    [
        ("explode", "BUY-1", UsageError, "They have: synchronize, enable, disable"),
        ("enable", "BUY-0000-0000", NotFound, "no buyer"),
    ],
)
def test_what_is_not_there_is_refused_before_anything_is_sent(
    market: Place, name: str, key: str, error: Any, words: str
) -> None:
    with pytest.raises(error, match=words):
        market.act(name, key)
    assert market.requests() == []


def test_no_action_beside_a_pull(market: Place) -> None:
    with (
        market.workspace.store.journal.reading(market.connection),
        pytest.raises(NotAllowed, match="being read"),
    ):
        market.act("enable", market.listed()[0].key)
