from __future__ import annotations

import pytest

from app.records.cells import read_cell, write_cell
from app.records.change import Raw
from app.records.columns import Column
from app.vendors.registry import kind_named

COLUMNS = kind_named("traede.customers").column_by_path
DISCOUNT = COLUMNS["discount_percentage"]
ACTIVE = COLUMNS["active"]
TERM_ID = COLUMNS["payment_term.payment_term_id"]
MODE = COLUMNS["addresses_sync_mode"]


@pytest.mark.parametrize("text", ["007", " padded ", "1E5", "01/02/03", "123456789012345678", "=1+1"])
def test_text_is_kept_as_written(text: str) -> None:
    assert read_cell(COLUMNS["name"], text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("12.5", 12.5), (" 12 ", 12.0), ("-0.1", -0.1), ("12,5", Raw("12,5")), ("12,5o", Raw("12,5o"))],
)
def test_decimals_have_a_point(text: str, value: object) -> None:
    assert read_cell(DISCOUNT, text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("12,5", 12.5), ("12.5", 12.5), ("1.234,5", Raw("1.234,5")), ("1,2,3", Raw("1,2,3"))]
)
def test_a_decimal_comma_is_read_where_the_file_has_one(text: str, value: object) -> None:
    assert read_cell(DISCOUNT, text, has_decimal_comma=True) == value


@pytest.mark.parametrize("text", ["nan", "inf", "1e5", "0x10", "٣", "", "1_000", "0.1234567890123456"])
def test_what_a_float_would_bend_is_not_read(text: str) -> None:
    assert read_cell(DISCOUNT, text) == Raw(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Yes", True),
        ("JA", True),
        ("1", True),
        ("nein", False),
        ("nej", False),
        (" 0 ", False),
        ("2", Raw("2")),
    ],
)
def test_booleans_are_read_in_the_words_of_the_grammar(text: str, value: object) -> None:
    assert read_cell(ACTIVE, text) == value


def test_whole_numbers_and_choices_are_trimmed() -> None:
    assert read_cell(TERM_ID, " 7 ") == 7
    assert read_cell(TERM_ID, "7.0") == Raw("7.0")
    assert read_cell(MODE, " Replace ") == "replace"
    assert read_cell(MODE, "merge") == Raw("merge")


@pytest.mark.parametrize("column", [DISCOUNT, ACTIVE, TERM_ID, MODE, COLUMNS["name"]])
@pytest.mark.parametrize("text", ["12.5", "true", "7", "append", "x", "0.1", "100", "999999999999999"])
def test_what_is_written_is_read_back_the_same(column: Column, text: str) -> None:
    value = read_cell(column, text)
    assert read_cell(column, write_cell(value)) == value


def test_an_image_is_named_by_its_file_and_open_parts_are_written_as_json() -> None:
    columns = kind_named("softwareone.buyers").column_by_path
    assert read_cell(columns["logo"], " logo.png ") == "logo.png"
    assert read_cell(columns["errors.parameters"], "{}") == Raw("{}")
    assert write_cell({"ø": [1, None]}) == '{"ø":[1,null]}'
