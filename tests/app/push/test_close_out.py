"""What the next start makes of a push whose process ended in the middle."""

from __future__ import annotations

from app.push.close_out import close_cut_off
from app.push.select import preview
from app.push.unknowns import plan_settling
from app.services.push import target_of
from app.store.journal_values import Frozen, RequestEnd
from tests.app.push.shop import KIND, VENDOR, Shop, counts

OPTIONS = VENDOR.options_with_defaults({"batch_size": 2})


def begin(shop: Shop, numbers: list[str]) -> tuple[int, list[int]]:
    """Begin a push as far as its plan, in batches of two; returns it with its requests."""
    journal = shop.workspace.store.journal
    records = [shop.record(one) for one in shop.add(numbers)]
    push_id = journal.begin(shop.connection, comment="", now=shop.workspace.clock())
    with shop.workspace.store.database.write() as sql:
        journal.freeze(sql, push_id, [Frozen.of(record) for record in records])
    planned = journal.plan(push_id, KIND.id, preview(KIND, OPTIONS, records), options=OPTIONS)
    journal.live.discard(push_id)
    return push_id, planned


def send(shop: Shop, request_id: int) -> None:
    journal = shop.workspace.store.journal
    journal.mark_sent(journal.entry(request_id), now=shop.workspace.clock())


def end(shop: Shop, request_id: int, state: str, *, was_ambiguous: bool = False) -> None:
    journal = shop.workspace.store.journal
    with shop.workspace.store.database.write() as sql:
        ended = RequestEnd(state, was_ambiguous=was_ambiguous)
        journal.end(sql, journal.entry(request_id), ended, now=shop.workspace.clock())


def test_what_was_sent_is_unknown_and_the_rest_was_not_sent(shop: Shop) -> None:
    push_id, planned = begin(shop, ["1", "2", "3"])
    send(shop, planned[0])
    assert close_cut_off(shop.workspace) == 1
    assert shop.outcome_words(push_id) == {"1": "unknown", "2": "unknown", "3": "skipped"}
    (summary,) = shop.workspace.store.history.pushes()
    assert (summary.state, summary.stopped_because) == ("interrupted", "The app ended.")
    assert [shop.record(one).busy for one in (1, 2, 3)] == ["unknown", "unknown", ""]


def test_a_lost_request_that_waited_to_be_repeated_is_unknown(shop: Shop) -> None:
    push_id, planned = begin(shop, ["1"])
    send(shop, planned[0])
    end(shop, planned[0], "planned", was_ambiguous=True)
    close_cut_off(shop.workspace)
    assert shop.outcome_words(push_id) == {"1": "unknown"}


def test_a_request_that_was_not_executed_was_not_sent(shop: Shop) -> None:
    push_id, planned = begin(shop, ["1"])
    send(shop, planned[0])
    end(shop, planned[0], "planned")
    close_cut_off(shop.workspace)
    assert shop.outcome_words(push_id) == {"1": "skipped"}
    assert shop.push().counts == counts(applied=1)


def test_a_refused_batch_without_its_halves_stays_pending(shop: Shop) -> None:
    push_id, planned = begin(shop, ["1", "2"])
    send(shop, planned[0])
    end(shop, planned[0], "split")
    close_cut_off(shop.workspace)
    assert shop.outcome_words(push_id) == {"1": "skipped", "2": "skipped"}


def test_a_refused_batch_that_was_lost_before_is_unknown(shop: Shop) -> None:
    push_id, planned = begin(shop, ["1", "2"])
    send(shop, planned[0])
    end(shop, planned[0], "split", was_ambiguous=True)
    close_cut_off(shop.workspace)
    assert shop.outcome_words(push_id) == {"1": "unknown", "2": "unknown"}
    assert shop.settle().counts == counts(applied=2)


def test_a_settlement_cut_off_before_it_sent_leaves_all_unknown(shop: Shop) -> None:
    _, planned = begin(shop, ["1", "2"])
    send(shop, planned[0])
    close_cut_off(shop.workspace)
    journal = shop.workspace.store.journal
    again = journal.begin(shop.connection, comment="", now=shop.workspace.clock())
    with target_of(shop.workspace, shop.connection) as target:
        plan_settling(shop.workspace, target, again)
    journal.live.discard(again)
    close_cut_off(shop.workspace)
    assert shop.outcome_words(again) == {"1": "unknown", "2": "unknown"}
    assert shop.record(1).busy == "unknown"
    assert shop.settle().counts == counts(applied=2)


def test_closing_sends_nothing_and_leaves_running_pushes_alone(shop: Shop) -> None:
    push_id, planned = begin(shop, ["1"])
    send(shop, planned[0])
    shop.workspace.store.journal.live.add(push_id)
    assert close_cut_off(shop.workspace) == 0
    shop.workspace.store.journal.live.discard(push_id)
    assert close_cut_off(shop.workspace) == 1
    assert shop.requests() == []
