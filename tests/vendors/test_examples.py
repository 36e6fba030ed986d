"""The example files go through: every record is applied, and read back as review showed it."""

from __future__ import annotations

from pathlib import Path

from app.services.template import template
from app.values import Outcome
from tests.vendors.ground import Ground

# What a person writes into the cells that an example has wrong, so that there is something to correct.
RIGHT = {"discount_percentage": "12.5"}


def test_every_record_of_the_example_is_applied_and_read_back_as_review_showed_it(ground: Ground) -> None:
    ground.take_in(ground.example)
    ground.correct(RIGHT)
    shown = ground.reviewed()
    assert len(shown) >= 10
    result = ground.push()
    ended = ground.workspace.store.history.outcomes(result.push_id, limit=1000)
    assert [one for one in ended if one.outcome is not Outcome.APPLIED] == []
    assert result.total == len(shown)
    assert {one.record.id: ground.differences(one) for one in shown if ground.differences(one)} == {}
    assert ground.reviewed() == ()


def test_the_template_is_a_file_that_goes_through(ground: Ground, tmp_path: Path) -> None:
    file = tmp_path / "template.csv"
    file.write_text(template(ground.kind), encoding="utf-8", newline="")
    ground.take_in(file)
    (shown,) = ground.reviewed()
    assert [one.message for one in shown.record.problems if one.is_error] == []
    assert ground.push().counts[Outcome.APPLIED] == 1
    assert ground.differences(shown) == {}


def test_an_example_has_what_people_really_have(ground: Ground) -> None:
    text = ground.example.read_text(encoding="utf-8")
    assert any(not character.isascii() for character in text)
    assert len(text.splitlines()) >= 20
