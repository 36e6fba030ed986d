from __future__ import annotations

from app.vendors.paging import following, position_of


def test_a_cursor_holds_its_place_and_a_mark_of_the_page_before() -> None:
    cursor = following("", [1, 2], position=2)
    assert cursor is not None
    assert position_of(cursor, first=0) == 2
    assert following(cursor, [3], position=3) != following(cursor, [4], position=3)


def test_a_page_that_comes_again_is_followed_by_nothing() -> None:
    cursor = following("", [1, 2], position=2)
    assert cursor is not None
    assert following(cursor, [1, 2], position=4) is None


def test_no_cursor_is_the_first_page() -> None:
    assert position_of("", first=1) == 1
