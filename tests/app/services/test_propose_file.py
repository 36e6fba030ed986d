"""Proposals end to end: kept whole or not at all, in parts, rejected, stopped and left behind."""

from __future__ import annotations

import csv
import os
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from app.bootstrap import open_workspace
from app.errors import Cancelled, NotFound, UnusableFile
from app.intake.values import ColumnMatch, Wanted
from app.jobs import JobContext
from app.services import keeping, proposals
from app.services.export_records import export
from app.services.propose_file import choose, look, match, propose
from app.services.template import template
from app.values import RecordQuery
from app.vendors.registry import kind_named
from app.workspace import Workspace

KIND = "traede.customers"
EXAMPLES = Path(__file__).parents[3] / "resources" / "examples"
HEAD = "customer_number,name,currency\n"


class StopsAfter(JobContext):
    """Somebody presses Stop at the nth checkpoint."""

    def __init__(self, checkpoints: int) -> None:
        super().__init__()
        self._left = checkpoints

    def checkpoint(self) -> None:
        self._left -= 1
        if self._left < 0:
            self.cancel()
        super().checkpoint()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "customers.csv"
    file.write_text(HEAD + "".join(f"{number},Customer {number},DKK\n" for number in range(250)))
    return file


def keys(workspace: Workspace, connection_id: int) -> list[str]:
    found = workspace.store.records.page(RecordQuery(KIND, connection_id), limit=1000)
    return [record.key for record in found]


def into(workspace: Workspace) -> int:
    return workspace.store.connections.add(
        vendor="traede",
        name="Nordic",
        base_url="https://traede.invalid",
        environment="test",
        options={},
        credential_id="none",
    ).id


def files_staged(workspace: Workspace) -> list[Path]:
    return sorted((workspace.folder / "proposals").glob("*"))


def test_a_proposal_waits_until_it_is_kept_and_is_gone_then(tmp_path: Path, file: Path) -> None:
    with open_workspace(tmp_path / "w") as workspace:
        connection = into(workspace)
        made = propose(workspace, JobContext(), file, kind=KIND, connection_id=connection)
        assert (keys(workspace, connection), made.added) == ([], 250)

    with open_workspace(tmp_path / "w") as workspace:
        assert [one.id for one in proposals.list_proposals(workspace)] == [made.id]
        assert proposals.get_proposal(workspace, made.id) == made
        kept = proposals.keep_proposal(workspace, JobContext(), made.id)
        assert (kept.added, len(keys(workspace, connection))) == (250, 250)
        assert (proposals.list_proposals(workspace), files_staged(workspace)) == ((), [])
        with pytest.raises(NotFound, match="no open proposal"):
            proposals.get_proposal(workspace, made.id)


