"""`COLUMN=VALUE` as people type it, and what is refused with a remedy."""

from __future__ import annotations

import pytest

from app.cli.assignments import read_assignments, split_assignment
from app.errors import UsageError
from app.vendors.registry import kind_named

KIND = kind_named("traede.customers")


@pytest.mark.parametrize(
    ("word", "place", "text"),
    [
        ("name=Fjord & Fell", "name", "Fjord & Fell"),
        ("name=a=b", "name", "a=b"),
        ("name=", "name", ""),
        ("name= blanks ", "name", " blanks "),
        ("addresses[title=Shop].city=Århus", "addresses[title=Shop].city", "Århus"),
        ("addresses[title=a=b].city=x=y", "addresses[title=a=b].city", "x=y"),
        (r"addresses[title=a\]b].city=x", r"addresses[title=a\]b].city", "x"),
        (r"addresses[title=a\[b].city=x]", r"addresses[title=a\[b].city", "x]"),
        ("addresses[+].title=[Y]", "addresses[+].title", "[Y]"),
        ("addresses=[]", "addresses", "[]"),
    ],
)
def test_first_equals_sign_outside_brackets_separates(word: str, place: str, text: str) -> None:
    assert split_assignment(word) == (place, text)


@pytest.mark.parametrize("word", ["name", "", "=value", "addresses[title=Shop].city", "addresses[title=Shop"])
def test_word_without_a_separator_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="sets nothing"):
        split_assignment(word)


def test_empty_text_and_erasing_are_two_things() -> None:
    read = read_assignments(KIND, ["name=", "discount_percentage=[]", "addresses=[]"])
    assert read.values == {"name": ""}
    assert read.erased == ("discount_percentage", "addresses")


def test_new_element_is_named_by_one_sign_in_a_command() -> None:
    read = read_assignments(KIND, ["addresses[+].title=Shop", "addresses[+].city=Århus"])
    assert read.values == {"addresses[+].title": "Shop", "addresses[+].city": "Århus"}


def test_numbered_new_elements_stay_apart() -> None:
    read = read_assignments(KIND, ["addresses[+1].title=Shop", "addresses[+2].title=Depot"])
    assert list(read.values) == ["addresses[+1].title", "addresses[+2].title"]


def test_column_is_found_however_it_is_spelled() -> None:
    read = read_assignments(KIND, ["Customer Number=007", "Payment-Term.payment_term_code=30-days"])
    assert read.values == {"customer_number": "007", "payment_term.payment_term_code": "30-days"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nmae=x"], "Did you mean name?"),
        (["addresses[title=Shop].town=x"], "no column"),
        (["addresses.city=x"], r"addresses\[title=…\].city"),
        (["addresses=x"], "no column"),
        (["name=a", "Name=b"], "twice"),
        (["name=a", "name=[]"], "twice"),
        (["addresses[Shop].city=x"], "names no element"),
    ],
)
def test_wrong_place_is_refused_with_a_remedy(words: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_assignments(KIND, words)
