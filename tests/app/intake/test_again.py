"""The same file, or one that went out, coming in again: nothing is added twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.intake.values import Kept
from app.jobs import JobContext
from app.records.change import Raw, value_at, working_copy
from app.services.export_failed import export_failed
from app.services.export_records import export
from app.values import BaseState, Change, Record
from app.vendors.assess import assessed
from app.vendors.registry import kind_named, vendor_named
from tests.app.intake.conftest import KIND, Desk

HEAD = "customer_number,name,currency,discount_percentage,addresses.title,addresses.city\n"
OPTIONS = vendor_named("traede").options_with_defaults({})


def save(desk: Desk, record: Record) -> None:
    desk.workspace.store.records.save([assessed(kind_named(KIND), record, OPTIONS)])


def counts(kept: Kept) -> tuple[int, int, int]:
    return kept.added, kept.changed, kept.unchanged


def test_same_file_twice_adds_nothing(desk: Desk) -> None:
    content = (
        HEAD + "1,A,DKK,5,Shop,Vejle\n1,,,,Depot,Ribe\n,No number,DKK,,,\n2,B,DKK,12x,,\n3,C,DKK,,,Odense\n"
    )

    assert counts(desk.keep(content)) == (4, 0, 0)
    before = desk.records()
    assert counts(desk.keep(content)) == (0, 0, 4)
    assert desk.records() == before


def test_same_file_after_a_push_adds_nothing(desk: Desk) -> None:
    content = HEAD + "1,A,DKK,5,Shop,Vejle\n"
    desk.keep(content)
    record = desk.record("1")
    sent = working_copy(record.base, record.edits)
    sent["discount_percentage"] = 5  # as a vendor's JSON may have it
    save(desk, replace(record, base=sent, base_state=BaseState.KNOWN, edits={}))

    assert counts(desk.keep(content)) == (0, 0, 1)
    assert desk.record("1").change is Change.NONE


def test_same_file_after_a_bad_cell_was_fixed_keeps_the_fix(desk: Desk) -> None:
    content = HEAD + "1,A,DKK,12x,,\n"
    desk.keep(content)
    record = desk.record("1")
    save(desk, replace(record, edits={**record.edits, "discount_percentage": 12.0}))

    proposal = desk.propose(content)
    assert (proposal.unchanged, proposal.error_count) == (1, 0)
    assert "corrected to “12.0”" in proposal.problems[0].message
    desk.keep(content)
    assert desk.record("1").edits["discount_percentage"] == 12.0


def test_a_second_file_with_the_same_bad_cell_remembers_it_too(desk: Desk) -> None:
    desk.keep(HEAD + "1,A,DKK,12x,,\n")
    desk.keep("customer_number,discount_percentage\n1,12x\n")
    record = desk.record("1")
    save(desk, replace(record, edits={**record.edits, "discount_percentage": 12.0}))

    assert counts(desk.keep("customer_number,discount_percentage\n1,12x\n")) == (0, 0, 1)


def test_same_file_after_a_missing_number_was_written_finds_its_record(desk: Desk) -> None:
    content = HEAD + ",A,DKK,,,\n"
    desk.keep(content)
    (record,) = desk.records()
    save(desk, replace(record, edits={**record.edits, "customer_number": "77"}))

    assert counts(desk.keep(content)) == (0, 0, 1)
    assert [one.key for one in desk.records()] == ["77"]


def test_a_renumbered_customer_is_found_by_its_old_number(desk: Desk) -> None:
    content = HEAD + "1,A,DKK,,,\n"
    desk.keep(content)
    record = desk.record("1")
    save(desk, replace(record, edits={**record.edits, "customer_number": "2"}))

    assert counts(desk.keep(content)) == (0, 0, 1)
    assert [one.key for one in desk.records()] == ["2"]


def test_two_keys_of_one_record_in_a_file_are_told(desk: Desk) -> None:
    desk.keep(HEAD + "1,A,DKK,,,\n")
    record = desk.record("1")
    save(desk, replace(record, edits={**record.edits, "customer_number": "2"}))

    kept = desk.keep(HEAD + "2,B,DKK,,,\n1,C,DKK,,,\n")

    assert "Row 2 is about this record too" in kept.not_kept[0].message
    assert desk.record("2").edits["name"] == "B"


def test_blank_leaves_alone_and_brackets_erase(desk: Desk) -> None:
    save(
        desk,
        Record(0, KIND, desk.connection_id, "1", BaseState.KNOWN,
               {"customer_number": "1", "name": "A", "currency": "DKK", "discount_percentage": 5}, {}),
    )  # fmt: skip

    (record,) = desk.proposed(HEAD + "1, ,,[],,\n")

    assert [(one.path, one.old, one.new) for one in record.fields] == [("discount_percentage", 5, None)]


def test_a_file_adds_and_changes_elements_and_removes_none(desk: Desk) -> None:
    desk.keep(HEAD + "1,A,DKK,,Shop,Vejle\n1,,,,Depot,Ribe\n")
    desk.keep(HEAD + "1,,,,Shop,Odense\n1,,,,Outlet,Skive\n")

    record = desk.record("1")
    working = working_copy(record.base, record.edits)
    assert [(one["title"], one["city"]) for one in working["addresses"]] == [
        ("Shop", "Odense"),
        ("Depot", "Ribe"),
        ("Outlet", "Skive"),
    ]


def test_brackets_in_the_title_empty_the_list_before_other_rows_add(desk: Desk) -> None:
    desk.keep(HEAD + "1,A,DKK,,Shop,Vejle\n")
    content = HEAD + "1,,,,Depot,Ribe\n1,,,,[],\n"
    desk.keep(content)

    record = desk.record("1")
    assert [one["title"] for one in value_at(working_copy(record.base, record.edits), "addresses")] == ["Depot"]
    assert counts(desk.keep(content)) == (0, 0, 1)


def test_a_list_that_is_emptied_and_filled_by_one_file_is_the_same_after_a_second_time(desk: Desk) -> None:
    content = "customer_number,name,currency,addresses_sync_mode,addresses.title,"
    content += "addresses.city,addresses.country\n"
    content += "1,A,DKK,replace,,Ribe,DK\n1,,,,[],,\n1,,,,Shop,Vejle,dk\n"
    desk.keep(content)
    record = desk.record("1")
    assert counts(desk.keep(content)) == (0, 0, 1)
    assert desk.record("1") == record

    fixed = {**record.edits, "addresses[title=Shop].country": "DK"}
    save(desk, replace(record, edits=fixed))
    assert counts(desk.keep(content)) == (0, 0, 1)
    assert desk.record("1").edits == fixed


def test_an_address_without_title_is_kept_with_its_problem_once(desk: Desk) -> None:
    content = HEAD + "1,A,DKK,,,Vejle\n"
    assert "Address title is missing" in "".join(one.message for one in desk.propose(content).problems)

    desk.keep(content)
    desk.keep(content)
    assert len(working_copy({}, desk.record("1").edits)["addresses"]) == 1


def test_delete_column_deletes_and_no_takes_it_back(desk: Desk) -> None:
    head = "customer_number,name,currency,delete\n"
    desk.keep(head + "1,A,DKK,\n")
    (proposed,) = desk.proposed(head + "1,,,ja\n")
    assert proposed.change == "deleted"
    desk.keep(head + "1,,,ja\n")
    assert desk.record("1").change is Change.DELETED
    desk.keep(head + "1,,,no\n")
    assert desk.record("1").change is Change.ADDED


def test_directives_are_kept_beside_the_fields(desk: Desk) -> None:
    desk.keep("customer_number,name,currency,addresses_sync_mode\n1,A,DKK,Replace\n")

    record = desk.record("1")
    assert record.directives == {"addresses_sync_mode": "replace"}
    assert "addresses_sync_mode" not in record.edits


@pytest.mark.parametrize("busy", ["sent", "unknown"])
def test_a_record_in_flight_is_not_kept_and_says_why(desk: Desk, busy: Literal["sent", "unknown"]) -> None:
    desk.keep(HEAD + "1,A,DKK,,,\n")
    save(desk, replace(desk.record("1"), busy=busy))

    kept = desk.keep(HEAD + "1,B,DKK,,,\n2,C,DKK,,,\n")

    assert (kept.added, len(kept.not_kept), kept.not_kept[0].is_error) == (1, 1, True)
    assert desk.record("1").edits["name"] == "A"


def test_failed_records_go_out_with_reason_and_come_back_by_local_id(desk: Desk) -> None:
    desk.keep(HEAD + "1,A,DKK,,,\n,B,DKK,,,\n")
    for record in desk.records():
        save(desk, replace(record, outcome="refused", outcome_message="=no"))
    file = desk.folder / "failed.csv"
    export_failed(desk.workspace, JobContext(), kind=KIND, connection_id=desk.connection_id, to=file)
    text = file.read_bytes().decode("utf-8-sig")
    assert "counterfoil.record,counterfoil.reason" in text
    assert "'=no" in text

    file.write_bytes(text.replace("\r\n,B,", "\r\n9,B,").encode())
    kept = desk.keep(file)

    assert counts(kept) == (0, 1, 1)
    assert [one.key for one in desk.records()] == ["1", "9"]


def test_a_key_that_another_record_has_is_not_taken(desk: Desk) -> None:
    desk.keep(HEAD + "1,A,DKK,,,\n2,B,DKK,,,\n")
    record = desk.record("2")

    kept = desk.keep(f"counterfoil.record,customer_number,name\n#{record.id},1,B\n")

    assert "is the key of another record" in kept.not_kept[0].message


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
TRICKY = st.sampled_from(
    ["=1+1", "'=x", "''-y", "[]", "'[]", " [] ", "'s-Gravenhage", "@a", "+4", "\tx", "\ry", '"', "a\r\nb"]
)
WORDS = st.one_of(TEXT, TRICKY)
ADDRESS = st.fixed_dictionaries(
    {"title": WORDS.map(str.strip).filter(bool)}, optional={"city": WORDS, "zip": WORDS}
)
TERM = {"payment_term_code": WORDS, "payment_term_id": st.integers(1, 99)}
CUSTOMER = st.fixed_dictionaries(
    {},
    optional={
        "name": WORDS,
        "currency": st.sampled_from(["DKK", "EUR"]),
        "discount_percentage": st.floats(0, 100).map(lambda number: round(number, 6)),
        "active": st.booleans(),
        "payment_term": st.fixed_dictionaries({}, optional=TERM),
        "addresses": st.lists(ADDRESS, max_size=3, unique_by=lambda one: one["title"]),
    },
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(customers=st.lists(CUSTOMER, min_size=1, max_size=6))
def test_what_went_out_comes_back_unchanged(
    desk: Desk, tmp_path: Path, customers: list[dict[str, object]]
) -> None:
    store = desk.workspace.store.records
    store.remove(KIND, [one.id for one in desk.records()])
    for number, base in enumerate(customers):
        base["customer_number"] = str(number)
        save(desk, Record(0, KIND, desk.connection_id, str(number), BaseState.KNOWN, base, {}))
    raw = desk.record("0")
    save(
        desk, replace(raw, edits={"discount_percentage": Raw("=12,5o"), "name": Raw("A (row 1) or B (row 2)")})
    )
    before = desk.records()

    file = tmp_path / "out.csv"
    export(desk.workspace, JobContext(), kind=KIND, connection_id=desk.connection_id, to=file)
    kept = desk.keep(file)

    assert counts(kept) == (0, 0, len(customers))
    assert desk.records() == before