def test_stop_at_any_moment_leaves_nothing_half_kept(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_CHUNK_NUMBERS", 100)
    with file.open("a") as rows:
        rows.writelines(f"{number},Wrong,dkk\n" for number in range(1000, 1150))
    with open_workspace(tmp_path / "w") as workspace:
        connection, stopped = into(workspace), 0
        made = propose(workspace, JobContext(), file, kind=KIND, connection_id=connection)
        while True:
            try:
                proposals.keep_proposal(workspace, StopsAfter(stopped), made.id)
            except Cancelled:
                assert keys(workspace, connection) == []
                stopped += 1
            else:
                break
        assert stopped >= 6
        assert len(keys(workspace, connection)) == 400


def test_stop_while_reading_leaves_no_proposal(tmp_path: Path, file: Path) -> None:
    with open_workspace(tmp_path / "w") as workspace:
        connection = into(workspace)
        for checkpoints in range(2):
            with pytest.raises(Cancelled):
                propose(workspace, StopsAfter(checkpoints), file, kind=KIND, connection_id=connection)
        assert (proposals.list_proposals(workspace), files_staged(workspace)) == ((), [])


def test_some_are_kept_some_rejected_and_the_rest_waits(tmp_path: Path, file: Path) -> None:
    with open_workspace(tmp_path / "w") as workspace:
        connection = into(workspace)
        made = propose(workspace, JobContext(), file, kind=KIND, connection_id=connection)
        assert proposals.keep_proposal(workspace, JobContext(), made.id, [3, 2]).added == 2
        proposals.reject_proposal(workspace, made.id, [4])

        assert keys(workspace, connection) == ["0", "1"]
        assert proposals.get_proposal(workspace, made.id).added == 247
        assert proposals.page_proposal(workspace, made.id, limit=1)[0].number == 5
        proposals.reject_proposal(workspace, made.id)
        assert (keys(workspace, connection), files_staged(workspace)) == (["0", "1"], [])


def test_pages_show_cells_and_filter(tmp_path: Path) -> None:
    file = EXAMPLES / "traede-customers-problems.csv"
    with open_workspace(tmp_path / "w") as workspace:
        made = propose(workspace, JobContext(), file, kind=KIND, connection_id=into(workspace))
        refused = proposals.page_proposal(workspace, made.id, filter="refused")
        (deleted,) = proposals.page_proposal(workspace, made.id, filter="deleted")
        assert [one.rows for one in refused] == [(19,), (25,), (26,), (27,)]
        assert (deleted.key, deleted.cells[0][-1], made.refused, made.records) == ("30017", "yes", 4, 19)


def test_example_has_exactly_one_cell_to_fix(tmp_path: Path) -> None:
    with open_workspace(tmp_path / "w") as workspace:
        file = EXAMPLES / "traede-customers.csv"
        made = propose(workspace, JobContext(), file, kind=KIND, connection_id=into(workspace))
    errors = [one for one in made.problems if one.is_error]
    assert [(one.row, one.column, one.value) for one in errors] == [(83, "discount_percentage", "12,5o")]
    assert (made.rows, made.records, made.refused) == (85, 42, 0)


def test_two_proposals_of_one_file_add_its_records_once(tmp_path: Path, file: Path) -> None:
    with open_workspace(tmp_path / "w") as workspace:
        connection = into(workspace)
        both = [propose(workspace, JobContext(), file, kind=KIND, connection_id=connection) for _ in range(2)]
        kept = [proposals.keep_proposal(workspace, JobContext(), one.id) for one in both]
        assert [(one.added, one.unchanged) for one in kept] == [(250, 0), (0, 250)]


def test_a_crash_while_reading_or_keeping_is_cleared_up(tmp_path: Path, file: Path) -> None:
    with open_workspace(tmp_path / "w") as workspace:
        connection = into(workspace)
        made = propose(workspace, JobContext(), file, kind=KIND, connection_id=connection)
        left = workspace.store.proposals.begin(kind=KIND, connection_id=connection, file_name="x")
        workspace.store.proposals.file_of(left).write_bytes(b"half")

    with open_workspace(tmp_path / "w") as workspace:
        assert files_staged(workspace) == [workspace.store.proposals.file_of(made.id)]


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, file: Path) -> None:
    class Touches(JobContext):
        def checkpoint(self) -> None:
            os.utime(file, ns=(1, 1))

    with (
        open_workspace(tmp_path / "w") as workspace,
        pytest.raises(UnusableFile, match="changed while it was read"),
    ):
        propose(workspace, Touches(), file, kind=KIND, connection_id=into(workspace))


@pytest.mark.parametrize("name", ["customers.csv", "customers.xlsx"])
def test_a_file_that_vanishes_while_it_is_read_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    if name.endswith(".csv"):
        file.write_text(HEAD + "1,A,DKK\n")
    else:
        book = Workbook()
        for row in (["customer_number", "name"], ["1", "A"]):
            book.active.append(row)
        book.save(file)

    class Removes(JobContext):
        def checkpoint(self) -> None:
            file.unlink(missing_ok=True)

    with open_workspace(tmp_path / "w") as workspace:
        with pytest.raises(UnusableFile, match="vanished while it was read"):
            propose(workspace, Removes(), file, kind=KIND, connection_id=into(workspace))
        assert (proposals.list_proposals(workspace), files_staged(workspace)) == ((), [])


def test_a_file_whose_header_changed_since_it_was_looked_at_is_refused(tmp_path: Path, file: Path) -> None:
    reading = look(file, kind=KIND)
    file.write_text("name,customer_number,currency\nA,1,DKK\n")
    with (
        open_workspace(tmp_path / "w") as workspace,
        pytest.raises(UnusableFile, match="changed since it was looked at"),
    ):
        propose(workspace, JobContext(), file, kind=KIND, connection_id=into(workspace), reading=reading)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/St_Johns"])
def test_neither_zone_nor_locale_touches_what_a_file_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    """Dates, numbers and accents go in and out the same wherever the computer stands."""
    monkeypatch.setenv("TZ", zone)
    for name in ("LC_ALL", "LANG", "LC_NUMERIC"):
        monkeypatch.setenv(name, "C")
    time.tzset()
    book = Workbook()
    for row in (["customer_number", "name", "discount_percentage"], ["1", datetime(2026, 3, 29, 2, 30), 12.5]):  # noqa: DTZ001  a sheet has no zone
        book.active.append(row)
    book.active["B2"].number_format = "yyyy-mm-dd hh:mm"
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "b.csv").write_bytes("customer_number;name;discount_percentage\n2;Ærø 01/02/03;12,5\n".encode())
    out = tmp_path / "out.csv"
    try:
        with open_workspace(tmp_path / "w") as workspace:
            connection = into(workspace)
            for name in ("a.xlsx", "b.csv"):
                made = propose(workspace, JobContext(), tmp_path / name, kind=KIND, connection_id=connection)
                proposals.keep_proposal(workspace, JobContext(), made.id)
            export(workspace, JobContext(), kind=KIND, connection_id=connection, to=out)
    finally:
        monkeypatch.undo()
        time.tzset()
    rows = [row[:4] for row in csv.reader(out.read_text(encoding="utf-8").splitlines())]
    assert rows[1:] == [["1", "2026-03-29 02:30", "", "12.5"], ["2", "Ærø 01/02/03", "", "12.5"]]


