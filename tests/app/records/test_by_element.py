from __future__ import annotations

from typing import Any

import pytest

from app.records.change import Edits, Raw, working_copy
from app.records.merge import by_element

BASE: dict[str, Any] = {"name": "x", "reps": [{"id": "a", "own": 1}, {"id": "b"}]}


def shaped(edits: Edits, base: dict[str, Any] | None = None) -> Edits:
    return by_element(BASE if base is None else base, edits, "reps", "id")


def test_other_edits_are_left_alone() -> None:
    assert shaped({"name": "y"}) == {"name": "y"}


def test_an_emptied_list_becomes_removals() -> None:
    assert shaped({"reps": []}) == {"reps[id=a]": None, "reps[id=b]": None}


def test_what_is_added_after_the_emptying_is_gained_and_what_was_there_stays() -> None:
    edits: Edits = {"name": "y", "reps": [], "reps[id=b].id": "b", "reps[+1].id": "c"}
    assert shaped(edits) == {"name": "y", "reps[id=c].id": "c", "reps[id=a]": None}


def test_a_renamed_element_is_one_gained_and_one_lost() -> None:
    assert shaped({"reps[id=b].id": "c"}) == {"reps[id=c].id": "c", "reps[id=b]": None}


@pytest.mark.parametrize(
    "edits", [{"reps": []}, {"reps[id=b].id": "c"}, {"reps[id=a]": None, "reps[+1].id": "d"}]
)
def test_the_names_in_the_working_copy_are_the_same(edits: Edits) -> None:
    before = {one["id"] for one in working_copy(BASE, edits)["reps"]}
    assert {one["id"] for one in working_copy(BASE, shaped(edits))["reps"]} == before


@pytest.mark.parametrize("value", ["", None, Raw("?")])
def test_elements_without_a_name_leave_the_edits_as_they_were(value: Any) -> None:
    edits: Edits = {"reps[+1].id": value, "reps[id=a]": None}
    assert shaped(edits) == edits


def test_a_list_nobody_read_keeps_its_emptying() -> None:
    assert shaped({"reps": []}, {"name": "x"}) == {"reps": []}
    assert shaped({"reps[id=c].id": "c"}, {"name": "x"}) == {"reps[id=c].id": "c"}
    assert shaped({"reps[id=c].id": "c"}, {"reps": None}) == {"reps[id=c].id": "c"}
