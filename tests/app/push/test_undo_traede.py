"""Undoing pushes of customers: nobody reads them, so a person names each; or a list shows what was before."""

from __future__ import annotations

import pytest

from app.errors import ConfirmationNeeded
from app.jobs import JobContext
from app.services.edit_records import set_values
from app.services.pull import pull
from app.values import BaseState
from tests.app.push.shop import KIND, Shop, counts
from tests.app.push.test_relisting import change
from tests.app.push.undoing import became, review, told, undone, words


def test_an_add_is_deleted_only_when_a_person_names_it(shop: Shop) -> None:
    shop.add(["1", "2", "3"])
    pushed = shop.push()
    seen = review(shop, pushed.push_id)
    assert (seen.ready, seen.unnamed, len(seen.ids["impossible"])) == (0, 3, 3)
    assert "deleted only after you named it" in " ".join(seen.notes)
    result = undone(shop, pushed.push_id, "2")
    assert result.counts == counts(applied=1, skipped=2)
    assert became(shop, result.push_id) == {"1": "impossible", "2": "reversed", "3": "impossible"}
    assert sorted(shop.held()) == ["1", "3"]
    assert "TRAEDE may have had it before this push." in told(shop, result.push_id)[0].message


def test_nothing_is_sent_where_nobody_is_named(shop: Shop) -> None:
    shop.add(["1"])
    pushed = shop.push()
    sent = len(shop.requests())
    result = undone(shop, pushed.push_id)
    assert (result.counts, result.exit_code) == (counts(skipped=1), 3)
    assert len(shop.requests()) == sent


def test_a_change_cannot_be_undone_where_nobody_could_read_it(shop: Shop) -> None:
    (record_id,) = shop.add(["1"])
    shop.push()
    set_values(shop.workspace, KIND.id, record_id, {"name": "Another"})
    pushed = shop.push()
    result = undone(shop, pushed.push_id)
    assert became(shop, result.push_id) == {"1": "impossible"}
    assert words(shop, result.push_id) == "TRAEDE cannot be read, so what stood there before is not known."


def test_an_added_customer_that_was_changed_since_is_kept_even_when_named(shop: Shop) -> None:
    (record_id,) = shop.add(["1"])
    pushed = shop.push()
    set_values(shop.workspace, KIND.id, record_id, {"name": "Another"})
    later = shop.push()
    result = undone(shop, pushed.push_id, "1")
    assert words(shop, result.push_id) == f"It was changed since by push {later.push_id}."
    assert list(shop.held()) == ["1"]


def test_a_refused_customer_is_no_part_of_it(shop: Shop) -> None:
    shop.add(["1", "2"], bad=["2"])
    pushed = shop.push()
    seen = review(shop, pushed.push_id, "1")
    result = undone(shop, pushed.push_id, "1")
    assert (seen.not_applied, seen.ready) == (1, 1)
    assert became(shop, result.push_id) == {"1": "reversed"}
    assert [one.key for one in shop.workspace.store.records.pending(KIND.id, shop.connection.id)] == ["2"]


def test_customers_found_by_halving_a_batch_are_undone_too(shop: Shop) -> None:
    numbers = [str(number) for number in range(1, 7)]
    shop.add(numbers, bad=["4"])
    pushed = shop.push()
    result = undone(shop, pushed.push_id, *[one for one in numbers if one != "4"])
    assert set(became(shop, result.push_id)) == set(numbers) - {"4"}
    assert shop.held() == {}


def test_the_guard_asks_before_many_deletes(shop: Shop) -> None:
    numbers = [str(number) for number in range(1, 4)]
    shop.add(numbers)
    pushed = shop.push()
    shop.with_settings(guard_deletes=2)
    with pytest.raises(ConfirmationNeeded, match="delete 3 records"):
        undone(shop, pushed.push_id, *numbers, is_confirmed=False)
    assert len(shop.held()) == 3
    assert undone(shop, pushed.push_id, *numbers).counts == counts(applied=3)


def test_a_lost_answer_leaves_it_open_until_a_person_answers(shop: Shop) -> None:
    shop.add(["1"])
    pushed = shop.push()
    shop.fault("lose_answer")
    result = undone(shop, pushed.push_id, "1")
    assert (result.counts, result.exit_code) == (counts(unknown=1), 4)
    assert became(shop, result.push_id) == {"1": "open"}


@pytest.fixture
def listed(shop: Shop) -> Shop:
    """A shop whose TRAEDE gives a list, with two customers that were read."""
    shop.behave(get_customers=True)
    shop.hold(["1", "2"])
    shop.with_options(try_get_customers=True)
    pull(shop.workspace, JobContext(), shop.connection.id)
    return shop


def renamed(listed: Shop) -> int:
    """Push another name of customer 1, and a discount it had none of."""
    record = listed.workspace.store.records.by_key(KIND.id, listed.connection.id, "1")
    assert record is not None
    set_values(listed.workspace, KIND.id, record.id, {"name": "Ny", "discount_percentage": "5"})
    return listed.push().push_id


def test_where_the_list_showed_it_a_change_is_put_back(listed: Shop) -> None:
    before = listed.held()["1"]
    result = undone(listed, renamed(listed))
    assert became(listed, result.push_id) == {"1": "reversed"}
    assert listed.held()["1"]["name"] == before["name"]
    assert listed.held()["1"].get("discount_percentage") == before.get("discount_percentage")


def test_what_the_list_shows_to_be_touched_is_kept(listed: Shop) -> None:
    pushed = renamed(listed)
    change(listed, "1", name="Others")
    result = undone(listed, pushed)
    assert became(listed, result.push_id) == {"1": "kept"}
    assert words(listed, result.push_id) == "Name was changed since: it is “Others” now."
    assert (listed.held()["1"]["name"], listed.held()["1"].get("discount_percentage")) == ("Others", None)


def test_once_the_list_is_switched_off_nothing_is_put_back_unseen(listed: Shop) -> None:
    pushed = renamed(listed)
    listed.with_options(try_get_customers=False)
    result = undone(listed, pushed)
    assert became(listed, result.push_id) == {"1": "impossible"}
    assert "cannot be read now" in words(listed, result.push_id)
    assert listed.held()["1"]["name"] == "Ny"


def test_a_customer_that_the_list_did_not_show_is_deleted_when_named(listed: Shop) -> None:
    (record_id,) = listed.add(["9"])
    pushed = listed.push()
    assert words(listed, undone(listed, pushed.push_id).push_id) == (
        "It is deleted only after a person named it: 9."
    )
    result = undone(listed, pushed.push_id, "9")
    assert became(listed, result.push_id) == {"9": "reversed"}
    assert "9" not in listed.held()
    assert listed.record(record_id).base_state is BaseState.ABSENT


def test_a_customer_that_is_no_longer_listed_keeps_no_trace_of_the_undo(listed: Shop) -> None:
    pushed = renamed(listed)
    listed.reset()
    listed.behave(get_customers=True)
    result = undone(listed, pushed)
    assert became(listed, result.push_id) == {"1": "impossible"}
    assert "no longer lists customer 1" in words(listed, result.push_id)
    assert listed.workspace.store.records.pending(KIND.id, listed.connection.id) == ()