def test_what_is_similar_is_suggested_and_read_once_chosen(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("customer_number,Nmae,currency,Colour\n1,A,DKK,red\n")
    reading = look(file, kind=KIND)
    mapping = match(KIND, reading)
    assert mapping[1] == ColumnMatch("Nmae", 1, "", "similar", "name")
    assert mapping[3].how == "ignored"

    with open_workspace(tmp_path / "w") as workspace:
        made = propose(
            workspace,
            JobContext(),
            file,
            kind=KIND,
            connection_id=into(workspace),
            reading=reading,
            mapping=choose(mapping, 1, "name"),
        )
        (record,) = proposals.page_proposal(workspace, made.id)
    assert [one.new for one in record.fields] == ["1", "A", "DKK"]


def test_each_part_of_the_reading_can_be_given(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("x\ncustomer_number;name\n1;Žluťoučký\n".encode("cp1250"))
    reading = look(file, kind=KIND, wanted=Wanted("cp1250", ";", header_row=2))
    assert reading.sample == (("1", "Žluťoučký"),)
    assert (reading.has_decimal_comma, reading.header) == (True, ("customer_number", "name"))
    with pytest.raises(UnusableFile, match="no row 9"):
        look(file, kind=KIND, wanted=Wanted(header_row=9))


def test_template_comes_in_without_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "template.csv"
    file.write_text(template(kind_named(KIND)), encoding="utf-8", newline="")
    with open_workspace(tmp_path / "w") as workspace:
        made = propose(workspace, JobContext(), file, kind=KIND, connection_id=into(workspace))
    assert (made.added, made.problems) == (1, ())


def test_export_defuses_formulas_unless_raw_and_replaces_whole(tmp_path: Path) -> None:
    file, out = tmp_path / "a.csv", tmp_path / "out.csv"
    file.write_text(HEAD + "1,'=1+1,DKK\n")
    with open_workspace(tmp_path / "w") as workspace:
        connection = into(workspace)
        made = propose(workspace, JobContext(), file, kind=KIND, connection_id=connection)
        proposals.keep_proposal(workspace, JobContext(), made.id)
        for is_raw, expected in ((False, ",'=1+1,"), (True, "1,=1+1,")):
            rows = export(workspace, JobContext(), kind=KIND, connection_id=connection, to=out, is_raw=is_raw)
            assert (rows, expected in out.read_text(encoding="utf-8")) == (1, True)
        with pytest.raises(Cancelled):
            export(workspace, StopsAfter(0), kind=KIND, connection_id=connection, to=out)
    assert expected in out.read_text(encoding="utf-8")
    assert sorted(one.name for one in tmp_path.glob("*out.csv*")) == ["out.csv"]


def test_export_to_a_workbook_comes_back_unchanged_and_runs_nothing(tmp_path: Path) -> None:
    file, out = tmp_path / "a.csv", tmp_path / "out.xlsx"
    file.write_text(HEAD + '007,\'=1+1,DKK\n1E5,"a\nb",DKK\n')
    with open_workspace(tmp_path / "w") as workspace:
        connection = into(workspace)
        made = propose(workspace, JobContext(), file, kind=KIND, connection_id=connection)
        proposals.keep_proposal(workspace, JobContext(), made.id)
        for is_raw, expected in ((False, "'=1+1"), (True, "=1+1")):
            export(workspace, JobContext(), kind=KIND, connection_id=connection, to=out, is_raw=is_raw)
            with closing(load_workbook(out, read_only=True)) as book:
                cells = list(book["Records"].iter_rows(min_row=2, max_col=2))
            assert [(one.value, one.data_type) for one in cells[0]] == [("007", "s"), (expected, "s")]
            again = propose(workspace, JobContext(), out, kind=KIND, connection_id=connection)
            assert (again.unchanged, again.problem_count) == (2, 0)


def test_wrong_rows_go_out_in_their_own_columns_with_the_reason(tmp_path: Path) -> None:
    file, out = tmp_path / "a.csv", tmp_path / "wrong.csv"
    file.write_text("Customer number,Mood,Currency\n1,ok,DKK\n2,=bad,dkk\n3,a,DKK,more\n")
    with open_workspace(tmp_path / "w") as workspace:
        made = propose(workspace, JobContext(), file, kind=KIND, connection_id=into(workspace))
        assert proposals.export_wrong_rows(workspace, made.id, to=out) == 2
    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["Customer number", "Mood", "Currency", "counterfoil.reason"]
    assert [row[:3] for row in rows[1:]] == [["2", "=bad", "dkk"], ["3", "a", "DKK"]]
    assert ["write DKK" in rows[1][3], "4 cells" in rows[2][3]] == [True, True]
