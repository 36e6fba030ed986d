"""A word on a push, kept on one line, found by a search."""

from __future__ import annotations

import pytest

from app.errors import NotFound, UsageError
from app.history_values import HistoryQuery
from app.services.comment_push import MOST_CHARACTERS, comment_push
from app.services.search_history import find_pushes
from tests.app.push.shop import Shop


@pytest.fixture
def shop(pushing_shop: Shop) -> Shop:
    pushing_shop.push()
    return pushing_shop


def test_a_comment_is_written_over_and_taken_away(shop: Shop) -> None:
    assert comment_push(shop.workspace, 1, "  Spring\n prices ").comment == "Spring prices"
    assert find_pushes(shop.workspace, HistoryQuery(text="spring p")) == (1,)
    assert comment_push(shop.workspace, 1, "Summer").comment == "Summer"
    assert comment_push(shop.workspace, 1, " ").comment == ""
    assert find_pushes(shop.workspace, HistoryQuery(text="summer")) == ()


def test_too_long_a_comment_changes_nothing(shop: Shop) -> None:
    comment_push(shop.workspace, 1, "Kept")
    with pytest.raises(UsageError, match="longer than 500"):
        comment_push(shop.workspace, 1, "x" * (MOST_CHARACTERS + 1))
    assert shop.workspace.store.history.push(1).comment == "Kept"


def test_a_push_that_is_not_there(shop: Shop) -> None:
    with pytest.raises(NotFound):
        comment_push(shop.workspace, 9, "Nobody reads this")
