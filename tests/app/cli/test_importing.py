"""import, proposals, pending and export by command line: shapes, exit codes, what is kept."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.intake.fixed import fixed
from app.intake.values import ColumnMatch
from app.services.mappings import export_mapping
from tests.app.cli.running import Ran, Run

KIND = "traede.customers"
HEADER = "customer_number,name,currency,discount_percentage\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three good rows, one that is wrong."""
    rows = "007,Ærø Tæpper,DKK,5\n008,Blå,SEK,\n009,Żuraw,PLN,120\n010,L'Été,EUR,2.5\n"
    (tmp_path / "customers.csv").write_text(HEADER + rows, encoding="utf-8")
    return tmp_path / "customers.csv"


def propose(run: Run, file: Path, *words: str) -> Ran:
    return run("import", str(file), "--into", KIND, "--connection", "Shop", *words)


def test_import_without_accept_leaves_a_proposal(run: Run, file: Path) -> None:
    told = propose(run, file).json
    assert (told["rows"], told["records"], told["added"], told["refused"]) == (4, 4, 4, 0)
    assert run("pending").json["records"] == []
    assert [each["proposal"] for each in run("proposals", "list").json["proposals"]] == [told["proposal"]]


def test_problem_names_row_line_column_value_and_remedy(run: Run, file: Path) -> None:
    ran = propose(run, file)
    assert ran.code == 3
    (found,) = ran.json["problems"]
    assert (found["row"], found["line"], found["column"], found["value"], found["severity"]) == (
        4,
        4,
        "discount_percentage",
        "120",
        "error",
    )
    assert "100" in found["message"]


def test_accepted_rows_are_pending_as_written(run: Run, file: Path) -> None:
    assert propose(run, file, "--accept").code == 3
    records = {each["key"]: each for each in run("pending").json["records"]}
    assert list(records) == ["007", "008", "009", "010"]
    assert {field["column"]: field["new"] for field in records["007"]["fields"]}["name"] == "Ærø Tæpper"
    assert records["009"]["problems"][0]["column"] == "discount_percentage"
    assert run("proposals").json["proposals"] == []


def test_proposal_is_kept_or_rejected_by_its_number(run: Run, file: Path) -> None:
    first, second = propose(run, file).json["proposal"], propose(run, file).json["proposal"]
    assert run("proposals", "reject", str(first)).code == 0
    assert run("proposals", "keep", str(second)).code == 3
    assert len(run("pending").json["records"]) == 4
    assert run("proposals", "keep", "99").code == 2


def test_warnings_alone_are_all_well(run: Run, tmp_path: Path) -> None:
    (tmp_path / "header.csv").write_text(HEADER, encoding="utf-8")
    ran = propose(run, tmp_path / "header.csv", "--accept")
    assert ran.code == 0
    assert ran.json["rows"] == 0
    assert {each["severity"] for each in ran.json["problems"]} == {"warning"}


@pytest.mark.parametrize("name", ["not-there.csv", "."])
def test_file_that_cannot_be_read_is_exit_code_2(run: Run, tmp_path: Path, name: str) -> None:
    ran = propose(run, tmp_path / name, "--accept")
    assert ran.code == 2
    assert ran.json["error"]


def test_every_problem_is_told_however_many(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"{number},Name,DKK,120\n" for number in range(1, 1503))
    (tmp_path / "many.csv").write_text(HEADER + rows, encoding="utf-8")
    told = propose(run, tmp_path / "many.csv").json
    assert told["problem_count"] == len(told["problems"]) == 1502


def test_export_writes_what_import_takes_back(run: Run, file: Path, tmp_path: Path) -> None:
    propose(run, file, "--accept")
    target = tmp_path / "out.csv"
    ran = run("export", KIND, "--connection", "Shop", "--to", str(target))
    assert (ran.code, ran.json["rows"]) == (0, 4)
    again = propose(run, target, "--accept")
    assert again.json["unchanged"] == 4


