from __future__ import annotations

import pytest

from app.records.change import Raw
from app.records.checks import check_value, is_blank
from app.vendors.registry import kind_named

COLUMNS = kind_named("traede.customers").column_by_path


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("discount_percentage", 120.0, "Discount % is 120; at most 100 is allowed"),
        ("discount_percentage", -1.0, "at least 0"),
        ("discount_percentage", Raw("12,5o"), "“12,5o” cannot be read"),
        ("active", Raw("maybe"), "yes or no"),
        ("name", Raw("A (row 2) or B (row 3)"), "two values: A (row 2) or B (row 3). Write the right one"),
        ("currency", "dkk", "write DKK"),
        ("currency", "EURO", "three capital letters such as EUR"),
        ("addresses.country", "Denmark", "write DK"),
        ("addresses.country", "XX", "two capital letters"),
        ("name", "", "is empty"),
        ("name", None, "cannot be emptied"),
        ("addresses_sync_mode", Raw("merge"), "append, replace"),
    ],
)
def test_a_wrong_value_is_told_with_its_remedy(column: str, value: object, words: str) -> None:
    problem = check_value(COLUMNS[column], column, value)
    assert problem is not None
    assert words in problem.message
    assert problem.path == column


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("discount_percentage", 0.0),
        ("discount_percentage", 100.0),
        ("currency", "DKK"),
        ("addresses.country", "GB"),
        ("active", False),
        ("addresses.address_2", None),
        ("name", "Ærø & Søn"),
    ],
)
def test_a_right_value_has_no_problem(column: str, value: object) -> None:
    assert check_value(COLUMNS[column], column, value) is None


@pytest.mark.parametrize(
    ("value", "expected"), [(None, True), (" ", True), ([], True), (False, False), (0, False)]
)
def test_blank_means_nothing_to_read(value: object, expected: bool) -> None:  # noqa: FBT001  a table of cases
    assert is_blank(value) is expected
