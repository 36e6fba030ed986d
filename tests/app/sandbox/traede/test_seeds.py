from __future__ import annotations

from app.sandbox.traede.rules import Spelling, check_customer
from app.sandbox.traede.seeds import make_customers

SPELLING = Spelling("payment_term", "payment_term_id", "payment_term_code", is_strict=True)


def test_the_same_seed_makes_the_same_customers() -> None:
    assert make_customers(50, 3) == make_customers(50, 3)
    assert make_customers(50, 3) != make_customers(50, 4)


def test_no_records_can_be_asked_for() -> None:
    assert make_customers(0, 1) == ([], frozenset())


def test_every_seeded_customer_would_be_taken() -> None:
    directives = {"addresses_sync_mode": "append", "addresses_sync_key": "address_title"}
    for customer in make_customers(500, 1)[0]:
        assert check_customer(customer | directives, is_new=True, spelling=SPELLING) == []


def test_seeded_customers_are_believable() -> None:
    customers, with_orders = make_customers(400, 1)
    assert len({each["customer_number"] for each in customers}) == 400
    assert len({each["currency"] for each in customers}) >= 6
    assert len({each["name"] for each in customers}) > 200
    assert any(not str(each["name"]).isascii() for each in customers)
    assert len(with_orders) == 100
