"""Whatever is corrected in a proposal, keeping it gives what the corrected file would have given."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.bootstrap import open_workspace
from app.intake.matching import choose
from app.intake.values import Mapping, Proposal
from app.jobs import JobContext
from app.services.fix_cell import fix_cell
from app.services.proposals import get_proposal, keep_proposal, page_proposal
from app.services.propose_file import look, match, propose
from app.services.remap_proposal import remap_proposal
from app.workspace import Workspace
from tests.app.services.test_propose_file import KIND

HEADER = ("customer_number", "name", "currency", "discount_percentage", "addresses.title", "addresses.city")
CELLS = (
    st.sampled_from(["1", "2", "3", "", " 1 "]),
    st.sampled_from(["A", "B", "", "[]", "'=x"]),
    st.sampled_from(["DKK", "EUR", "", "dkk"]),
    st.sampled_from(["5", "x", "", "120"]),
    st.sampled_from(["Shop", "Depot", "", "[]"]),
    st.sampled_from(["Ribe", "", "Vejle"]),
)
ROWS = st.lists(st.tuples(*CELLS), min_size=1, max_size=5)
FIXES = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(0, 5),
        st.sampled_from(["1", "2", "9", "A", "DKK", "5", "Shop", "[]", ""]),
    ),
    max_size=4,
)
_numbers = itertools.count(1)
Rows = list[tuple[str, ...]]
Fix = tuple[int, int, str]
"""*Shape*: row below the header from 0, column from 0, text."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with open_workspace(tmp_path_factory.mktemp("corrections") / "workspace") as workspace:
        yield workspace


def a_place(workspace: Workspace) -> int:
    return workspace.store.connections.add(
        vendor="traede",
        name=f"Place {next(_numbers)}",
        base_url="https://traede.invalid",
        environment="test",
        options={},
        credential_id="none",
    ).id


def written(file: Path, rows: Rows) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADER, *rows])
    file.write_text(text.getvalue(), newline="")
    return file


def read(workspace: Workspace, file: Path, place: int, mapping: Mapping | None = None) -> Proposal:
    return propose(
        workspace, JobContext(), file, kind=KIND, connection_id=place, mapping=mapping, remembers=False
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=ROWS, rows=ROWS, fixes=FIXES, ignored=st.sampled_from([0, 1]))
def test_corrected_cells_count_as_if_the_file_had_held_them(
    workspace: Workspace, tmp_path: Path, before: Rows, rows: Rows, fixes: list[Fix], ignored: int
) -> None:
    place = a_place(workspace)
    keep_proposal(workspace, JobContext(), read(workspace, written(tmp_path / "a.csv", before), place).id)
    file, right = written(tmp_path / "b.csv", rows), [list(row) for row in rows]
    mapping = match(KIND, look(file, kind=KIND))
    made = read(workspace, file, place, choose(mapping, ignored, "") if ignored else mapping)
    for row, index, text in fixes:
        if row < len(rows) and any(cell.strip() for cell in rows[row]):
            fix_cell(workspace, made.id, row=row + 2, index=index, text=text)
            right[row][index] = text
    if ignored:
        made = remap_proposal(workspace, JobContext(), made.id, mapping, remembers=False)

    wanted = read(workspace, written(tmp_path / "c.csv", [tuple(row) for row in right]), place)

    assert shown(workspace, made) == shown(workspace, wanted)
    kept = keep_proposal(workspace, JobContext(), made.id)
    again = keep_proposal(workspace, JobContext(), wanted.id)
    assert (again.added, again.changed, again.records) == (0, 0, kept.records)


def shown(workspace: Workspace, made: Proposal) -> tuple[object, ...]:
    """What a person sees of a proposal, whatever its number."""
    records = page_proposal(workspace, made.id, limit=100)
    proposal = get_proposal(workspace, made.id)
    counts = (proposal.added, proposal.changed, proposal.unchanged, proposal.refused)
    return [one.fields for one in records], counts, sorted(map(str, proposal.problems))
