"""Makes believable customers out of a seed: the same seed, the same customers."""

from __future__ import annotations

import random

from app.sandbox.traede.places import PLACES, Place

FIRST_NUMBER = 10001
TERMS = ("8-days", "14-days", "30-days", "30-days", "60-days", "prepayment", None)
DISCOUNTS = (None, None, 0, 2.5, 5, 7.5, 10, 12.5, 15, 20)


def make_customers(records: int, seed: int) -> tuple[list[dict[str, object]], frozenset[str]]:
    """Return customers, and the numbers of those who have orders: about one in four, the first included."""
    rng = random.Random(seed)  # noqa: S311 - repeatable on purpose, nothing secret
    customers = [_customer(str(FIRST_NUMBER + index), rng) for index in range(records)]
    with_orders = (str(FIRST_NUMBER + index) for index in range(records) if index % 4 == 0)
    return customers, frozenset(with_orders)


def _customer(number: str, rng: random.Random) -> dict[str, object]:
    place = rng.choice(PLACES)
    name = f"{rng.choice(place.first_words)} {rng.choice(place.trades)} {rng.choice(place.forms)}"
    term = rng.choice(TERMS)
    addresses = [_address("Primary address", name, place, rng)]
    if rng.random() < 0.6:
        addresses.append(_address("Shipping address", name, place, rng))
    return {
        "customer_number": number,
        "name": name,
        "currency": place.currency,
        "discount_percentage": rng.choice(DISCOUNTS),
        "active": rng.random() < 0.95,
        "payment_term": {"payment_term_code": term} if term else None,
        "addresses_sync_mode": None,
        "addresses_sync_key": None,
        "addresses": addresses,
    }


def _address(title: str, name: str, place: Place, rng: random.Random) -> dict[str, object]:
    zip_code, city, region = rng.choice(place.towns)
    street, house = rng.choice(place.streets), int(rng.random() * 140) + 1
    address: dict[str, object] = {
        "title": title,
        "name": name,
        "address": f"{house} {street}" if place.has_number_first else f"{street} {house}",
        "zip": zip_code,
        "city": city,
        "country": place.country,
    }
    return address | {"region": region} if region else address