def test_export_writes_a_view_in_its_order(run: Run, file: Path, tmp_path: Path) -> None:
    propose(run, file, "--accept")
    target = tmp_path / "view.csv"
    words = ("--filter", "pending", "--search", "u", "--sort", "name", "--descending")
    ran = run("export", KIND, "--connection", "Shop", "--to", str(target), *words)
    assert (ran.code, ran.json.get("rows")) == (0, 2), ran.err
    rows = list(csv.reader(target.read_text(encoding="utf-8").splitlines()))
    assert [row[0] for row in rows[1:]] == ["009", "010"]
    for wrong in (("--filter", "good"), ("--quick", "good"), ("--sort", "mood")):
        assert run("export", KIND, "--connection", "Shop", "--to", str(target), *wrong).code == 2
    assert target.exists()


def test_each_part_of_the_reading_can_be_said(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes("x#y\ncustomer_number#name#currency\n1#Žluťoučký#CZK\n".encode("cp852"))
    told = propose(run, file, "--encoding", "DOS 852", "--delimiter", "#", "--header-row", "2").json
    assert told["read_as"] == "Read as DOS 852, “#”, header in row 2"
    assert told["added"] == 1
    for wrong in (("--encoding", "Klingon"), ("--delimiter", "ab"), ("--header-row", "9")):
        assert propose(run, file, *wrong).code == 2


def test_a_fixed_value_stands_in_all_rows_of_this_import_alone(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_text("customer_number,name\n1,A\n2,B\n", encoding="utf-8")
    assert propose(run, file, "--set", "Currency=DKK", "--accept").json["added"] == 2
    assert {field["new"] for each in run("pending").json["records"] for field in each["fields"]} >= {"DKK"}
    assert propose(run, file).json["changed"] == 0
    for wrong in ("currency=dkk", "currency", "mood=good", "customer_number=1"):
        assert propose(run, file, "--set", wrong).code == 2


def test_a_file_without_a_header_is_read_by_the_numbers_of_its_columns(run: Run, tmp_path: Path) -> None:
    file, mapping = tmp_path / "bare.csv", tmp_path / "m.json"
    file.write_text("1;Åsa\n2;Zoë\n", encoding="utf-8")
    matches = (
        ColumnMatch("Column 1", 0, "customer_number", "chosen"),
        ColumnMatch("Column 2", 1, "name", "chosen"),
    )
    export_mapping(KIND, matches, to=mapping)
    told = propose(run, file, "--no-header", "--mapping", str(mapping), "--accept")
    assert (told.json["rows"], told.json["records"], told.json["added"]) == (2, 2, 2)


def test_a_mapping_that_was_exported_is_used(run: Run, tmp_path: Path) -> None:
    file, mapping = tmp_path / "danish.csv", tmp_path / "m.json"
    file.write_text("Nr;Navn\n1;A\n", encoding="utf-8")
    matches = (ColumnMatch("Nr", 0, "customer_number", "chosen"), ColumnMatch("Navn", 1, "name", "chosen"))
    export_mapping(KIND, (*matches, fixed("currency", "DKK")), to=mapping)
    assert propose(run, file).code == 2
    told = propose(run, file, "--mapping", str(mapping), "--accept")
    assert (told.code, told.json["added"], told.json["problems"]) == (0, 1, [])


def test_wrong_rows_go_out_with_their_reason(run: Run, file: Path, tmp_path: Path) -> None:
    made, target = propose(run, file).json["proposal"], tmp_path / "wrong.csv"
    ran = run("proposals", "export", str(made), "--to", str(target))
    assert (ran.code, ran.json["rows"]) == (0, 1)
    assert "counterfoil.reason" in target.read_text(encoding="utf-8-sig")


def test_template_is_a_file_that_import_takes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "template.csv").write_text(run("template", KIND).json["csv"], encoding="utf-8")
    told = propose(run, tmp_path / "template.csv")
    assert told.code == 0
    assert told.json["added"] >= 1


def test_history_of_nothing_is_empty(run: Run) -> None:
    assert run("history").json == {"pushes": []}
    assert run("history", "1").code == 2


def test_doctor_examines_the_workspace(run: Run) -> None:
    ran = run("doctor")
    assert ran.code == 0
    assert ran.json["workspace"]["state"] == "well"


def test_doctor_tells_of_a_broken_workspace(run: Run, folder: Path) -> None:
    (folder / "workspace.sqlite").write_bytes(b"no database at all")
    ran = run("doctor")
    assert ran.code == 5
    assert ran.json["workspace"]["state"] == "damaged"
    assert run("pending").code == 5
