"""Settling as a service: its results, and that nothing else is sent."""

from __future__ import annotations

from app.services.edit_records import set_values
from app.services.history import list_pushes
from app.services.list_unknown import list_unknown
from app.services.settle import answer
from tests.app.push.shop import KIND, Shop, counts


def lose_one_and_add_another(shop: Shop) -> None:
    shop.with_settings(retry_tries=1).add(["1"])
    shop.fault("lose_answer")
    shop.push()
    shop.add(["2"])


def test_settling_sends_nothing_else(shop: Shop) -> None:
    lose_one_and_add_another(shop)
    assert shop.settle().counts == counts(applied=1)
    assert shop.batches() == [["1"], ["1"]]
    assert list_pushes(shop.workspace)[0].comment == "Settling"


def test_what_only_a_person_can_settle_ends_as_unknown(shop: Shop) -> None:
    shop.add_delete("1")
    shop.fault("lose_answer")
    shop.push()
    result = shop.settle()
    assert (result.counts, result.exit_code) == (counts(unknown=1), 4)
    assert "answer applied or not applied" in shop.outcomes(result.push_id)["1"].message


def test_an_answer_counts_as_a_push_of_one_record(shop: Shop) -> None:
    lose_one_and_add_another(shop)
    result = answer(shop.workspace, shop.connection.id, "1", is_applied=True)
    assert (result.counts, result.total, result.exit_code) == (counts(applied=1), 1, 0)
    assert shop.batches() == [["1"]]


def test_a_vendor_that_is_not_there_leaves_all_unknown(shop: Shop) -> None:
    lose_one_and_add_another(shop)
    shop.fault("status", status=404)
    result = shop.settle()
    assert (result.counts, result.exit_code) == (counts(unknown=1), 4)
    assert "Check the address" in result.stopped_because


def test_what_a_person_is_asked_about_is_what_was_sent_and_not_what_it_is_now(shop: Shop) -> None:
    lose_one_and_add_another(shop)
    (sent,) = list_unknown(shop.workspace, shop.connection.id, KIND.id, limit=5)
    assert sent.record.key == "1"
    values = {one.path: one.new for one in sent.fields}
    set_values(shop.workspace, KIND.id, sent.record.id, {"name": "Another"})
    (later,) = list_unknown(shop.workspace, shop.connection.id, KIND.id, limit=5)
    assert {one.path: one.new for one in later.fields} == values
    assert later.record.edits["name"] == "Another"
