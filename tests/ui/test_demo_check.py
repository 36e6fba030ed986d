"""The check after the demo's walk: it must notice what is not as the file says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ui.demo_check import difference, summary, wanted_of

HEADER = "customer_number,name,currency,discount_percentage,addresses.title\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "customers.csv"
    place.write_text(f"{HEADER}1,Ø,DKK,12,Shop\n1,,,,Stock\n2,Å,SEK,9o,\n", encoding="utf-8")
    return place


def held(**other: Any) -> dict[str, dict[str, Any]]:
    first = {
        "customer_number": "1",
        "name": "Ø",
        "currency": "DKK",
        "discount_percentage": 12.0,
        "addresses": [{"title": "Shop", "city": "Ribe"}, {"title": "Stock", "city": "Ribe"}],
    }
    second = {
        "customer_number": "2",
        "name": "Å",
        "currency": "SEK",
        "discount_percentage": 9.5,
        "addresses": [],
    }
    return {"1": {**first, **other}, "2": second}


def test_all_there_is_no_difference(file: Path) -> None:
    assert difference(held(), wanted_of(file, {"2": "9.5"})) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "O"}, "1: name is 'O'"),
        ({"discount_percentage": 13.0}, "1: discount is 13.0"),
        ({"addresses": [{"title": "Shop"}]}, "1: address Stock is missing."),
    ],
)
def test_what_is_wrong_is_named(file: Path, wrong: dict[str, Any], words: str) -> None:
    found = difference(held(**wrong), wanted_of(file, {"2": "9.5"}))
    assert found[0].startswith(words)


def test_missing_customer_is_named(file: Path) -> None:
    assert difference({"1": held()["1"]}, wanted_of(file, {"2": "9.5"})) == ["2 is missing."]


def test_summary_names_customers(file: Path) -> None:
    words = summary(held(), wanted_of(file, {"2": "9.5"}))
    assert "The simulator holds 2 customers, 2 of them from the file" in words
    assert "Ribe" in words
