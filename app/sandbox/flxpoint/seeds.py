"""Makes believable orders out of a seed, one at a time: the same seed, the same orders.

An order is made when somebody asks for it, so that a hundred thousand of them cost nothing to start with.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from app.sandbox.flxpoint.goods import COMPANIES, DOCKS, GOODS, NOTES, SHIPPING, STREETS, TOWNS

Record = dict[str, object]

FIRST_ORDER_ID = 500_001
FIRST_ITEM_ID = 9_000_000
ITEMS_EACH = 10
MOST_ITEMS = 6
# Long before anybody runs this: an update is always later than every seeded date.
NEWEST = datetime(2025, 3, 31, 16, 0, tzinfo=UTC)
STEP = timedelta(minutes=7)
STATUSES = ("Open", "Open", "Open", "Closed", "Closed", "On Hold", "Failed", "Canceled", "Not Managed")
PROGRESS = ("Not Started", "Partially Completed", "Completed")


class Seeds:
    """The orders by their place, oldest first; ids have no gaps."""

    def __init__(self, records: int, seed: int) -> None:
        self.records = records
        self._seed = seed

    def index_of(self, order_id: int) -> int | None:
        """Return the place of an order, or None when there is none of that id."""
        index = order_id - FIRST_ORDER_ID
        return index if 0 <= index < self.records else None

    def item_ids(self, index: int) -> list[int]:
        """Return the ids of the order's items."""
        count = self._rng(index).randint(1, MOST_ITEMS)
        return [FIRST_ITEM_ID + index * ITEMS_EACH + place for place in range(count)]

    def owner_of(self, item_id: int) -> int | None:
        """Return the id of the order that an item belongs to."""
        index = (item_id - FIRST_ITEM_ID) // ITEMS_EACH
        is_there = 0 <= index < self.records and item_id in self.item_ids(index)
        return FIRST_ORDER_ID + index if is_there else None

    def inserted_at(self, index: int) -> datetime:
        """Return when the order came in."""
        return NEWEST - STEP * (self.records - index)

    def updated_at(self, index: int) -> datetime:
        """Return when the order was last touched before anybody wrote to it here."""
        return self.inserted_at(index) + timedelta(seconds=index * 37 % 360)

    def order(self, index: int) -> Record:
        """Make the order, items included, without anything about accounting."""
        rng = self._rng(index)
        items = [_item(rng, each) for each in self._numbered(index, rng)]
        total = sum(each["cents"] * each["quantity"] for each in items) + rng.choice((0, 0, 495, 1250))
        company, shipped = rng.choice(COMPANIES), rng.choice(PROGRESS)
        order = {
            "id": FIRST_ORDER_ID + index,
            "orderNumber": f"SO-{100_000 + index}",
            "referenceNumber": f"WEB-{rng.randrange(16**6):06X}",
            "orderTotal": total / 100,
            "note": rng.choice(NOTES),
            "importedFrom": rng.choice((3101, 3102, 3107)),
            "orderedAt": as_text(self.inserted_at(index) - timedelta(seconds=rng.randint(60, 2400))),
            "insertedAt": as_text(self.inserted_at(index)),
            "updatedAt": as_text(self.updated_at(index)),
            "shippingText": rng.choice(SHIPPING),
            "acknowledgedStatus": "Completed" if shipped != "Not Started" else rng.choice(PROGRESS),
            "shippedStatus": shipped,
            "orderStatus": rng.choice(STATUSES),
            "shippingAddress": _address(rng, company, index * 2 + 1),
            "billingAddress": _address(rng, company, index * 2 + 2),
            "items": [_shown(each) for each in items],
        }
        return _told(order)

    def _numbered(self, index: int, rng: random.Random) -> list[int]:
        first = FIRST_ITEM_ID + index * ITEMS_EACH
        return list(range(first, first + rng.randint(1, MOST_ITEMS)))

    def _rng(self, index: int) -> random.Random:
        return random.Random(self._seed * 1_000_003 + index)  # noqa: S311 - repeatable, nothing secret


def as_text(at: datetime) -> str:
    """Write a time as Flxpoint does: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _item(rng: random.Random, item_id: int) -> dict[str, int]:
    place = rng.randrange(len(GOODS))
    return {
        "id": item_id,
        "place": place,
        "cents": GOODS[place][2],
        "quantity": rng.choice((1, 1, 1, 2, 3, 12)),
    }


def _shown(item: dict[str, int]) -> Record:
    sku, title, cents = GOODS[item["place"]]
    return {"id": item["id"], "sku": sku, "title": title, "quantity": item["quantity"], "price": cents / 100}


def _address(rng: random.Random, company: str, address_id: int) -> Record:
    city, state, code, postal = rng.choice(TOWNS)
    name = rng.choice(DOCKS)
    address = {
        "id": address_id,
        "name": name,
        "companyName": company,
        "addressLine1": f"{rng.randint(1, 1900)} {rng.choice(STREETS)}",
        "addressLine2": rng.choice((None, None, "Unit 4")),
        "city": city,
        "state": state,
        "stateCode": code,
        "country": "United States",
        "countryCode": "US",
        "postal": postal,
        "email": "orders@example.com",
        "phone": f"+1 555 01{rng.randint(0, 99):02d}",
        "redacted": False,
        "hash": f"{rng.randrange(16**8):08x}",
    }
    return _told(address)


def _told(whole: Mapping[str, object]) -> Record:
    """Leave out what is empty: these fields are not said to take null."""
    return {name: value for name, value in whole.items() if value is not None}
