"""Edits of the working copy: what they leave, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.errors import NotAllowed, NotFound, UsageError
from app.records.change import Raw
from app.services import edit_records
from app.services.assess_records import assessed
from app.values import BaseState, Change, Connection, Record
from app.workspace import Workspace

KIND = "traede.customers"


@pytest.fixture
def added(workspace: Workspace, connection: Connection) -> Record:
    values = {"customer_number": "1000", "name": "Fjord & Fell", "currency": "DKK"}
    return edit_records.add_record(workspace, KIND, connection.id, values)


@pytest.fixture
def known(workspace: Workspace, connection: Connection) -> Record:
    """A customer that TRAEDE took: its number is locked."""
    base = {
        "customer_number": "2000",
        "name": "Kaffe",
        "addresses": [{"title": "Shop", "city": "Aarhus"}, {"title": "Home", "city": "Odense"}],
    }
    record = Record(0, KIND, connection.id, "2000", BaseState.KNOWN, base, {}, is_key_locked=True)
    (record_id,) = workspace.store.records.save([record])
    return replace(record, id=record_id)


def stored(workspace: Workspace, record: Record) -> Record:
    return workspace.store.records.get(KIND, record.id)


def make_busy(workspace: Workspace, record: Record) -> None:
    workspace.store.records.save([replace(stored(workspace, record), busy="sent")])


def test_a_new_record_is_unread_and_added(workspace: Workspace, added: Record) -> None:
    assert (added.base_state, added.change, added.key) == (BaseState.UNREAD, Change.ADDED, "1000")
    assert added.problems == ()
    assert stored(workspace, added) == added


def test_text_is_read_as_the_field_s_type(workspace: Workspace, added: Record) -> None:
    record = edit_records.set_values(
        workspace, KIND, added.id, {"discount_percentage": "12.5", "active": "ja", "name": " Fell "}
    )
    assert record.edits["discount_percentage"] == 12.5
    assert record.edits["active"] is True
    assert record.edits["name"] == " Fell "


def test_unreadable_text_is_kept_with_a_problem(workspace: Workspace, added: Record) -> None:
    edit_records.set_values(workspace, KIND, added.id, {"discount_percentage": "12,5o"})
    record = stored(workspace, added)
    assert record.edits["discount_percentage"] == Raw("12,5o")
    assert "12,5o" in record.problems[0].message


def test_writing_what_the_vendor_holds_leaves_nothing_pending(workspace: Workspace, known: Record) -> None:
    edit_records.set_values(workspace, KIND, known.id, {"name": "Kaffe & Te"})
    assert stored(workspace, known).change is Change.CHANGED
    edit_records.set_values(workspace, KIND, known.id, {"name": "Kaffe"})
    assert stored(workspace, known).change is Change.NONE


def test_plus_adds_one_element_per_call(workspace: Workspace, known: Record) -> None:
    places = {"addresses[+].title": "Depot", "addresses[+].city": "Vejle"}
    edit_records.set_values(workspace, KIND, known.id, places)
    edit_records.set_values(workspace, KIND, known.id, {"addresses[+].title": "Pier"})
    assert stored(workspace, known).edits == {
        "addresses[+1].title": "Depot",
        "addresses[+1].city": "Vejle",
        "addresses[+2].title": "Pier",
    }


def test_a_renamed_or_new_element_is_found_by_its_present_name(workspace: Workspace, known: Record) -> None:
    edit_records.set_values(
        workspace, KIND, known.id, {"addresses[title=Shop].title": "Store", "addresses[+].title": "New"}
    )
    later = {"addresses[title=Store].city": "Ribe", "addresses[title=New].city": "Skive"}
    record = edit_records.set_values(workspace, KIND, known.id, later)
    assert record.edits["addresses[title=Shop].city"] == "Ribe"
    assert record.edits["addresses[+1].city"] == "Skive"


def test_a_removed_element_is_an_edit_and_a_new_one_just_goes(workspace: Workspace, known: Record) -> None:
    edit_records.set_values(workspace, KIND, known.id, {"addresses[+].title": "New"})
    edit_records.remove_element(workspace, KIND, known.id, "addresses[title=New]")
    record = edit_records.remove_element(workspace, KIND, known.id, "addresses[title=Home]")
    assert record.edits == {"addresses[title=Home]": None}


def test_erasing_a_list_s_key_column_empties_the_list(workspace: Workspace, known: Record) -> None:
    record = edit_records.set_values(workspace, KIND, known.id, {}, erase=["addresses.title"])
    assert record.edits == {"addresses": []}


def test_erasing_what_the_vendor_cannot_empty_is_a_problem(workspace: Workspace, known: Record) -> None:
    record = edit_records.set_values(workspace, KIND, known.id, {}, erase=["name"])
    assert "cannot be emptied" in record.problems[0].message


def test_directives_are_kept_beside_the_edits(workspace: Workspace, known: Record) -> None:
    record = edit_records.set_values(workspace, KIND, known.id, {"addresses_sync_mode": "Replace"})
    assert record.directives == {"addresses_sync_mode": "replace"}
    assert record.edits == {}
    record = edit_records.set_values(workspace, KIND, known.id, {"addresses_sync_mode": " "})
    assert record.directives == {}


def test_the_delete_field_marks_and_unmarks(workspace: Workspace, known: Record) -> None:
    assert edit_records.set_values(workspace, KIND, known.id, {"delete": "yes"}).change is Change.DELETED
    assert edit_records.set_values(workspace, KIND, known.id, {"delete": "no"}).change is Change.NONE


@pytest.mark.parametrize(
    "path", ["nonsense", "addresses.city", "addresses[@9].city", "addresses[", "delete[+].x"]
)
def test_a_place_that_is_none_is_refused(workspace: Workspace, known: Record, path: str) -> None:
    with pytest.raises(UsageError):
        edit_records.set_values(workspace, KIND, known.id, {path: "x"})
    assert stored(workspace, known).edits == {}


def test_broken_characters_are_refused(workspace: Workspace, known: Record) -> None:
    with pytest.raises(UsageError, match="broken characters"):
        edit_records.set_values(workspace, KIND, known.id, {"name": "\udcff"})


def test_a_pushed_number_is_locked_and_says_why(workspace: Workspace, known: Record) -> None:
    with pytest.raises(NotAllowed, match="second customer"):
        edit_records.set_values(workspace, KIND, known.id, {"customer_number": "2001"})


def test_a_number_that_is_there_is_refused_by_name(workspace: Workspace, added: Record, known: Record) -> None:
    with pytest.raises(NotAllowed, match="customer 2000 is here already"):
        edit_records.set_values(workspace, KIND, added.id, {"customer_number": " 2000 "})
    with pytest.raises(NotAllowed, match="customer 1000 is here already"):
        edit_records.add_record(workspace, KIND, added.connection_id, {"customer_number": "1000"})


def test_a_record_without_a_number_has_a_problem(workspace: Workspace, connection: Connection) -> None:
    first = edit_records.add_record(workspace, KIND, connection.id, {"name": "Nobody"})
    second = edit_records.add_record(workspace, KIND, connection.id, {"name": "Nobody else"})
    assert (first.key, second.key) == ("", "")
    assert any("no number" in problem.message for problem in first.problems)


def test_a_former_number_may_be_given_away(workspace: Workspace, added: Record) -> None:
    edit_records.set_values(workspace, KIND, added.id, {"customer_number": "1001"})
    other = edit_records.add_record(workspace, KIND, added.connection_id, {"customer_number": "1000"})
    assert other.id != added.id


def test_an_added_record_is_forgotten_by_delete_and_by_revert(
    workspace: Workspace, added: Record, connection: Connection
) -> None:
    edit_records.delete_records(workspace, KIND, [added.id])
    with pytest.raises(NotFound):
        stored(workspace, added)
    again = edit_records.add_record(workspace, KIND, connection.id, {"customer_number": "1000"})
    edit_records.revert_records(workspace, KIND, [again.id])
    assert workspace.store.records.by_key(KIND, connection.id, "1000") is None


def test_delete_is_pending_until_reverted(workspace: Workspace, known: Record) -> None:
    changed = edit_records.delete_records(workspace, KIND, [known.id])
    assert changed.record_ids == (known.id,)
    assert stored(workspace, known).change is Change.DELETED
    edit_records.revert_records(workspace, KIND, [known.id])
    assert stored(workspace, known).change is Change.NONE


def test_one_field_is_reverted_alone(workspace: Workspace, known: Record) -> None:
    places = {"name": "Te", "addresses[title=Shop].city": "Ribe", "addresses[title=Home].city": "Skive"}
    edit_records.set_values(workspace, KIND, known.id, places)
    edit_records.revert_records(workspace, KIND, [known.id], "addresses[title=Shop]")
    assert set(stored(workspace, known).edits) == {"name", "addresses[title=Home].city"}
    edit_records.revert_records(workspace, KIND, [known.id], "addresses.city")
    assert set(stored(workspace, known).edits) == {"name"}


def test_fields_of_many_records_are_cleared(workspace: Workspace, added: Record, known: Record) -> None:
    edit_records.clear_values(workspace, KIND, [added.id, known.id], ["discount_percentage"])
    assert stored(workspace, added).edits["discount_percentage"] is None
    assert stored(workspace, known).edits["discount_percentage"] is None


def test_a_record_on_its_way_takes_edits_but_no_removal(workspace: Workspace, added: Record) -> None:
    make_busy(workspace, added)
    edit_records.set_values(workspace, KIND, added.id, {"name": "Changed meanwhile"})
    assert stored(workspace, added).edits["name"] == "Changed meanwhile"
    assert stored(workspace, added).busy == "sent"
    with pytest.raises(NotAllowed, match="is being sent"):
        edit_records.set_values(workspace, KIND, added.id, {"customer_number": "1"})
    with pytest.raises(NotAllowed, match="is being sent"):
        edit_records.set_values(workspace, KIND, added.id, {"delete": "yes"})
    with pytest.raises(NotAllowed, match="is being sent"):
        edit_records.remove_element(workspace, KIND, added.id, "addresses[title=Shop]")


@pytest.mark.parametrize("deed", [edit_records.delete_records, edit_records.revert_records])
def test_one_record_on_its_way_stops_the_whole_selection(
    workspace: Workspace, added: Record, known: Record, deed: object
) -> None:
    make_busy(workspace, added)
    assert callable(deed)
    with pytest.raises(NotAllowed, match="customer 1000 is being sent"):
        deed(workspace, KIND, [known.id, added.id])
    assert stored(workspace, known).change is Change.NONE


def test_a_customer_deleted_at_the_vendor_comes_back_under_its_id(workspace: Workspace, known: Record) -> None:
    gone = replace(known, base={}, base_state=BaseState.ABSENT, is_key_locked=False)
    workspace.store.records.save([gone])
    values = {"customer_number": "2000", "name": "Kaffe", "currency": "DKK"}
    record = edit_records.add_record(workspace, KIND, known.connection_id, values)
    assert (record.id, record.change) == (known.id, Change.ADDED)
    edit_records.revert_records(workspace, KIND, [record.id])
    assert stored(workspace, record).change is Change.NONE


def test_the_outcome_stays_until_the_next_push(workspace: Workspace, known: Record) -> None:
    workspace.store.records.save([replace(known, outcome="applied")])
    record = edit_records.set_values(workspace, KIND, known.id, {"name": "Te"})
    assert (record.outcome, record.change) == ("applied", Change.CHANGED)


def test_assessing_follows_the_connection_s_switches(connection: Connection, known: Record) -> None:
    edited = replace(known, edits={"addresses[title=Home]": None})
    assert assessed(edited, connection).problems
    replacing = replace(connection, options={"addresses_sync_mode": "replace"})
    assert not [one for one in assessed(edited, replacing).problems if one.is_error and one.path == "addresses"]


def test_erasing_a_directive_takes_the_default_again(workspace: Workspace, known: Record) -> None:
    edit_records.set_values(workspace, KIND, known.id, {"addresses_sync_mode": "replace", "delete": "yes"})
    record = edit_records.set_values(workspace, KIND, known.id, {}, erase=["addresses_sync_mode", "delete"])
    assert (record.directives, record.change) == ({}, Change.NONE)


def test_a_directive_nobody_knows_is_kept_with_a_problem(workspace: Workspace, known: Record) -> None:
    places = {"addresses_sync_mode": "merge", "addresses[title=Shop].city": "Ribe"}
    record = edit_records.set_values(workspace, KIND, known.id, places)
    assert record.directives == {"addresses_sync_mode": "merge"}
    assert any("“merge”" in problem.message for problem in record.problems)
    edit_records.revert_records(workspace, KIND, [known.id], "addresses_sync_mode")
    assert stored(workspace, known).directives == {}


def test_an_answer_to_delete_is_yes_or_no(workspace: Workspace, known: Record) -> None:
    with pytest.raises(UsageError, match="neither yes nor no"):
        edit_records.set_values(workspace, KIND, known.id, {"delete": "perhaps"})


def test_the_deletion_alone_can_be_reverted(workspace: Workspace, known: Record) -> None:
    edit_records.set_values(workspace, KIND, known.id, {"name": "Te"})
    edit_records.delete_records(workspace, KIND, [known.id])
    edit_records.revert_records(workspace, KIND, [known.id], "delete")
    assert (stored(workspace, known).change, stored(workspace, known).edits) == (Change.CHANGED, {"name": "Te"})


def test_only_an_element_can_be_removed(workspace: Workspace, known: Record) -> None:
    with pytest.raises(UsageError, match="no element"):
        edit_records.remove_element(workspace, KIND, known.id, "name")


def test_blank_text_erases_what_is_no_text(workspace: Workspace, known: Record) -> None:
    record = edit_records.set_values(workspace, KIND, known.id, {"discount_percentage": " ", "name": ""})
    assert record.edits == {"discount_percentage": None, "name": ""}
