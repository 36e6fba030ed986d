"""What a picture field may hold: the name of a picture that was attached, and nothing else."""

from __future__ import annotations

import pytest

from app.records.checks import check_value
from app.records.pictures import is_picture_name, picture_words
from app.vendors.registry import kind_named

LOGO = kind_named("softwareone.buyers").column_by_path["logo"]
NAME = f"{'0a' * 32}.png"


def test_an_attached_picture_passes() -> None:
    assert check_value(LOGO, "logo", NAME) is None


@pytest.mark.parametrize("text", ["logo.png", f"../{NAME}", NAME.upper(), f"{'0a' * 32}.svg", f"{NAME}\n"])
def test_a_name_that_attaches_nothing_is_a_problem(text: str) -> None:
    assert not is_picture_name(text)
    problem = check_value(LOGO, "logo", text)
    assert problem is not None
    assert problem.is_error
    assert "chosen in the details, or given with --file" in problem.message


@pytest.mark.parametrize(("ending", "words"), [("png", "PNG picture"), ("jpg", "JPEG picture")])
def test_people_read_what_kind_of_picture_it_is(ending: str, words: str) -> None:
    assert picture_words(f"{'0a' * 32}.{ending}") == words
