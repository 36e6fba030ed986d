"""Which pending records a push is about, frozen as they are."""

from __future__ import annotations

import pytest

from app.jobs import JobContext
from app.push import select
from app.services.edit_records import set_values
from app.services.push import target_of
from app.values import PushOptions
from tests.app.push.shop import KIND, Shop, counts, customer


def keys(shop: Shop, **options: int | bool) -> list[str]:
    chosen = PushOptions(**options)  # type: ignore[arg-type]  # tests name what they give
    found = select.pending_records(shop.workspace, KIND, shop.connection.id, chosen)
    return [record.key for record in found]


def freeze(shop: Shop, options: PushOptions) -> int:
    journal = shop.workspace.store.journal
    push_id = journal.begin(shop.connection, comment="", now=shop.workspace.clock())
    with target_of(shop.workspace, shop.connection) as target:
        select.freeze(shop.workspace, target, push_id, options, JobContext())
    return push_id


def frozen_keys(shop: Shop, push_id: int) -> list[str]:
    return [one.key for one in shop.workspace.store.journal.undecided(push_id, limit=10_000)]


def fill(shop: Shop, number: int) -> list[str]:
    """Every tenth is held back."""
    numbers = [f"{one:04}" for one in range(number)]
    for one in numbers:
        shop.save(customer(one, **({"discount_percentage": 120.0} if one.endswith("5") else {})))
    return numbers


@pytest.mark.parametrize("first", [0, 1, 249, 250, 251, 600])
def test_freezing_takes_what_review_showed(shop: Shop, first: int) -> None:
    fill(shop, 300)
    shown = keys(shop, first=first)
    push_id = freeze(shop, PushOptions(first=first))
    assert shop.workspace.store.journal.size(push_id) == len(shown)
    assert frozen_keys(shop, push_id) == [one for one in shown if not one.endswith("5")]
    assert shop.workspace.store.journal.counts(push_id)["skipped"] == (30 if not first else 0)


def test_what_another_push_left_unknown_is_not_selected(shop: Shop) -> None:
    shop.with_settings(retry_tries=1).add(["1"])
    shop.fault("lose_answer")
    shop.push()
    shop.add(["2"])
    assert keys(shop) == ["2"]


def test_only_what_was_refused_or_failed_is_selected_again(shop: Shop) -> None:
    shop.add(["1", "2"], bad=["2"])
    shop.push()
    shop.add(["3"])
    assert keys(shop) == ["2", "3"]
    assert keys(shop, only_failed=True) == ["2"]
    assert frozen_keys(shop, freeze(shop, PushOptions(only_failed=True))) == ["2"]


def test_a_record_edited_after_it_was_frozen_is_sent_as_it_was(shop: Shop) -> None:
    (record_id,) = shop.add(["1"])
    push_id = freeze(shop, PushOptions())
    set_values(shop.workspace, KIND.id, record_id, {"name": "Later"})
    (frozen,) = shop.workspace.store.journal.undecided(push_id)
    assert frozen.sent_edits["name"] == "Kunde 1 Å"


def test_stop_while_preparing_gives_every_record_its_outcome(shop: Shop) -> None:
    fill(shop, 20)
    context = JobContext()
    context.cancel()
    result = shop.push(context)
    assert (result.counts, result.exit_code) == (counts(skipped=20), 5)
    assert shop.requests() == []
    assert shop.push().counts == counts(applied=18, skipped=2)
