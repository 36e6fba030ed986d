from __future__ import annotations

from app.sandbox.flxpoint.seeds import FIRST_ORDER_ID, Record, Seeds


def made(records: int, seed: int) -> list[Record]:
    seeds = Seeds(records, seed)
    return [seeds.order(index) for index in range(records)]


def test_the_same_seed_makes_the_same_orders() -> None:
    assert made(50, 3) == made(50, 3)
    assert made(50, 3) != made(50, 4)


def test_ids_find_orders_and_items() -> None:
    seeds = Seeds(20, 1)
    assert seeds.index_of(FIRST_ORDER_ID - 1) is None
    assert seeds.index_of(FIRST_ORDER_ID + 20) is None
    for index, order in enumerate(made(20, 1)):
        shown = [each["id"] for each in order["items"]]  # type: ignore[attr-defined]  # a list of objects
        assert shown == seeds.item_ids(index)
        assert {seeds.owner_of(each) for each in shown} == {order["id"]}
        assert seeds.owner_of(shown[-1] + 1) in (None, FIRST_ORDER_ID + index + 1)


def test_orders_are_believable() -> None:
    orders = made(400, 1)
    counts = {len(each["items"]) for each in orders}  # type: ignore[arg-type]  # a list
    assert counts == {1, 2, 3, 4, 5, 6}
    assert len({each["orderNumber"] for each in orders}) == 400
    assert len({each["orderStatus"] for each in orders}) >= 5
    assert all(isinstance(each["orderTotal"], float) and each["orderTotal"] > 0 for each in orders)
    assert any(not str(each["shippingAddress"]).isascii() for each in orders)


def test_times_run_forward() -> None:
    for order in made(50, 2):
        assert str(order["orderedAt"]) < str(order["insertedAt"]) <= str(order["updatedAt"])


def test_a_hundred_thousand_orders_cost_nothing_before_they_are_asked_for() -> None:
    seeds = Seeds(100_000, 1)
    assert seeds.order(99_999)["id"] == FIRST_ORDER_ID + 99_999
