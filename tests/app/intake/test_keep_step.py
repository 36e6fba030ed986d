"""Keeping a file is one step: Undo takes all of it back, and nothing that came after."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typing_extensions import override

from app.errors import Cancelled, NotAllowed
from app.jobs import JobContext
from app.services import keep_step
from app.services.edit_records import delete_records, set_values
from app.services.proposals import keep_proposal, page_proposal
from app.services.reassess import reassess_pending
from app.services.undo_edit import next_steps, redo_edit, undo_edit
from app.store import reversals
from app.store.push_marks import mark_busy
from app.values import BaseState, Change, Record
from tests.app.intake.conftest import KIND, Desk

HEAD = "customer_number,name,currency,addresses.title,addresses.city\n"


class StopAfter(JobContext):
    """Stops at the nth look."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._left = number

    @override
    def checkpoint(self) -> None:
        self._left -= 1
        if not self._left:
            self.cancel()
        super().checkpoint()


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
    """The step is on the list after the records are seen; an edit may fall in between."""
    finish = keep_step.KeepStep.finish

    def edited_first(step: keep_step.KeepStep) -> None:
        set_values(kept.workspace, KIND, kept.record("5").id, {"name": "Quick"})
        finish(step)

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


def rows_in_store(desk: Desk) -> list[tuple[int, str, str]]:
    with desk.workspace.store.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT id, key, edits FROM traede_customers ORDER BY id, version")
        return [tuple(row) for row in rows]


def test_undo_that_is_stopped_leaves_everything_as_it_was(kept: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before, rows = kept.records(), rows_in_store(kept)
    monkeypatch.setattr(reversals, "_CHUNK_ROWS", 1)
    for number in range(1, 6):
        context = StopAfter(number)
        with pytest.raises(Cancelled):
            undo_edit(kept.workspace, kept.connection_id, context)
        assert (kept.records(), rows_in_store(kept)) == (before, rows)
    undo(kept)
    assert sorted(record.key for record in kept.records()) == ["1", "2"]


def test_undo_that_a_crash_cut_off_leaves_everything_as_it_was(kept: Desk) -> None:
    before = kept.records()
    step = kept.workspace.store.edit_log.next_to_undo(kept.connection_id)
    assert step is not None
    kept.workspace.store.reversal(step).turn(lambda _done, _total: None)
    assert kept.records() == before
    kept.workspace.store.operations.finish_leftovers()
    assert kept.records() == before
    undo(kept)
    assert kept.record("2").edits["name"] == "Zoë"


def test_an_edit_taken_back_first_does_not_keep_the_file(kept: Desk) -> None:
    set_values(kept.workspace, KIND, kept.record("3").id, {"name": "Mine"})
    set_values(kept.workspace, KIND, kept.record("2").id, {"name": "Mine too"})
    before = kept.records()
    for _ in range(4):
        undo(kept)
    assert kept.records() == ()
    for _ in range(4):
        redo_edit(kept.workspace, kept.connection_id)
    assert kept.records() == before


def test_what_was_written_otherwise_since_is_named_and_nothing_is_taken_back(kept: Desk) -> None:
    changed = replace(kept.record("2"), base={"name": "Theirs"}, base_state=BaseState.KNOWN)
    kept.workspace.store.records.save([changed])
    before = kept.records()
    with pytest.raises(NotAllowed, match="The customer 2 was edited, pushed or read since"):
        undo(kept)
    assert kept.records() == before
    assert steps(kept) == ("keeping of customers.csv", "")


def test_what_was_removed_otherwise_since_keeps_the_file_from_being_taken_back(kept: Desk) -> None:
    kept.workspace.store.records.remove(KIND, [kept.record("3").id])
    with pytest.raises(NotAllowed, match="was edited, pushed or read since"):
        undo(kept)
    assert sorted(record.key for record in kept.records()) == ["1", "2", "4"]


def test_a_deletion_is_taken_back_first_and_done_again_last(kept: Desk) -> None:
    delete_records(kept.workspace, KIND, [kept.record("3").id])
    left = kept.records()
    for _ in range(3):
        undo(kept)
    assert kept.records() == ()
    for _ in range(3):
        redo_edit(kept.workspace, kept.connection_id)
    assert kept.records() == left


def test_after_the_rules_changed_nothing_comes_back_that_was_judged_by_the_old_ones(kept: Desk) -> None:
    reassess_pending(kept.workspace, JobContext(), kept.connection_id)
    assert steps(kept) == ("", "")


def test_after_the_columns_changed_nothing_comes_back_without_them(kept: Desk) -> None:
    kept.workspace.store.records.project_anew(KIND)
    assert steps(kept) == ("", "")


def test_a_record_that_is_being_sent_keeps_the_step_for_later(kept: Desk) -> None:
    record_id = kept.record("3").id
    for state, text in (("sent", "cannot be undone now"), ("", "")):
        with kept.workspace.store.database.write() as transaction:
            mark_busy(transaction, KIND, [record_id], state)
        if text:
            with pytest.raises(NotAllowed, match=text):
                undo(kept)
    undo(kept)
    assert sorted(record.key for record in kept.records()) == ["1", "2"]


def test_a_key_that_is_taken_meanwhile_is_not_taken_over_by_redo(kept: Desk) -> None:
    undo(kept)
    mine = Record(0, KIND, kept.connection_id, "3", BaseState.KNOWN, {"customer_number": "3"}, {})
    kept.workspace.store.records.save([mine])
    with pytest.raises(NotAllowed, match="The customer 3 was edited, pushed or read since"):
        redo_edit(kept.workspace, kept.connection_id)
    assert kept.record("3").base_state is BaseState.KNOWN


def test_what_no_step_can_bring_back_is_deleted_with_the_next_file(kept: Desk) -> None:
    undo(kept)
    set_values(kept.workspace, KIND, kept.record("1").id, {"name": "Mine"})
    kept.keep(HEAD + "9,Neu,DKK,Shop,A\n")
    assert sorted(key for _, key, _ in rows_in_store(kept)) == ["1", "2", "9"]


def test_what_a_step_keeps_goes_with_the_connection(kept: Desk) -> None:
    undo(kept)
    kept.workspace.store.records.remove_connection(kept.connection_id)
    assert rows_in_store(kept) == []


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_a_file_of_finished_records_and_others_is_taken_back_and_kept_again(desk: Desk, number: int) -> None:
    desk.keep(HEAD + "".join(f"{one},Old,DKK,Shop,A\n" for one in range(number)))
    before = desk.records()
    desk.keep(HEAD + "".join(f"{one},New,SEK,Shop,A\n{one},,,Store,B\n" for one in range(60)))
    after = desk.records()
    for _ in range(2):
        undo(desk)
        assert desk.records() == before
        redo_edit(desk.workspace, desk.connection_id)
        assert desk.records() == after


def test_stopping_leaves_no_step(desk: Desk) -> None:
    proposal = desk.propose(HEAD + "1,Åsa,DKK,Shop,Bø\n")
    context = JobContext()
    context.cancel()
    with pytest.raises(Cancelled):
        keep_proposal(desk.workspace, context, proposal.id)
    assert steps(desk) == ("", "")
