"""A bad cell is corrected where it stands, and the record is checked again at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.errors import NotAllowed, NotFound
from app.intake.values import Proposal
from app.jobs import JobContext
from app.services.fix_cell import fix_cell
from app.services.proposals import get_proposal, keep_proposal, page_proposal
from app.services.propose_file import propose
from app.workspace import Workspace
from tests.app.services.test_propose_file import KIND, into, keys

CONTENT = "customer_number,name,currency\n1,A,dkk\n2,B,DKK\n,C,DKK\n4,D,DKK,more\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "w") as workspace:
        yield workspace


@pytest.fixture
def made(workspace: Workspace, tmp_path: Path) -> Proposal:
    file = tmp_path / "a.csv"
    file.write_text(CONTENT)
    return propose(workspace, JobContext(), file, kind=KIND, connection_id=into(workspace))


def test_a_corrected_cell_takes_its_problem_away(workspace: Workspace, made: Proposal) -> None:
    record = fix_cell(workspace, made.id, row=2, index=2, text="DKK")

    assert (record.key, record.problems, record.cells) == ("1", (), (("1", "A", "DKK"),))
    after = get_proposal(workspace, made.id)
    assert (after.error_count, after.rows, after.added) == (made.error_count - 1, made.rows, made.added)
    keep_proposal(workspace, JobContext(), made.id)
    kept = workspace.store.records.by_key(KIND, made.connection_id, "1")
    assert kept is not None
    assert (kept.edits["currency"], kept.problems) == ("DKK", ())


def test_a_cell_can_become_wrong_too_and_says_so(workspace: Workspace, made: Proposal) -> None:
    record = fix_cell(workspace, made.id, row=3, index=2, text="kroner")

    assert [one.column for one in record.problems] == ["currency"]
    assert get_proposal(workspace, made.id).error_count == made.error_count + 1


def test_a_number_joins_a_row_to_the_record_that_has_it(workspace: Workspace, made: Proposal) -> None:
    record = fix_cell(workspace, made.id, row=4, index=0, text="2")

    assert record.rows == (3, 4)
    assert "Row 3 says “B” and row 4 says “C”" in record.problems[0].message
    apart = fix_cell(workspace, made.id, row=4, index=0, text="3")
    assert (apart.rows, apart.key, apart.problems) == ((4,), "3", ())
    found = page_proposal(workspace, made.id, filter="added")
    assert [(one.key, one.rows) for one in found] == [("1", (2,)), ("2", (3,)), ("3", (4,))]
    keep_proposal(workspace, JobContext(), made.id)
    assert keys(workspace, made.connection_id) == ["1", "2", "3"]


def test_a_row_that_could_not_be_read_is_read_once_its_cells_are_right(
    workspace: Workspace, made: Proposal
) -> None:
    assert made.refused == 1
    still = fix_cell(workspace, made.id, row=5, index=1, text="E")
    assert (still.change, "4 cells" in still.problems[0].message) == ("refused", True)
    record = fix_cell(workspace, made.id, row=5, index=3, text="")

    assert (record.key, record.change, record.problems) == ("4", "added", ())
    after = get_proposal(workspace, made.id)
    assert (after.refused, after.added, after.error_count) == (0, made.added + 1, made.error_count - 1)
    keep_proposal(workspace, JobContext(), made.id)
    assert "4" in keys(workspace, made.connection_id)


@pytest.mark.parametrize(
    ("row", "index", "text"),
    [(b"1,A\0B,DKK", 1, "AB"), (b"1,Bro\xff\xfeken,DKK", 1, "Broken"), (b'1,"B,DKK', 1, "B")],
    ids=["a NUL", "broken bytes", "an open quote"],
)
def test_each_reason_for_not_reading_a_row_can_be_mended(
    workspace: Workspace, tmp_path: Path, row: bytes, index: int, text: str
) -> None:
    file = tmp_path / "b.csv"
    file.write_bytes(b"customer_number,name,currency\n" + row + "\n2,Æ,DKK\n".encode())
    made = propose(workspace, JobContext(), file, kind=KIND, connection_id=into(workspace))
    (refused,) = page_proposal(workspace, made.id, filter="refused")
    assert (len(refused.cells[0]), refused.lines) == (3, (2,))

    record = fix_cell(workspace, made.id, row=2, index=index, text=text)
    assert (record.key, record.fields[1].new, record.problems) == ("1", text, ())


def test_a_cell_that_was_missing_counts_once_it_is_written(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "b.csv"
    file.write_text("customer_number,name,currency\n1\n")
    made = propose(workspace, JobContext(), file, kind=KIND, connection_id=into(workspace))
    fix_cell(workspace, made.id, row=2, index=1, text="A")
    record = fix_cell(workspace, made.id, row=2, index=2, text="DKK")
    assert record.problems == ()


def test_what_cannot_be_corrected_is_told_in_words(workspace: Workspace, made: Proposal) -> None:
    for row, index in ((9, 0), (2, 7), (5, 9)):
        with pytest.raises(NotFound):
            fix_cell(workspace, made.id, row=row, index=index, text="x")
    with pytest.raises(NotAllowed, match="NUL"):
        fix_cell(workspace, made.id, row=2, index=1, text="a\0b")
