"""Unknown outcomes: repeated where that is safe, else answered by a person."""

from __future__ import annotations

import pytest

from app.errors import NotAllowed, NotFound
from app.services.edit_records import delete_records, revert_records, set_values
from app.services.history import list_pushes
from app.services.settle import answer
from app.values import BaseState, Outcome
from tests.app.push.shop import KIND, Shop, counts


def lose(shop: Shop, *numbers: str, fault: str = "lose_answer") -> list[int]:
    """Push new customers whose every answer is lost, with the simulator healed afterwards."""
    ids = shop.add(numbers)
    shop.fault(fault, times=0)
    assert shop.push().counts == counts(unknown=len(numbers))
    shop.clear_faults()
    return ids


@pytest.mark.parametrize("fault", ["lose_answer", "reject_before", "cut"])
def test_settling_repeats_the_very_same_bytes(shop: Shop, fault: str) -> None:
    ids = lose(shop, "1", "2", fault=fault)
    before = shop.requests()
    result = shop.settle()
    assert (result.counts, result.exit_code) == (counts(applied=2), 0)
    (repeat,) = shop.requests()[len(before) :]
    assert repeat["body"] == before[0]["body"]
    assert sorted(shop.held()) == ["1", "2"]
    assert all(shop.record(one).base_state is BaseState.KNOWN and not shop.record(one).busy for one in ids)


def test_a_push_settles_first(shop: Shop) -> None:
    lose(shop, "1")
    shop.add(["2"])
    sent = len(shop.requests())
    assert shop.push().counts == counts(applied=2)
    assert shop.batches()[sent:] == [["1"], ["2"]]


def test_history_tells_of_the_settlement_in_the_push_that_lost_it(shop: Shop) -> None:
    lose(shop, "1")
    shop.settle()
    (outcome,) = shop.outcomes(1).values()
    assert (outcome.outcome, outcome.reason) == (Outcome.APPLIED, "settled-later")


def test_settling_nothing_sends_nothing(shop: Shop) -> None:
    shop.add(["1"])
    result = shop.settle()
    assert (result.counts, result.exit_code) == (counts(), 0)
    assert shop.requests() == []
    assert shop.record(1).change == "added"
    assert not list_pushes(shop.workspace)


def test_switches_changed_since_do_not_change_the_repeat(shop: Shop) -> None:
    lose(shop, "1", "2")
    body = shop.requests()[0]["body"]
    shop.with_options(batch_size=1, addresses_sync_mode="replace")
    shop.settle()
    assert shop.requests()[-1]["body"] == body


def test_only_the_untouched_part_of_a_batch_is_repeated(shop: Shop) -> None:
    ids = lose(shop, "1", "2", "3")
    sent = len(shop.requests())
    set_values(shop.workspace, KIND.id, ids[1], {"name": "Later"})
    result = shop.settle()
    assert result.counts == counts(applied=2, unknown=1)
    assert shop.batches()[sent:] == [["1", "3"]]
    edited = shop.outcomes(result.push_id)["2"]
    assert "it was edited since" in edited.message
    assert shop.record(ids[1]).busy == "unknown"
    assert shop.settle().counts == counts(unknown=1)
    assert len(shop.batches()) == sent + 1


def test_an_edit_taken_back_makes_a_record_repeatable_again(shop: Shop) -> None:
    (record_id,) = lose(shop, "1")
    set_values(shop.workspace, KIND.id, record_id, {"name": "Later"})
    assert shop.settle().counts == counts(unknown=1)
    set_values(shop.workspace, KIND.id, record_id, {"name": "Kunde 1 Å"})
    assert shop.settle().counts == counts(applied=1)


def test_applied_by_a_persons_word_moves_base_by_what_was_sent(shop: Shop) -> None:
    ids = lose(shop, "1", "2")
    sent = len(shop.requests())
    set_values(shop.workspace, KIND.id, ids[0], {"name": "Later"})
    result = answer(shop.workspace, shop.connection.id, "1", is_applied=True)
    assert (result.counts, result.exit_code) == (counts(applied=1), 0)
    record = shop.record(ids[0])
    assert (record.base["name"], record.edits, record.busy) == ("Kunde 1 Å", {"name": "Later"}, "")
    assert record.is_key_locked
    assert shop.record(ids[1]).busy == "unknown"
    assert len(shop.requests()) == sent


