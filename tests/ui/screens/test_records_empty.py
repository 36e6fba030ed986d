"""Why no record shows, in words, and where each button leads."""

from __future__ import annotations

import pytest

from app.values import Tallies
from app.vendors.registry import kind_named
from ui.screens.records_empty import emptiness

KIND = kind_named("traede.customers").under({})


@pytest.mark.parametrize(
    ("tallies", "filter_name", "text", "title", "ways"),
    [
        (Tallies(), "all", "", "No TRAEDE customers yet", ("file", "new")),
        (Tallies(9, 3), "problems", "", "No problems left", ("review", "all")),
        (Tallies(9), "problems", "", "No problems", ("all", "")),
        (Tallies(9), "pending", "", "Nothing is pending", ("all", "")),
        (Tallies(9), "refused", "", "No record is refused", ("all", "")),
        (Tallies(9), "deleted", "", "Nothing matches", ("all", "")),
        (Tallies(9, 3), "problems", "Bø", "Nothing matches", ("all", "")),
    ],
)
def test_each_kind_of_nothing_has_its_words_and_ways_on(
    tallies: Tallies, filter_name: str, text: str, title: str, ways: tuple[str, str]
) -> None:
    why = emptiness(KIND, tallies, filter_name=filter_name, text=text)
    assert (why.title, (why.action, why.second_action)) == (title, ways)


def test_search_names_what_was_looked_for() -> None:
    assert "“Bø”" in emptiness(KIND, Tallies(1), filter_name="all", text="Bø").text
