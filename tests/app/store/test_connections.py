"""Connections in the store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.errors import NotAllowed, NotFound
from app.store.store import Store
from app.values import Connection
from tests.app.store.conftest import add_connection


def test_a_connection_is_found_by_id_and_by_name_in_any_case(store: Store, shop: Connection) -> None:
    assert store.connections.get(shop.id) == shop
    assert store.connections.named(" SHOP ") == shop
    assert store.connections.list() == (shop,)


def test_a_name_is_taken_in_any_case(store: Store, shop: Connection) -> None:
    other = add_connection(store, "Øst")
    with pytest.raises(NotAllowed, match="ØST"):
        add_connection(store, "ØST")
    with pytest.raises(NotAllowed, match="shop"):
        store.connections.update(replace(other, name="shop"))
    assert store.connections.get(other.id) == other


def test_changes_are_kept(store: Store, shop: Connection) -> None:
    changed = replace(shop, name="Shop 2", base_url="https://b.test", options={"batch_size": 5})
    store.connections.update(changed)
    assert store.connections.get(shop.id) == changed


def test_what_is_not_there_is_named(store: Store, shop: Connection) -> None:
    store.connections.remove(shop.id)
    with pytest.raises(NotFound, match="“Shop”"):
        store.connections.named("Shop")
    with pytest.raises(NotFound):
        store.connections.get(shop.id)
    with pytest.raises(NotFound):
        store.connections.update(shop)
