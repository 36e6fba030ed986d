"""Files as people really have them: each gives exactly the records, or exactly the refusal, expected."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.errors import UnusableFile
from app.intake.values import Proposal, RowProblem
from app.jobs import JobContext
from app.records.problems import Severity
from app.services.proposals import keep_proposal
from app.services.propose_file import look, propose
from app.values import Record
from app.workspace import Workspace
from tests.app.intake.conftest import KIND, Desk
from tests.app.intake.corpus.cases import Case, Fields, Refused
from tests.app.intake.corpus.refusals import REFUSALS
from tests.app.intake.corpus.texts import TEXTS
from tests.app.intake.corpus.values import VALUES

CASES = (*TEXTS, *VALUES)
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """One workspace for all cases, which are many."""
    with open_workspace(tmp_path_factory.mktemp("corpus") / "workspace") as workspace:
        yield workspace


@pytest.fixture
def shelf(shared: Workspace, tmp_path: Path) -> Desk:
    """A connection of the case's own in it."""
    connection = shared.store.connections.add(
        vendor="traede",
        name=f"Nordic {next(_numbers)}",
        base_url="https://traede.invalid",
        environment="test",
        options={},
        credential_id="none",
    )
    return Desk(shared, connection.id, tmp_path)


def read(shelf: Desk, case: Case) -> Proposal:
    file = shelf.write(case.content)
    reading = look(file, kind=KIND, wanted=case.wanted)
    return propose(
        shelf.workspace,
        JobContext(),
        file,
        kind=KIND,
        connection_id=shelf.connection_id,
        reading=reading,
    )


def said(problem: RowProblem) -> str:
    place, column = f"{problem.row}.{problem.line}", problem.column or "-"
    return f"{place} {problem.severity.value} {column}: {problem.message}"


def fields_of(record: Record) -> Fields:
    directives = {f"({name})": text for name, text in record.directives.items()}
    deleting = {"(delete)": True} if record.is_deleting else {}
    return {**record.edits, **directives, **deleting}


def test_the_corpus_is_large_enough() -> None:
    ids = [case.id for case in (*CASES, *REFUSALS)]
    assert len(ids) == len(set(ids))
    assert len(ids) >= 120


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_file_gives_exactly_these_records(shelf: Desk, case: Case) -> None:
    proposal = read(shelf, case)
    keep_proposal(shelf.workspace, JobContext(), proposal.id)

    assert [fields_of(record) for record in shelf.records()] == list(case.records)
    assert [said(problem) for problem in proposal.problems] == list(case.told)
    assert proposal.refused == case.refused
    assert proposal.reading.summary() == f"Read as {case.read_as}"


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case.id)
def test_unusable_file_is_refused_in_exactly_these_words(shelf: Desk, case: Refused) -> None:
    with pytest.raises(UnusableFile) as refusal:
        shelf.propose(case.content)

    assert (refusal.value.message, refusal.value.remedy) == (case.message, case.remedy)
    assert not shelf.records()
    assert not shelf.workspace.store.proposals.list()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_read_again_it_adds_and_changes_nothing(shelf: Desk, case: Case) -> None:
    keep_proposal(shelf.workspace, JobContext(), read(shelf, case).id)
    before = shelf.records()

    kept = keep_proposal(shelf.workspace, JobContext(), read(shelf, case).id)

    assert (kept.added, kept.changed) == (0, 0)
    assert shelf.records() == before


def test_problems_name_the_canonical_column_and_the_raw_cell(desk: Desk) -> None:
    (problem,) = desk.propose("Customer number;Name;Currency;Discount %\n1;A;DKK;12,5o\n").problems

    assert (problem.column, problem.value) == ("discount_percentage", "12,5o")
    assert problem.severity is Severity.ERROR


def test_missing_file_and_folder_are_told_in_words(desk: Desk) -> None:
    with pytest.raises(UnusableFile, match="is not there"):
        desk.propose(desk.folder / "gone.csv")
    with pytest.raises(UnusableFile, match="is a folder"):
        desk.propose(desk.folder)