def test_not_applied_by_a_persons_word_frees_the_record(shop: Shop) -> None:
    (record_id,) = lose(shop, "1")
    result = answer(shop.workspace, shop.connection.id, f"#{record_id}", is_applied=False)
    assert (result.counts, result.exit_code) == (counts(failed=1), 3)
    record = shop.record(record_id)
    assert (record.base, record.busy, record.outcome) == ({}, "", "failed")
    assert not shop.workspace.store.journal.has_open(shop.connection.id)
    assert shop.push(only_failed=True).counts == counts(applied=1)


def test_a_persons_word_needs_no_sign_in(shop: Shop) -> None:
    lose(shop, "1")
    shop.workspace.credentials.delete(shop.connection.credential_id)
    assert answer(shop.workspace, shop.connection.id, "1", is_applied=True).counts == counts(applied=1)


def test_the_rest_of_an_answered_batch_is_still_settled(shop: Shop) -> None:
    lose(shop, "1", "2", "3")
    answer(shop.workspace, shop.connection.id, "2", is_applied=True)
    sent = len(shop.requests())
    assert shop.settle().counts == counts(applied=2)
    assert shop.batches()[sent:] == [["1", "3"]]


def test_an_answered_delete_leaves_the_lists(shop: Shop) -> None:
    record_id = shop.add_delete("1")
    shop.fault("lose_answer")
    shop.push()
    answer(shop.workspace, shop.connection.id, "1", is_applied=True)
    record = shop.record(record_id)
    assert (record.base_state, record.change, record.is_deleting) == (BaseState.ABSENT, "", False)


def test_only_what_is_unknown_can_be_answered(shop: Shop) -> None:
    shop.add(["1"])
    shop.push()
    with pytest.raises(NotAllowed, match="is not unknown"):
        answer(shop.workspace, shop.connection.id, "1", is_applied=True)
    with pytest.raises(NotFound, match="There is no customer “9”"):
        answer(shop.workspace, shop.connection.id, "9", is_applied=True)
    with pytest.raises(NotFound, match="No record was named"):
        answer(shop.workspace, shop.connection.id, "", is_applied=True)


def test_an_unknown_one_is_answered_once(shop: Shop) -> None:
    """Two who answer at once: the second finds the request taken over."""
    lose(shop, "1")
    journal = shop.workspace.store.journal
    entry = journal.entry(journal.in_state("unknown", connection_id=shop.connection.id)[0])
    answer(shop.workspace, shop.connection.id, "1", is_applied=True)
    with shop.workspace.store.database.write() as sql, pytest.raises(NotAllowed, match="settled just now"):
        journal.replan(sql, entry.push_id, entry, [], [(entry.step, "unknown")])


def test_an_unknown_record_is_neither_deleted_nor_reverted(shop: Shop) -> None:
    (record_id,) = lose(shop, "1")
    with pytest.raises(NotAllowed, match="nobody knows yet"):
        delete_records(shop.workspace, KIND.id, [record_id])
    with pytest.raises(NotAllowed, match="nobody knows yet"):
        revert_records(shop.workspace, KIND.id, [record_id])


def test_a_refusal_after_a_lost_attempt_stays_unknown(shop: Shop) -> None:
    shop.add(["1", "2", "3"], bad=["2"])
    shop.fault("lose_answer")
    result = shop.push()
    assert shop.outcome_words(result.push_id) == {"1": "applied", "2": "unknown", "3": "applied"}
    assert "may have been applied" in shop.outcomes(result.push_id)["2"].message


def test_a_settlement_that_is_stopped_leaves_unknown(shop: Shop) -> None:
    (record_id,) = lose(shop, "1")
    shop.fault("status", status=401)
    result = shop.settle()
    assert result.counts == counts(unknown=1)
    assert shop.record(record_id).busy == "unknown"
    assert shop.settle().counts == counts(applied=1)
