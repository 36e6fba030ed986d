from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UsageError
from app.records.paths import ByKey, ByPosition, New, column_of, format_path, parse_path


def test_a_dotted_name_is_a_path_of_names() -> None:
    assert parse_path("payment_term.payment_term_code") == ("payment_term", "payment_term_code")


def test_an_element_is_named_by_a_field_and_its_value() -> None:
    assert parse_path("addresses[title=Primary address].city") == (
        "addresses",
        ByKey("title", "Primary address"),
        "city",
    )


def test_elements_without_a_key_are_named_by_position_or_local_number() -> None:
    assert parse_path("items[@2].notes[+1].text") == ("items", ByPosition(2), "notes", New(1), "text")


@given(st.text(min_size=1))
def test_any_key_value_survives_the_text_form(value: str) -> None:
    path = ("addresses", ByKey("title", value), "city")
    assert parse_path(format_path(path)) == path


def test_the_column_of_a_path_leaves_the_elements_out() -> None:
    assert column_of("items[id=7].accounting[@1].quantity") == "items.accounting.quantity"
    assert column_of("name") == "name"


@pytest.mark.parametrize("text", ["", "[title=A].city", "addresses[title].city", "addresses[title=A", "a]"])
def test_what_names_no_field_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_path(text)
    assert refusal.value.remedy
