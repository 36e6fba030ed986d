"""Lost requests of a TRAEDE that gives a list: settled by reading it, repeated only where none answers."""

from __future__ import annotations

import pytest

from app.jobs import JobContext
from app.services.edit_records import set_values
from app.services.history import list_pushes
from app.services.pull import pull
from app.services.review import dry_run
from app.services.settle import settle
from app.values import BaseState, Change, Outcome, PushOptions
from tests.app.conftest import StoppedClock
from tests.app.push.shop import ADDRESS, KIND, Shop, address, counts, customer
from tests.app.push.test_relisting import change, methods

GET = {"method": "GET"}
POST = {"method": "POST"}


@pytest.fixture
def listed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop whose TRAEDE gives a list, and that asks for it; each request is sent once."""
    monkeypatch.setattr("app.push.settling.DISTANCES", (0.0, 0.01, 0.01))
    shop.behave(get_customers=True)
    return shop.with_settings(retry_tries=1).with_options(try_get_customers=True)


def lost(shop: Shop, fault: str = "lose_answer", *, pages: int = 1) -> None:
    """Push what is pending into a lost answer, at a TRAEDE whose list ends after so many pages."""
    shop.fault(fault, match=POST)
    shop.fault("status", status=503, match=GET, times=0, after=pages)
    assert shop.push().counts[Outcome.UNKNOWN] > 0
    shop.clear_faults()
    shop.forget_requests()


def lost_unseen(shop: Shop, fault: str = "lose_answer") -> None:
    """Lose requests while the switch is off, so that nothing was read before."""
    shop.with_options(try_get_customers=False).fault(fault, match=POST)
    assert shop.push().counts[Outcome.UNKNOWN] > 0
    shop.with_options(try_get_customers=True).forget_requests()


def test_what_arrived_is_found_in_the_same_push(listed: Shop) -> None:
    ids = listed.add(["1", "2"])
    listed.fault("lose_answer", match=POST)
    result = listed.push()
    assert (result.counts, result.exit_code) == (counts(applied=2), 0)
    assert methods(listed).count("POST") == 1
    assert [listed.record(one).base["name"] for one in ids] == ["Kunde 1 Å", "Kunde 2 Å"]
    assert not any(listed.record(one).busy or listed.record(one).edits for one in ids)


def test_what_did_not_arrive_is_free_and_sent_by_the_next_push(listed: Shop) -> None:
    (record_id,) = listed.add(["1"])
    listed.fault("reject_before", match=POST)
    result = listed.push()
    assert (result.counts, result.exit_code) == (counts(failed=1), 3)
    assert "does not show it" in listed.outcomes(result.push_id)["1"].message
    assert listed.record(record_id).change is Change.ADDED
    assert listed.push().counts == counts(applied=1)
    assert methods(listed).count("POST") == 2


@pytest.mark.parametrize("lose", [lost, lost_unseen])
def test_settling_reads_and_sends_nothing(listed: Shop, lose: type) -> None:
    listed.add(["1", "2"])
    lose(listed)
    result = listed.settle()
    assert (result.counts, result.exit_code) == (counts(applied=2), 0)
    assert set(methods(listed)) == {"GET"}
    assert listed.outcomes(1)["1"].reason == "settled-later"
    assert not listed.workspace.store.journal.has_open(listed.connection.id)


def test_a_push_settles_by_reading_before_it_sends(listed: Shop) -> None:
    listed.add(["1"])
    lost(listed)
    listed.add(["2"])
    assert listed.push().counts == counts(applied=2)
    posts = [one["body"]["customers"] for one in listed.requests() if one["method"] == "POST"]
    assert [[one["customer_number"] for one in each] for each in posts] == [["2"]]


def test_a_batch_is_taken_apart_by_what_became_of_each(listed: Shop) -> None:
    """The first arrived, the second did not, and somebody has written another name into the third since."""
    listed.hold(["1", "2", "3"])
    pull(listed.workspace, JobContext(), listed.connection.id)
    ids = {}
    for number in "123":
        known = listed.workspace.store.records.by_key(KIND.id, listed.connection.id, number)
        assert known is not None
        ids[number] = listed.save(
            {"name": f"Ny {number}"}, id=known.id, base=known.base, base_state=known.base_state
        )
    lost(listed, "reject_before")
    change(listed, "1", name="Ny 1")
    change(listed, "3", name="Theirs")
    listed.forget_requests()
    result = listed.settle()
    assert listed.outcome_words(result.push_id) == {"1": "applied", "2": "failed", "3": "skipped"}
    assert set(methods(listed)) == {"GET"}
    assert listed.record(ids["1"]).edits == {}
    assert listed.record(ids["2"]).edits == {"name": "Ny 2"}
    assert listed.record(ids["3"]).is_in_conflict
    assert (result.exit_code, sum(result.counts.values())) == (3, 3)


def test_one_that_commits_after_the_first_look_is_found_by_a_later_one(listed: Shop) -> None:
    listed.add(["1"])
    lost(listed)
    listed.fault("status", status=200, body={"customers": []}, match=GET)
    assert listed.settle().counts == counts(applied=1)


def test_one_that_commits_after_all_looks_is_not_sent_again(listed: Shop) -> None:
    (record_id,) = listed.add(["1"])
    lost(listed, "reject_before")
    assert listed.settle().counts == counts(failed=1)
    change(listed, "1", name="Kunde 1 Å", currency="DKK")
    listed.forget_requests()
    assert listed.push().counts == counts(skipped=1)
    assert set(methods(listed)) == {"GET"}
    assert (listed.record(record_id).change, listed.record(record_id).base_state) == (
        Change.NONE,
        BaseState.KNOWN,
    )


def test_a_customer_that_somebody_else_made_meanwhile_waits_for_a_person(listed: Shop) -> None:
    (record_id,) = listed.add(["1"])
    lost(listed, "reject_before")
    change(listed, "1", name="Theirs", currency="SEK")
    result = listed.settle()
    assert listed.outcomes(result.push_id)["1"].reason == "conflict"
    record = listed.record(record_id)
    assert sorted(one.path for one in record.conflicts) == ["currency", "name"]
    assert listed.push().counts == counts(skipped=1)
    assert listed.held()["1"]["name"] == "Theirs"


def test_two_that_bear_one_number_are_left_to_a_person(listed: Shop) -> None:
    listed.add(["1"])
    lost(listed)
    twins = [{"customer_number": "1", "name": name, "currency": "DKK"} for name in ("Kunde 1 Å", "Another")]
    listed.fault("status", status=200, body={"customers": twins}, match={**GET, "path": "/customers"}, times=0)
    result = listed.settle()
    assert (result.counts, result.exit_code) == (counts(unknown=1), 4)
    assert "2 records with this key" in listed.outcomes(result.push_id)["1"].message


def test_a_field_that_the_list_never_shows_proves_nothing(listed: Shop) -> None:
    (record_id,) = listed.add(["1"])
    lost(listed)
    bare = [{"customer_number": "1", "name": "Kunde 1 Å"}]
    listed.fault("status", status=200, body={"customers": bare}, match=GET, times=0)
    result = listed.settle()
    assert result.counts == counts(unknown=1)
    assert "does not show all that was sent" in listed.record(record_id).outcome_message
    assert set(methods(listed)) == {"GET"}


def test_an_edit_made_since_stays_pending_on_what_was_read(listed: Shop) -> None:
    (record_id,) = listed.add(["1"])
    lost(listed)
    set_values(listed.workspace, KIND.id, record_id, {"name": "Later"})
    assert listed.settle().counts == counts(applied=1)
    record = listed.record(record_id)
    assert (record.base["name"], record.edits) == ("Kunde 1 Å", {"name": "Later"})


def test_a_delete_is_done_when_a_list_that_showed_it_no_longer_does(listed: Shop) -> None:
    listed.hold(["1", "2"])
    record_id = listed.add_delete("1")
    lost(listed)
    assert listed.settle().counts == counts(applied=1)
    assert listed.record(record_id).base_state is BaseState.ABSENT
    assert set(methods(listed)) == {"GET"}


def test_a_delete_that_was_seen_in_no_list_is_left_to_a_person(listed: Shop) -> None:
    listed.add_delete("1")
    lost_unseen(listed)
    result = listed.settle()
    assert result.counts == counts(unknown=1)
    assert "does not show this record at all" in listed.outcomes(result.push_id)["1"].message


def test_a_delete_that_did_not_arrive_may_be_sent_again(listed: Shop) -> None:
    listed.hold(["1"])
    listed.add_delete("1")
    lost(listed, "reject_before")
    assert listed.settle().counts == counts(failed=1)
    assert listed.push().counts == counts(applied=1)
    assert listed.held() == {}


def test_what_could_happen_twice_is_believed_lost_only_after_its_rest(
    listed: Shop, clock: StoppedClock
) -> None:
    listed.hold(["1"])
    change(
        listed,
        "1",
        addresses=[{"title": "Old", **ADDRESS}],
        addresses_sync_mode="append",
        addresses_sync_key="address_title",
    )
    base = {**listed.held()["1"], "addresses": [{"title": "Old", **ADDRESS}]}
    edits = address("Shop", remote_erp_id="A-1")
    directives = {"addresses_sync_key": "remote_erp_id"}
    listed.save(edits, base=base, base_state=BaseState.KNOWN, directives=directives)
    lost(listed, "reject_before")
    result = listed.settle()
    assert result.counts == counts(unknown=1)
    assert "could happen twice" in listed.outcomes(result.push_id)["1"].message
    clock.advance(901)
    assert listed.settle().counts == counts(failed=1)


@pytest.mark.parametrize("status", [404, 500, 200])
def test_a_list_that_does_not_answer_leaves_it_to_repeating(listed: Shop, status: int) -> None:
    """The switch is a try: settling does without it what it does where there is none."""
    listed.add(["1"])
    lost(listed, "reject_before")
    listed.fault("status", status=status, body={"message": "Hello"}, match=GET, times=0)
    assert listed.settle().counts == counts(applied=1)
    assert methods(listed)[-1] == "POST"
    assert list(listed.held()) == ["1"]


def test_what_cannot_be_repeated_stays_unknown_where_the_list_does_not_answer(listed: Shop) -> None:
    listed.hold(["1"])
    listed.add_delete("1")
    lost(listed)
    listed.fault("status", status=404, match=GET, times=0)
    result = listed.settle()
    assert (result.counts, result.exit_code) == (counts(unknown=1), 4)
    assert set(methods(listed)) == {"GET"}


def test_stop_while_the_list_is_read_leaves_everything_unknown(listed: Shop) -> None:
    (record_id,) = listed.add(["1"])
    lost(listed)
    context = JobContext()
    context.cancel()
    result = settle(listed.workspace, context, listed.connection.id)
    assert methods(listed) == []
    assert listed.record(record_id).busy == "unknown"
    assert list_pushes(listed.workspace)[0].state == "stopped"
    assert result.push_id == 2
    assert listed.settle().counts == counts(applied=1)


def test_a_dry_run_shows_no_repeat_of_what_will_be_read(listed: Shop) -> None:
    listed.add(["1"])
    lost(listed)
    assert list(dry_run(listed.workspace, listed.connection.id, PushOptions())) == []
    listed.with_options(try_get_customers=False)
    assert len(list(dry_run(listed.workspace, listed.connection.id, PushOptions()))) == 1


def test_a_person_may_answer_what_reading_left(listed: Shop) -> None:
    from app.services.settle import answer  # noqa: PLC0415  beside the other meaning of settling here

    listed.save(customer("1"))
    lost_unseen(listed)
    twins = [{"customer_number": "1", "name": name} for name in ("A", "B")]
    listed.fault("status", status=200, body={"customers": twins}, match=GET, times=0)
    listed.settle()
    assert answer(listed.workspace, listed.connection.id, "1", is_applied=True).counts == counts(applied=1)
