"""Somebody who visits the simulated Flxpoint, the limit out of the way."""

from __future__ import annotations

import pytest

from tests.app.sandbox.flxpoint.visit import FlxpointVisitor
from tests.app.sandbox.visitor import Visitor


@pytest.fixture
def shop(visitor: Visitor) -> FlxpointVisitor:
    shop = FlxpointVisitor(visitor)
    shop.behave(token_limit=0)
    return shop


@pytest.fixture
def order(shop: FlxpointVisitor) -> int:
    """The id of an order with two items or more."""
    return int(next(each["id"] for each in shop.held() if len(each["items"]) > 1))


@pytest.fixture
def items(shop: FlxpointVisitor, order: int) -> list[int]:
    """The ids of its items."""
    held = next(each for each in shop.held() if each["id"] == order)
    return [each["id"] for each in held["items"]]
