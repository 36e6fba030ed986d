"""Rows read column by column come to exactly what they come to one by one."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.intake import again
from app.intake import rows as row_reading
from app.services.proposals import get_proposal, page_proposal, reject_proposal
from tests.app.intake.conftest import Desk

COLUMNS = (
    *("customer_number", "name", "currency", "discount_percentage", "active"),
    *("payment_term.payment_term_code", "addresses_sync_mode", "payment_term.payment_term_id"),
    *("addresses.city", "addresses.title", "addresses.remote_erp_id", "addresses.zip", "delete"),
)
REST = ("addresses.name", "addresses.address", "addresses.country")
NAMES = ["A", "Æ b", "", " ", "[]", "'=x", "'s", " x ", "İß", "e\u0301", '"', "a\nb", "\x1f"]
CELLS = {
    "customer_number": st.sampled_from(["1", "2", "3", " 4 ", "5", "6", "7", "8", "007", "", "[]", "'=9"]),
    "name": st.sampled_from(NAMES),
    "currency": st.sampled_from(["DKK", "EUR", "DKK", "", "dkk", " EUR "]),
    "discount_percentage": st.sampled_from(["5", "12.5", "", "120", "x", "1.0", "0"]),
    "active": st.sampled_from(["yes", "no", "", "Ja", "maybe"]),
    "payment_term.payment_term_code": st.sampled_from(["30-days", "", "[]"]),
    "payment_term.payment_term_id": st.sampled_from(["", "", "7", "99999999999999999999"]),
    "addresses_sync_mode": st.sampled_from(["", "", "append", "Replace", "odd"]),
    "addresses.title": st.sampled_from(["Shop", "Depot", "Shop", "", "A]b", "[]", ' "x" ']),
    "addresses.city": st.sampled_from(["Ribe", "", "Årre"]),
    "addresses.remote_erp_id": st.sampled_from(["", "", "", "E1", "E2"]),
    "addresses.zip": st.sampled_from(["0150", ""]),
    "delete": st.sampled_from(["", "", "", "", "", "no", "yes"]),
    **{name: st.sampled_from(["DK", "", "Danmark"]) for name in REST},
}
# Rows that alone hold nothing unusual; together some do.
PLAIN = {
    **dict.fromkeys(CELLS, st.just("")),
    "customer_number": st.sampled_from([str(number) for number in range(12)]),
    "name": st.sampled_from(["A", "Æ b", "", "İß"]),
    "currency": st.sampled_from(["DKK", ""]),
    "discount_percentage": st.sampled_from(["5", "12.5", ""]),
    "active": st.sampled_from(["yes", "no", ""]),
    "payment_term.payment_term_code": st.sampled_from(["30-days", ""]),
    "payment_term.payment_term_id": st.sampled_from(["", "7"]),
    "addresses_sync_mode": st.sampled_from(["", "", "Append"]),
    "addresses.title": st.sampled_from(["Shop", "Depot", "A]b", ""]),
    "addresses.remote_erp_id": st.sampled_from(["", "", "E1"]),
    **dict.fromkeys(("addresses.city", "addresses.zip", *REST), st.just("DK")),
}


@st.composite
def files(draw: Callable[[Any], Any]) -> str:
    """A header of some columns in any order, and rows, of which most hold nothing unusual."""
    chosen = draw(
        st.one_of(st.just([*COLUMNS[1:], *REST]), st.lists(st.sampled_from(COLUMNS[1:]), unique=True))
    )
    header = draw(st.permutations(["customer_number", *chosen]))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for _ in range(draw(st.integers(0, 14))):
        cells = PLAIN if draw(st.integers(0, 3)) else CELLS
        row = [draw(cells[name]) for name in header]
        length = draw(st.sampled_from([len(row)] * 8 + [1]))
        writer.writerow(row[:length] + draw(st.sampled_from([[], [], [], [""]])))
    return text.getvalue()


def outcome(desk: Desk, content: str | bytes) -> Any:
    """What a file comes to: its proposal, its records there, what was kept, and the records then."""
    proposal = desk.propose(content)
    pages = page_proposal(desk.workspace, proposal.id, limit=1000)
    reject_proposal(desk.workspace, proposal.id)
    kept = replace(desk.keep(content), changed_records=None)  # type: ignore[arg-type]
    records = desk.records()
    with desk.workspace.store.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM traede_customers ORDER BY id").mappings().all()
        names = connection.exec_driver_sql("SELECT key FROM record_keys ORDER BY key").scalars().all()
    first = min((one.id for one in records), default=0)
    left_out = {"version", "id", "staged_by", "updated_at"}
    shown = [{name: value for name, value in row.items() if name not in left_out} for row in rows]
    with desk.workspace.store.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM traede_customers")
        connection.exec_driver_sql("DELETE FROM record_keys")
    numbers = (proposal.rows, proposal.records, proposal.added, proposal.refused, proposal.problem_rows)
    places = [one.id - first for one in records]
    return numbers, proposal.problems, pages, kept, [list(one.edits) for one in records], shown, names, places


@pytest.mark.parametrize("block_characters", [1 << 18, 60])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=files())
def test_both_ways_come_to_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, block_characters: int, content: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(row_reading, "_BLOCK_CHARACTERS", block_characters)
        short = outcome(desk, content)
        patch.setattr(again, "plain_layout", lambda table: None)
        long = outcome(desk, content)

    assert short == long


def test_rows_without_anything_unusual_are_finished_at_once(desk: Desk) -> None:
    header = "customer_number,name,currency,addresses.title,addresses.city,addresses.zip," + ",".join(REST)
    rows = [f"{one},Æ,DKK,{title},Ribe,1,A,B,DK\n" for one in range(50) for title in ("Shop", "Depot")]
    proposal = desk.propose(f"{header}\n{''.join(rows)}")

    file = desk.workspace.store.proposals.file_of(proposal.id)
    with closing(sqlite3.connect(file)) as staged:
        counts = staged.execute("SELECT (SELECT count(*) FROM plain), (SELECT count(*) FROM source_rows)")
        assert counts.fetchone() == (50, 0)
    assert get_proposal(desk.workspace, proposal.id).added == 50
