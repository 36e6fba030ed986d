"""A store without a workspace around it, and customers to put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.store.store import Store
from app.values import BaseState, Change, Connection, Record
from app.vendors.registry import all_kinds
from tests.app.conftest import StoppedClock

KIND = "traede.customers"


@pytest.fixture
def store(tmp_path: Path, clock: StoppedClock) -> Iterator[Store]:
    opened = Store(tmp_path, all_kinds(), clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def shop(store: Store) -> Connection:
    return add_connection(store, "Shop")


def add_connection(store: Store, name: str) -> Connection:
    return store.connections.add(
        vendor="traede",
        name=name,
        base_url="https://api.example.test",
        environment="test",
        options={"batch_size": 10},
        credential_id="c",
    )


@pytest.fixture
def customer(shop: Connection) -> Callable[..., Record]:
    """Make an unsaved pending customer: `customer("1000", name="Fell")`."""

    def make(number: str, *, id: int = 0, **edits: Any) -> Record:  # noqa: A002  the record's own word
        return Record(
            id,
            KIND,
            shop.id,
            number,
            BaseState.UNREAD,
            {},
            {"customer_number": number, **edits},
            change=Change.ADDED,
        )

    return make
