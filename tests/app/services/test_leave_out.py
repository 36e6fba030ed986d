"""A single change is left out of a proposal: seen, not kept, and put back when wanted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.errors import NotAllowed, NotFound
from app.intake.values import Proposal, ProposedRecord
from app.jobs import JobContext
from app.records.change import working_copy
from app.services.fix_cell import fix_cell
from app.services.leave_out import leave_out
from app.services.proposals import get_proposal, keep_proposal, page_proposal, reject_proposal
from app.services.propose_file import propose
from app.values import Record
from app.workspace import Workspace
from tests.app.services.test_propose_file import KIND, into

HEAD = "customer_number,name,currency,discount_percentage,addresses.title,addresses.city\n"
FIRST = HEAD + "1,A,DKK,5,Shop,Ribe\n2,B,DKK,7,,\n"
SECOND = HEAD + "1,Ax,EUR,6,Shop,Vejle\n2,Bx,EUR,8,Depot,Skive\n3,C,DKK,x,,\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "w") as workspace:
        yield workspace


def read(workspace: Workspace, tmp_path: Path, text: str, connection_id: int) -> Proposal:
    file = tmp_path / "a.csv"
    file.write_text(text)
    return propose(workspace, JobContext(), file, kind=KIND, connection_id=connection_id)


@pytest.fixture
def made(workspace: Workspace, tmp_path: Path) -> Proposal:
    """Changes of two records that are there, and a new one with a problem."""
    connection = into(workspace)
    keep_proposal(workspace, JobContext(), read(workspace, tmp_path, FIRST, connection).id)
    return read(workspace, tmp_path, SECOND, connection)


def paths(record: ProposedRecord) -> list[str]:
    return [one.path for one in record.fields]


def kept(workspace: Workspace, made: Proposal, key: str) -> Record:
    keep_proposal(workspace, JobContext(), made.id)
    found = workspace.store.records.by_key(KIND, made.connection_id, key)
    assert found is not None
    return found


def test_what_is_left_out_is_shown_apart_and_not_kept(workspace: Workspace, made: Proposal) -> None:
    record = leave_out(workspace, made.id, number=2, paths=["name", "addresses[title=Shop].city"])
    assert paths(record) == ["currency", "discount_percentage"]
    assert [(one.path, one.old, one.new) for one in record.left_out] == [
        ("name", "A", "Ax"),
        ("addresses[title=Shop].city", "Ribe", "Vejle"),
    ]
    after = kept(workspace, made, "1")
    working = working_copy(after.base, after.edits)
    assert (working["name"], working["currency"], working["addresses"][0]["city"]) == ("A", "EUR", "Ribe")


def test_all_left_out_is_no_change_and_comes_back_when_put_back(workspace: Workspace, made: Proposal) -> None:
    (first, *_) = page_proposal(workspace, made.id)
    record = leave_out(workspace, made.id, number=2, paths=paths(first))
    assert (record.change, len(record.left_out)) == ("unchanged", 4)
    assert get_proposal(workspace, made.id).unchanged == 1
    assert leave_out(workspace, made.id, number=2, paths=[]) == first


def test_a_new_element_can_be_left_out_whole(workspace: Workspace, made: Proposal) -> None:
    second = page_proposal(workspace, made.id)[1]
    assert "addresses[title=Depot].city" in paths(second)
    record = leave_out(workspace, made.id, number=3, paths=["addresses[title=Depot].city"])
    assert "addresses[title=Depot].city" not in paths(record)
    assert kept(workspace, made, "2").edits["name"] == "Bx"


def test_with_a_wrong_field_goes_its_problem(workspace: Workspace, made: Proposal) -> None:
    record = leave_out(workspace, made.id, number=4, paths=["discount_percentage"])
    assert (record.change, record.problems, len(record.left_out)) == ("added", (), 1)
    assert get_proposal(workspace, made.id).error_count == made.error_count - 1


def test_it_stays_left_out_when_another_cell_is_corrected(workspace: Workspace, made: Proposal) -> None:
    leave_out(workspace, made.id, number=4, paths=["name"])
    record = fix_cell(workspace, made.id, row=4, index=3, text="9")
    assert "name" not in paths(record)
    moved = fix_cell(workspace, made.id, row=4, index=0, text="4")
    assert (moved.key, moved.left_out) == ("4", ())


def test_a_directive_can_be_left_out(workspace: Workspace, tmp_path: Path) -> None:
    text = "customer_number,name,currency,addresses_sync_mode\n1,A,DKK,replace\n"
    made = read(workspace, tmp_path, text, into(workspace))
    leave_out(workspace, made.id, number=2, paths=["addresses_sync_mode"])
    assert kept(workspace, made, "1").directives == {}


def test_a_contradiction_about_a_field_goes_with_it(workspace: Workspace, tmp_path: Path) -> None:
    text = "customer_number,name,currency\n1,A,DKK\n1,B,\n"
    made = read(workspace, tmp_path, text, into(workspace))
    assert made.error_count
    leave_out(workspace, made.id, number=2, paths=["name"])
    assert get_proposal(workspace, made.id).error_count == 0


def test_what_tells_records_apart_cannot_be_left_out(workspace: Workspace, made: Proposal) -> None:
    for path in ("customer_number", "addresses[title=Depot].title"):
        with pytest.raises(NotAllowed, match="cannot be left out"):
            leave_out(workspace, made.id, number=2, paths=[path])
    reject_proposal(workspace, made.id, [2])
    with pytest.raises(NotFound):
        leave_out(workspace, made.id, number=2, paths=["name"])
