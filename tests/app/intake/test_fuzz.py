"""Whatever the bytes, a file is read or refused in words; no text is altered on the way."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import UnusableFile
from app.intake.look import look_at
from app.intake.rows import CELL_LIMIT, Format, open_rows
from app.intake.values import Wanted
from app.services.proposals import reject_proposal
from tests.app.intake.conftest import KIND, Desk

HEAD = b"customer_number;name;currency;addresses.title\n"
PIECES = st.sampled_from([b'"', b";", b",", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xc3", b"\xc3\xa6", b"[]", b"1", b"'=", b"A b", b"\t"])  # fmt: skip  # noqa: E501  one list
NASTY = st.lists(PIECES, max_size=60).map(b"".join)
QUIET = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(content=st.one_of(st.binary(max_size=400), NASTY), has_header=st.booleans())
def test_no_bytes_make_it_fail_but_in_words(desk: Desk, content: bytes, has_header: bool) -> None:  # noqa: FBT001  hypothesis passes by name
    try:
        proposal = desk.propose((HEAD if has_header else b"") + content)
    except UnusableFile as refusal:
        remedy = refusal.remedy
        assert remedy, str(refusal)  # noqa: PT017  most files are no refusal
    else:
        assert proposal.rows >= proposal.records + proposal.refused
        reject_proposal(desk.workspace, proposal.id)


@QUIET
@given(
    cells=st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=9), min_size=2, max_size=2
        ),
        max_size=9,
    ),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_cells_arrive_as_written(
    tmp_path: Path, cells: list[list[str]], delimiter: str, encoding: str, end: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["customer_number", "name"], *cells])
    file = tmp_path / "cells.csv"
    file.write_bytes(text.getvalue().encode(encoding))

    reading = look_at(file, KIND, Wanted(delimiter=delimiter))
    rows = list(open_rows(file, Format(reading.encoding, reading.delimiter)))

    is_broken = encoding == "utf-16" and any("\ufffd" in cell for row in cells for cell in row)
    assert is_broken or not any(row.refusal for row in rows)
    assert [row.cells for row in rows][1:] == cells


@pytest.mark.parametrize("kilobytes", [0, 1, 31, 32, 33, 257])
def test_sizes_around_buffers_lose_no_row(desk: Desk, kilobytes: int) -> None:
    row = "{},Æ" + "x" * 40 + ",DKK\n"
    content = "customer_number,name,currency\n" + "".join(row.format(n) for n in range(kilobytes * 20))

    assert desk.propose(content).added == kilobytes * 20


def test_a_cell_without_end_is_refused_and_the_rows_before_are_kept(desk: Desk) -> None:
    swallowed = ("x" * 1023 + "\n") * (CELL_LIMIT // 1024 + 1)
    content = f'customer_number,name,currency\n1,A,DKK\n2,"{swallowed}3,B,DKK\n'

    proposal = desk.propose(content)

    assert desk.proposed(content)[0].key == "1"
    assert proposal.problems[0].line == 3
    assert "line 3" in proposal.problems[0].message
