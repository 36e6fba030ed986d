"""The journal: what was planned, that it was sent, and what came of it, found again after a restart."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from app.bootstrap import open_workspace
from app.errors import NotAllowed
from app.push.close_out import close_out
from app.push.select import preview
from app.store.journal_values import Frozen, RequestEnd, Verdict
from app.values import Outcome, SkipReason
from app.vendors.declaration import Step
from tests.app.push.shop import KIND, VENDOR, Shop, counts

OPTIONS = VENDOR.options_with_defaults({})


@pytest.fixture
def shop(pushing_shop: Shop) -> Shop:
    return pushing_shop


def begin(shop: Shop) -> int:
    return shop.workspace.store.journal.begin(shop.connection, comment="", now=shop.workspace.clock())


def plan(shop: Shop, push_id: int, numbers: list[str]) -> tuple[int, Step]:
    """Freeze new customers and plan one request for them."""
    journal = shop.workspace.store.journal
    records = [shop.record(one) for one in shop.add(numbers)]
    with shop.workspace.store.database.write() as sql:
        journal.freeze(sql, push_id, [Frozen.of(record) for record in records])
    (step,) = preview(KIND, OPTIONS, records)
    (request_id,) = journal.plan(push_id, KIND.id, [step], options=OPTIONS)
    return request_id, step


def decide(shop: Shop, push_id: int, *verdicts: Verdict) -> None:
    with shop.workspace.store.database.write() as sql:
        shop.workspace.store.journal.decide(sql, push_id, KIND.id, verdicts)


def test_a_request_is_read_back_as_it_was_planned(shop: Shop) -> None:
    push_id = begin(shop)
    request_id, step = plan(shop, push_id, ["2", "1", "Ærø ”9”"])
    entry = shop.workspace.store.journal.entry(request_id)
    assert entry.step == step
    assert entry.step.request.body == step.request.body
    assert (entry.options, entry.was_ambiguous, entry.parent_id) == (OPTIONS, False, None)


def test_the_order_of_the_records_is_kept(shop: Shop) -> None:
    push_id = begin(shop)
    request_id, step = plan(shop, push_id, ["3", "1", "2"])
    ids = shop.workspace.store.journal.entry(request_id).record_ids
    assert ids == tuple(effect.record_id for effect in step.effects)
    backwards = shop.workspace.store.journal.frozen_of_push(push_id, ids[::-1])
    assert [one.key for one in backwards] == ["2", "1", "3"]


def test_frozen_records_plan_the_very_same_bytes(shop: Shop) -> None:
    push_id = begin(shop)
    _, step = plan(shop, push_id, ["1", "2"])
    frozen = shop.workspace.store.journal.undecided(push_id)
    (again,) = KIND.plan((one.as_pending() for one in frozen), OPTIONS)
    assert again == step


def test_a_running_push_keeps_out_another_of_its_connection(shop: Shop) -> None:
    push_id = begin(shop)
    with pytest.raises(NotAllowed, match="is running already"):
        begin(shop)
    shop.connection = shop.another().connection
    assert begin(shop) == push_id + 1


def test_freezing_holds_the_records_until_their_outcome(shop: Shop) -> None:
    push_id = begin(shop)
    plan(shop, push_id, ["1", "2"])
    assert [shop.record(one).busy for one in (1, 2)] == ["sent", "sent"]
    decide(shop, push_id, Verdict(1, Outcome.REFUSED, "No."), Verdict(2, Outcome.UNKNOWN, "Lost."))
    assert [shop.record(one).busy for one in (1, 2)] == ["", "unknown"]
    assert (shop.record(1).outcome, shop.record(1).outcome_message) == ("refused", "No.")


def test_each_attempt_is_counted_and_its_end_kept(shop: Shop) -> None:
    journal, now = shop.workspace.store.journal, shop.workspace.clock()
    push_id = begin(shop)
    request_id, _ = plan(shop, push_id, ["1"])
    for state in ("planned", "applied"):
        journal.mark_sent(journal.entry(request_id), now=now)
        assert journal.in_state("sent", push_id=push_id) == [request_id]
        with shop.workspace.store.database.write() as sql:
            ended = RequestEnd(state, status=503, was_ambiguous=state == "planned")
            journal.end(sql, journal.entry(request_id), ended, now=now)
    (request,) = shop.workspace.store.history.requests(push_id)
    assert (request.state, request.attempts, request.status) == ("applied", 2, 503)
    assert journal.entry(request_id).was_ambiguous


def test_an_outcome_settles_what_earlier_pushes_left_unknown(shop: Shop) -> None:
    journal = shop.workspace.store.journal
    first = begin(shop)
    plan(shop, first, ["1"])
    decide(shop, first, Verdict(1, Outcome.UNKNOWN, "Lost."))
    journal.finish(first, state="finished", stopped_because="", now=shop.workspace.clock())
    second = begin(shop)
    with shop.workspace.store.database.write() as sql:
        journal.freeze(sql, second, [Frozen.of(shop.record(1))])
    decide(shop, second, Verdict(1, Outcome.APPLIED))
    assert journal.counts(first) == journal.counts(second) == counts(applied=1)


def test_what_is_open_is_found_after_a_restart(shop: Shop) -> None:
    push_id = begin(shop)
    request_id, _ = plan(shop, push_id, ["1"])
    journal = shop.workspace.store.journal
    journal.mark_sent(journal.entry(request_id), now=shop.workspace.clock())
    shop.workspace.close()
    with open_workspace(shop.workspace.folder, credentials=shop.workspace.credentials) as reopened:
        assert reopened.store.journal.unknown_request_of(KIND.id, 1) == request_id
        assert reopened.store.journal.has_open(shop.connection.id)
        assert reopened.store.journal.cut_off() == []
        assert reopened.store.journal.counts(push_id) == counts(unknown=1)


def test_the_last_push_is_measured_by_what_it_sent(shop: Shop) -> None:
    journal = shop.workspace.store.journal
    assert journal.size_of_last_push(shop.connection.id) == 0
    shop.add(["1", "2", "3"])
    shop.push()
    shop.push()  # of nothing
    assert journal.size_of_last_push(shop.connection.id) == 3


def test_settling_does_not_count_as_the_last_push(shop: Shop) -> None:
    shop.with_settings(retry_tries=1, failures_in_a_row_stop=9).add(["1", "2", "3"])
    shop.push()
    shop.add(["4"])
    shop.fault("lose_answer")
    shop.push()
    shop.add(["5", "6"])
    shop.settle()
    assert shop.workspace.store.journal.size_of_last_push(shop.connection.id) == 1


def test_sizes_leave_out_what_would_not_be_sent(shop: Shop) -> None:
    shop.add(["1", "2"])
    shop.save({"customer_number": "3", "discount_percentage": 120.0})
    shop.add_delete("4")
    ready, blind = shop.workspace.store.journal.sizes(KIND, shop.connection.id)
    assert ready == {"added": 2, "deleted": 1}
    assert [number for _, number in blind] == [0]


def replaced(shop: Shop, number: str) -> int:
    place = {"title": "Shop", "name": "A", "address": "B", "zip": "1", "city": "C", "country": "DK"}
    edits: dict[str, Any] = {f"addresses[title=Shop].{name}": value for name, value in place.items()}
    known = {"customer_number": number, "name": "A", "currency": "DKK", **edits}
    return shop.save(known, directives={"addresses_sync_mode": "replace"})


def test_blind_replacements_are_counted(shop: Shop) -> None:
    for number in range(3):
        replaced(shop, str(number))
    _, ((words, number),) = shop.workspace.store.journal.sizes(KIND, shop.connection.id)
    assert (number, "{count}" in words) == (3, True)


def test_a_request_is_handed_on_once(shop: Shop) -> None:
    journal = shop.workspace.store.journal
    push_id = begin(shop)
    request_id, step = plan(shop, push_id, ["1"])
    entry = replace(journal.entry(request_id))
    with shop.workspace.store.database.write() as sql:
        journal.end(sql, entry, RequestEnd("unknown"), now=shop.workspace.clock())
        (heir,) = journal.replan(sql, push_id, entry, [], [(step, "planned")])
        with pytest.raises(NotAllowed):
            journal.replan(sql, push_id, entry, [], [(step, "planned")])
    assert (journal.entry(heir).parent_id, journal.entry(heir).was_ambiguous) == (request_id, True)


def two_requests_for_one(shop: Shop) -> tuple[int, list[int]]:
    """Plan a name and a currency of one customer as requests of their own."""
    journal = shop.workspace.store.journal
    push_id = begin(shop)
    first, step = plan(shop, push_id, ["1"])
    (second,) = journal.plan(push_id, KIND.id, [step], options=OPTIONS)
    return push_id, [first, second]


def finish(shop: Shop, request_id: int, state: str) -> list[Verdict]:
    """End one request of the record and decide on it, as the engine does."""
    journal = shop.workspace.store.journal
    entry = journal.entry(request_id)
    with shop.workspace.store.database.write() as sql:
        ended = RequestEnd(state, message=f"It is {state}.")
        journal.end(sql, entry, ended, now=shop.workspace.clock())
        verdict = Verdict(1, Outcome(state), ended.message)
        return journal.decide(sql, entry.push_id, entry.kind, [verdict])


def test_a_record_waits_for_the_last_of_its_requests(shop: Shop) -> None:
    push_id, (first, second) = two_requests_for_one(shop)
    assert finish(shop, first, "applied") == []
    assert (shop.record(1).busy, shop.record(1).outcome) == ("sent", "")
    assert finish(shop, second, "applied") == [Verdict(1, Outcome.APPLIED)]
    assert shop.workspace.store.journal.counts(push_id) == counts(applied=1)


WORSE = ["applied", "refused", "failed", "unknown"]


@pytest.mark.parametrize("states", list(combinations(WORSE, 2)), ids="-".join)
@pytest.mark.parametrize("is_worst_first", [True, False])
def test_the_worst_of_several_requests_decides(
    shop: Shop, states: tuple[str, str], *, is_worst_first: bool
) -> None:
    _, requests = two_requests_for_one(shop)
    in_order = states[::-1] if is_worst_first else states
    finish(shop, requests[0], in_order[0])
    (verdict,) = finish(shop, requests[1], in_order[1])
    assert verdict.outcome == states[1]
    applied = states.count("applied")
    were = "was" if applied == 1 else "were"
    assert verdict.message == f"{applied} of 2 requests {were} applied. It is {states[1]}."
    assert shop.record(1).busy == ("unknown" if "unknown" in states else "")


def test_a_push_that_ends_between_two_requests_of_a_record_skips_it(shop: Shop) -> None:
    push_id, (first, _) = two_requests_for_one(shop)
    finish(shop, first, "applied")
    close_out(shop.workspace, push_id, reason=SkipReason.STOPPED, words="Stopped.")
    (outcome,) = shop.outcomes(push_id).values()
    assert (outcome.outcome, outcome.reason) == (Outcome.SKIPPED, "stopped")
    assert outcome.message == "1 of 2 requests was applied. Stopped."
