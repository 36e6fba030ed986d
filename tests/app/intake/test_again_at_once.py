"""Rows about records that are there come to the same many at once and one by one: staged, kept, undone."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Cancelled
from app.intake import again
from app.intake import rows as row_reading
from app.jobs import JobContext
from app.records.change import Raw
from app.records.merge import Conflict
from app.services.fix_cell import fix_cell
from app.services.leave_out import leave_out
from app.services.proposals import keep_proposal, page_proposal
from app.services.undo_edit import undo_edit
from app.values import BaseState, Record
from app.vendors.assess import assessed
from app.vendors.registry import kind_named, vendor_named
from tests.app.intake.conftest import KIND, Desk
from tests.app.intake.test_plain_rows import CELLS, COLUMNS, PLAIN, REST
from tests.app.push.conftest import commit_without_disk

TABLES = ("traede_customers", "record_keys", "sequences", "edit_steps", "edit_changes", "as_kept")
OPTIONS = vendor_named("traede").options_with_defaults({})
KEYS = [str(number) for number in range(8)]

SCALARS = {
    "name": st.sampled_from(["A", "Æ b", "", None, "İß", 7]),
    "currency": st.sampled_from(["DKK", "EUR", "", None]),
    "discount_percentage": st.sampled_from([5, 5.0, 12.5, 1, True, None, 0]),
    "active": st.sampled_from([True, False, None, 1]),
    "payment_term": st.sampled_from(
        [None, {}, {"payment_term_code": "30-days"}, {"payment_term_id": 7}, {"payment_term_id": 7.0}, "odd"]
    ),
    "id": st.just(99),
}
ADDRESS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Shop", "Depot", "A]b", None, 5]),
        "city": st.sampled_from(["DK", "Ribe", ""]),
        "remote_erp_id": st.sampled_from(["E1", "E2", None]),
        **{name.partition(".")[2]: st.just("DK") for name in (*REST, "addresses.zip")},
    },
)
BASES = st.fixed_dictionaries(
    {},
    optional={**SCALARS, "addresses": st.one_of(st.none(), st.lists(ADDRESS, max_size=3), st.just("odd"))},
)
EDITS: st.SearchStrategy[list[tuple[str, Any]]] = st.lists(
    st.sampled_from(
        [
            ("name", "A"),
            ("name", "B"),
            ("name", None),
            ("name", Raw("A (row 1) or B (row 2)")),
            ("currency", "DKK"),
            ("currency", "nonsense"),
            ("discount_percentage", 5),
            ("discount_percentage", 12.5),
            ("discount_percentage", 500.0),
            ("discount_percentage", Raw("x")),
            ("active", True),
            ("payment_term.payment_term_code", "30-days"),
            ("payment_term.payment_term_id", 7),
            ("addresses[title=Shop].title", "Shop"),
            ("addresses[title=Shop].city", "DK"),
            ("addresses[title=Shop].city", "Ribe"),
            ("addresses[title=Shop].title", "Depot"),
            ("addresses[title=Depot].remote_erp_id", "E1"),
            ("addresses[remote_erp_id=E1].city", "Ribe"),
            ("addresses[title=Shop]", None),
            ("addresses[+1].title", "Depot"),
            ("addresses[@1].city", "Årre"),
            ("addresses", []),
            ("customer_number", "9"),
            ("customer_number", "3"),
        ]
    ),
    max_size=4,
    unique_by=lambda one: one[0],
)
STATES = st.fixed_dictionaries(
    {
        "base_state": st.sampled_from([*BaseState, BaseState.KNOWN]),
        "base": BASES,
        "edits": EDITS.map(dict),
        "directives": st.sampled_from([{}, {}, {"addresses_sync_mode": "append"}, {"addresses_sync_mode": ""}]),
    },
    optional={
        "busy": st.sampled_from(["", "", "", "sent", "unknown"]),
        "is_deleting": st.sampled_from([False, False, False, True]),
        "conflicts": st.sampled_from([(), (), (Conflict("name", "A", "B", "C"),)]),
        "problems": st.just(()),  # as an older version, or other switches, may have left them
    },
)
STORES = st.dictionaries(st.sampled_from(KEYS), STATES, max_size=6)
EDITED = st.dictionaries(st.sampled_from(KEYS), EDITS.map(dict), max_size=3)


def save(desk: Desk, record: Record) -> None:
    desk.workspace.store.records.save([assessed(kind_named(KIND), record, OPTIONS)])


@st.composite
def tables(draw: Callable[[Any], Any]) -> list[list[str]]:
    """A header of most columns, and rows about few records."""
    chosen = draw(
        st.one_of(st.just([*COLUMNS[1:], *REST]), st.lists(st.sampled_from(COLUMNS[1:]), unique=True))
    )
    header = ["customer_number", *chosen]
    rows = []
    for _ in range(draw(st.integers(1, 10))):
        cells = PLAIN if draw(st.integers(0, 5)) else CELLS
        rows.append([draw(cells[name]) for name in header])
        rows[-1][0] = draw(st.sampled_from(KEYS)) if draw(st.integers(0, 9)) else rows[-1][0]
    return [header, *rows]


def as_text(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def snapshot(desk: Desk) -> dict[str, list[Any]]:
    with desk.workspace.store.database.read() as sql:
        return {name: list(sql.exec_driver_sql(f"SELECT * FROM {name}").all()) for name in TABLES}  # noqa: S608


def restore(desk: Desk, rows: dict[str, list[Any]]) -> None:
    with desk.workspace.store.database.write() as sql:
        for name in reversed(TABLES):
            sql.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608
        for name in TABLES:
            for row in rows[name]:
                marks = ", ".join("?" * len(row))
                sql.exec_driver_sql(f"INSERT INTO {name} VALUES ({marks})", tuple(row))  # noqa: S608


def edit(desk: Desk, key: str, edits: dict[str, Any]) -> None:
    record = desk.workspace.store.records.by_key(KIND, desk.connection_id, key)
    if record is not None and not {"customer_number"} & set(edits):
        save(desk, replace(record, edits={**record.edits, **edits}))


def nothing() -> None:
    """Happens between reading a file and keeping it."""


def assert_both_ways_the_same(
    desk: Desk, patch: pytest.MonkeyPatch, content: str, meanwhile: Callable[[], None] = nothing
) -> Any:
    """Returns what the file came to."""
    before = snapshot(desk)
    short = outcome(desk, content, meanwhile)
    restore(desk, before)
    patch.setattr(again, "plain_layout", lambda table: None)
    long = outcome(desk, content, meanwhile)
    assert short[:-1] == long[:-1]
    assert short[-1] in {(), long[-1]}  # none named are many
    return short


def outcome(desk: Desk, content: str, meanwhile: Callable[[], None]) -> Any:
    """What a file comes to: what is staged, what is kept of it later, and how it is undone."""
    proposal = desk.propose(content)
    pages = page_proposal(desk.workspace, proposal.id, limit=1000)
    meanwhile()
    kept = keep_proposal(desk.workspace, JobContext(), proposal.id)
    with desk.workspace.store.database.read() as sql:
        rows = sql.exec_driver_sql("SELECT * FROM traede_customers ORDER BY id, connection_id").mappings().all()
        names = sql.exec_driver_sql("SELECT * FROM record_keys ORDER BY key").all()
        steps = sql.exec_driver_sql(
            "SELECT title, is_undone, first_id, last_id FROM edit_steps ORDER BY id"
        ).all()
        noted = sql.exec_driver_sql("SELECT record_id, state FROM as_kept ORDER BY 1, 2").all()
    left_out = {"version", "staged_by", "replaced_by", "updated_at"}
    shown = [{name: value for name, value in row.items() if name not in left_out} for row in rows]
    seen = replace(proposal, id=0, created_at=kept_at(proposal))
    return (
        seen,
        pages,
        replace(kept, changed_records=None),  # type: ignore[arg-type]
        shown,
        list(map(tuple, names)),
        list(map(tuple, steps)),
        list(map(tuple, noted)),
        tuple(sorted(kept.changed_records.record_ids)),
    )


def kept_at(proposal: Any) -> Any:
    return proposal.created_at.replace(year=2000, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


def fill(desk: Desk, store: dict[str, dict[str, Any]]) -> None:
    """Put records into an empty workspace; a renamed one had its key before."""
    with desk.workspace.store.database.write() as sql:
        for name in reversed(TABLES[:2] + TABLES[3:]):  # ids go on
            sql.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608
    records = desk.workspace.store.records
    for key, state in store.items():
        if records.by_key(KIND, desk.connection_id, key) is not None:
            continue
        base = {"customer_number": key, **state["base"]} if state["base_state"] is BaseState.KNOWN else {}
        edits: dict[str, Any] = {} if base else {"customer_number": key}
        (known,) = records.save([Record(0, KIND, desk.connection_id, key, state["base_state"], base, edits)])
        edits |= state["edits"]
        if records.by_key(KIND, desk.connection_id, str(edits.get("customer_number"))):
            edits.pop("customer_number", None) if base else edits.update(customer_number=key)
        record = Record(known, KIND, desk.connection_id, key, **{**state, "base": base, "edits": edits})
        found = assessed(kind_named(KIND), record, OPTIONS)
        records.save([replace(found, problems=()) if "problems" in state else found])


@pytest.fixture
def no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.database._set_durability", commit_without_disk)


@pytest.mark.usefixtures("no_disk")
@pytest.mark.parametrize("block_characters", [1 << 18, 60])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_both_ways_come_to_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, block_characters: int, data: st.DataObject
) -> None:
    rows = data.draw(tables())
    fill(desk, data.draw(STORES))
    if data.draw(st.booleans()):
        desk.keep(as_text(rows))
        rows = rows[: 1 + data.draw(st.integers(1, len(rows)))]
        for row in rows[1 :: data.draw(st.integers(1, 4))]:
            place = data.draw(st.integers(0, len(row) - 1))
            row[place] = data.draw(PLAIN[rows[0][place]])
    for key, edits in data.draw(EDITED).items():
        edit(desk, key, edits)
    content, edited = as_text(rows), data.draw(EDITED)

    def meanwhile() -> None:
        for key, edits in edited.items():
            edit(desk, key, edits)

    with monkeypatch.context() as patch:
        patch.setattr(row_reading, "_BLOCK_CHARACTERS", block_characters)
        assert_both_ways_the_same(desk, patch, content, meanwhile)


HEAD = "customer_number,name,currency,discount_percentage,addresses.title,addresses.city,addresses.zip,"
HEAD += ",".join(REST) + "\n"


SHOP = ("title", "city", "zip", "name", "address", "country")


def lines(count: int, *, discount: str = "5") -> str:
    return HEAD + "".join(f"{one},Æ,DKK,{discount},Shop,Ribe,1,A,B,DK\n" for one in range(count))


@pytest.mark.parametrize(("discount", "change"), [("5", "unchanged"), ("7", "changed")])
@pytest.mark.parametrize("is_pushed", [False, True])
def test_rows_about_records_in_a_usual_state_are_compared_at_once(
    desk: Desk, *, discount: str, change: str, is_pushed: bool
) -> None:
    desk.keep(lines(40))
    for record in desk.records() if is_pushed else ():
        base = {"customer_number": record.key, "name": "Æ", "currency": "DKK", "discount_percentage": 5}
        base["addresses"] = [dict(zip(SHOP, ("Shop", "Ribe", "1", "A", "B", "DK"), strict=True))]
        save(desk, replace(record, base_state=BaseState.KNOWN, base=base, edits={}))

    proposal = desk.propose(lines(40, discount=discount))

    assert proposal.records == 40
    with closing(sqlite3.connect(desk.workspace.store.proposals.file_of(proposal.id))) as staged:
        counts = staged.execute(
            "SELECT (SELECT count(*) FROM source_rows), count(*) FROM records WHERE change = ?", (change,)
        )
        assert counts.fetchone() == (0, 40)
    kept = keep_proposal(desk.workspace, JobContext(), proposal.id)
    assert (kept.changed, kept.unchanged) == ((40, 0) if change == "changed" else (0, 40))
    assert get_values(desk, "discount_percentage") == {float(discount)}


def test_what_was_compared_at_once_can_be_left_out_corrected_and_taken_back(desk: Desk) -> None:
    desk.keep(lines(3))
    before = desk.records()
    proposal = desk.propose(lines(3, discount="7"))

    left = leave_out(desk.workspace, proposal.id, number=2, paths=["discount_percentage"])
    fixed = fix_cell(desk.workspace, proposal.id, row=3, index=3, text="8")
    kept = keep_proposal(desk.workspace, JobContext(), proposal.id)

    assert (left.change, [one.new for one in fixed.fields]) == ("unchanged", [8.0])
    assert (kept.changed, kept.unchanged) == (2, 1)
    assert [one.edits["discount_percentage"] for one in desk.records()] == [5.0, 8.0, 7.0]
    undo_edit(desk.workspace, desk.connection_id)
    assert desk.records() == before


def test_stop_leaves_records_as_they_were(desk: Desk) -> None:
    desk.keep(lines(3))
    before = desk.records()
    context = JobContext()
    proposal = desk.propose(lines(3, discount="7"))
    context.cancel()

    with pytest.raises(Cancelled):
        keep_proposal(desk.workspace, context, proposal.id)

    assert desk.records() == before


def rename(desk: Desk, key: str, new: str) -> None:
    record = desk.record(key)
    save(desk, replace(record, edits={**record.edits, "customer_number": new}))


def test_of_two_rows_about_one_renamed_record_the_first_has_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.keep(lines(1))
    rename(desk, "0", "1")

    _, (first, second), kept, *_ = assert_both_ways_the_same(desk, monkeypatch, lines(2, discount="7"))

    assert (first.change, second.change) == ("changed", "unchanged")
    assert "Row 2 is about this record too" in kept.not_kept[0].message


def test_a_row_that_finds_a_record_only_when_it_is_kept_leaves_it_to_the_row_that_had_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.keep(lines(1))

    def rename_and_back() -> None:
        rename(desk, "0", "1")
        rename(desk, "1", "0")

    _, _, kept, *_ = assert_both_ways_the_same(desk, monkeypatch, lines(2, discount="7"), rename_and_back)

    assert (kept.changed, len(kept.not_kept)) == (1, 1)


def test_an_invalid_edit_that_was_not_found_wrong_before_is_found_with_the_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = "customer_number,name,currency\n0,B,DKK\n1,B,DKK\n"
    desk.keep(lines(2))
    for record, discount in zip(desk.records(), (50.0, 500.0), strict=True):
        edits = {**record.edits, "discount_percentage": discount}
        desk.workspace.store.records.save([replace(record, edits=edits)])

    _, _, _, rows, *_ = assert_both_ways_the_same(desk, monkeypatch, content)

    right, wrong = (row for row in rows if row["connection_id"] > 0)
    assert (right["problems"], "at most 100" in wrong["problems"]) == ("[]", True)


def get_values(desk: Desk, column: str) -> set[Any]:
    with desk.workspace.store.database.read() as sql:
        shown = f"SELECT {column} FROM traede_customers WHERE connection_id > 0"  # noqa: S608
        return set(sql.exec_driver_sql(shown).scalars())
