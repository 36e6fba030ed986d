"""Keeping a file is one step: Undo takes all of it back, and nothing that came after."""

from __future__ import annotations

import pytest

from app.errors import Cancelled, NotAllowed
from app.jobs import JobContext
from app.services import keep_step
from app.services.edit_records import set_values
from app.services.proposals import keep_proposal, page_proposal
from app.services.undo_edit import next_steps, redo_edit, undo_edit
from app.values import Change
from tests.app.intake.conftest import KIND, Desk

HEAD = "customer_number,name,currency,addresses.title,addresses.city\n"


def steps(desk: Desk) -> tuple[str, str]:
    return next_steps(desk.workspace, desk.connection_id)


def undo(desk: Desk) -> None:
    undo_edit(desk.workspace, desk.connection_id)


@pytest.fixture
def kept(desk: Desk) -> Desk:
    """Keep two customers, then a file that changes one of them and adds two, one by rows of its own."""
    desk.keep(HEAD + "1,Åsa,DKK,Shop,Bø\n2,Zoë,DKK,Shop,Nes\n")
    desk.keep(HEAD + "2,Zoë & Co,DKK,Shop,Nes\n3,Fell,SEK,Shop,Ås\n4,Bye,DKK,Shop,A\n4,,,Store,B\n")
    return desk


def test_undo_takes_a_whole_file_back_and_redo_keeps_it_again(kept: Desk) -> None:
    before = {record.key: record.edits for record in kept.records()}
    assert steps(kept) == ("keeping of customers.csv", "")
    undo(kept)
    assert sorted(record.key for record in kept.records()) == ["1", "2"]
    assert kept.record("2").edits["name"] == "Zoë"
    undo(kept)
    assert kept.records() == ()
    for _ in range(2):
        redo_edit(kept.workspace, kept.connection_id)
    assert {record.key: record.edits for record in kept.records()} == before


def test_the_same_file_can_be_kept_again_after_it_was_taken_back(kept: Desk) -> None:
    undo(kept)
    again = kept.keep(HEAD + "3,Fell,SEK,Shop,Ås\n")
    assert (again.added, again.unchanged) == (1, 0)
    assert kept.record("3").change is Change.ADDED


def test_a_part_that_was_kept_is_a_step_of_its_own(desk: Desk) -> None:
    proposal = desk.propose(HEAD + "1,Åsa,DKK,Shop,Bø\n2,Zoë,DKK,Shop,Nes\n")
    numbers = [one.number for one in page_proposal(desk.workspace, proposal.id)]
    for number in numbers:
        keep_proposal(desk.workspace, JobContext(), proposal.id, [number])
    undo(desk)
    assert [record.key for record in desk.records()] == ["1"]


def test_what_was_edited_since_keeps_the_file_from_being_taken_back(kept: Desk) -> None:
    set_values(kept.workspace, KIND, kept.record("3").id, {"name": "Mine"})
    undo(kept)
    assert kept.record("3").edits["name"] == "Fell"
    undo(kept)
    assert sorted(record.key for record in kept.records()) == ["1", "2"]


def test_an_edit_right_after_keeping_is_not_lost(kept: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The step is noted after the records are seen; an edit may fall in between."""
    finish = keep_step.KeepStep.finish

    def edited_first(step: keep_step.KeepStep, **words: tuple[int, ...]) -> None:
        set_values(kept.workspace, KIND, kept.record("5").id, {"name": "Quick"})
        finish(step, **words)

    monkeypatch.setattr(keep_step.KeepStep, "finish", edited_first)
    kept.keep(HEAD + "5,Slow,DKK,Shop,A\n")
    assert steps(kept)[0] == "edit of Name"
    undo(kept)
    assert kept.record("5").edits["name"] == "Slow"
    undo(kept)
    assert "5" not in [record.key for record in kept.records()]


def test_a_file_that_changes_nothing_leaves_no_step(kept: Desk) -> None:
    kept.keep(HEAD + "3,Fell,SEK,Shop,Ås\n")
    undo(kept)
    assert sorted(record.key for record in kept.records()) == ["1", "2"]


def test_a_file_too_large_to_be_noted_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep_step, "MOST_RECORDS", 1)
    desk.keep(HEAD + "1,Åsa,DKK,Shop,Bø\n2,Zoë,DKK,Shop,Nes\n")
    with pytest.raises(NotAllowed, match="too many records to be taken back in one step"):
        undo(desk)
    assert len(desk.records()) == 2
    assert steps(desk) == ("", "")


def test_stopping_leaves_no_step(desk: Desk) -> None:
    proposal = desk.propose(HEAD + "1,Åsa,DKK,Shop,Bø\n")
    context = JobContext()
    context.cancel()
    with pytest.raises(Cancelled):
        keep_proposal(desk.workspace, context, proposal.id)
    assert steps(desk) == ("", "")
