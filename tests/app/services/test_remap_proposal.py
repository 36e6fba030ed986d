"""Columns are matched anew from what was staged: the file may be gone, corrections stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.errors import Cancelled, UnusableFile, UsageError
from app.intake.fixed import with_fixed
from app.intake.matching import choose
from app.intake.values import Proposal
from app.jobs import JobContext
from app.services.fix_cell import fix_cell
from app.services.leave_out import leave_out
from app.services.mappings import is_remembered
from app.services.proposals import keep_proposal, list_proposals, page_proposal, reject_proposal
from app.services.propose_file import propose
from app.services.remap_proposal import remap_proposal
from app.workspace import Workspace
from tests.app.services.test_propose_file import KIND, StopsAfter, files_staged, into

TEXT = (
    "customer_number,Nmae,currency,addresses.title,addresses.city\n"
    "1,A,DKK,Shop,Ribe\n1,,,Depot,Vejle\n2,B,dkk,,\n3,C,DKK,,,more\n4\n\n5,E,EUR,,\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "w") as workspace:
        yield workspace


@pytest.fixture
def made(workspace: Workspace, tmp_path: Path) -> Proposal:
    file = tmp_path / "a.csv"
    file.write_text(TEXT)
    made = propose(workspace, JobContext(), file, kind=KIND, connection_id=into(workspace))
    file.unlink()
    return made


def remap(workspace: Workspace, made: Proposal, index: int, column: str) -> Proposal:
    return remap_proposal(workspace, JobContext(), made.id, choose(made.mapping, index, column))


def test_it_gives_what_reading_the_file_so_would_have_given(
    workspace: Workspace, made: Proposal, tmp_path: Path
) -> None:
    anew = remap(workspace, made, 1, "name")
    file = tmp_path / "a.csv"
    file.write_text(TEXT)
    read = propose(
        workspace,
        JobContext(),
        file,
        kind=KIND,
        connection_id=made.connection_id,
        mapping=choose(made.mapping, 1, "name"),
    )
    assert page_proposal(workspace, anew.id) == page_proposal(workspace, read.id)
    assert anew.problems == read.problems
    assert (anew.rows, anew.added, anew.refused) == (read.rows, read.added, read.refused) == (6, 4, 1)
    assert [one.id for one in list_proposals(workspace)] == [anew.id, read.id]


def test_corrected_cells_and_left_out_changes_stay_so(workspace: Workspace, made: Proposal) -> None:
    fix_cell(workspace, made.id, row=4, index=2, text="SEK")
    fix_cell(workspace, made.id, row=5, index=5, text="")
    leave_out(workspace, made.id, number=2, paths=["currency", "addresses[title=Depot].city"])
    anew = remap(workspace, made, 1, "name")

    found = {one.key: one for one in page_proposal(workspace, anew.id)}
    assert [one.path for one in found["1"].left_out] == ["currency", "addresses[title=Depot].city"]
    assert (found["1"].rows, anew.refused, found["3"].problems) == ((2, 3), 0, ())
    assert [one.new for one in found["2"].fields] == ["2", "B", "SEK"]
    back = leave_out(workspace, anew.id, number=2, paths=[])
    assert len(back.fields) == len(found["1"].fields) + 2


def test_what_was_kept_or_rejected_does_not_come_back(workspace: Workspace, made: Proposal) -> None:
    keep_proposal(workspace, JobContext(), made.id, [2])
    reject_proposal(workspace, made.id, [8])
    anew = remap(workspace, made, 1, "name")
    assert [one.rows for one in page_proposal(workspace, anew.id)] == [(4,), (5,), (6,)]


def test_stop_and_a_wrong_mapping_leave_the_old_one(workspace: Workspace, made: Proposal) -> None:
    wanted = choose(made.mapping, 1, "name")
    for checkpoints in range(2):
        with pytest.raises(Cancelled):
            remap_proposal(workspace, StopsAfter(checkpoints), made.id, wanted)
    with pytest.raises(UnusableFile):
        remap(workspace, made, 0, "")
    with pytest.raises(UsageError):
        remap_proposal(workspace, JobContext(), made.id, with_fixed(made.mapping, "active", "perhaps"))
    assert list_proposals(workspace) == (replace(made, problems=()),)
    assert [file.name for file in files_staged(workspace)] == [f"{made.id}.sqlite"]


def test_it_is_remembered_unless_told_otherwise(workspace: Workspace, made: Proposal) -> None:
    mapping = choose(made.mapping, 1, "name")
    anew = remap_proposal(workspace, JobContext(), made.id, mapping, remembers=False)
    assert not is_remembered(workspace, KIND, made.reading.header)
    remap_proposal(workspace, JobContext(), anew.id, mapping)
    assert is_remembered(workspace, KIND, made.reading.header)
