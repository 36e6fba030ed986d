"""What a person chose for a header is recalled without asking, and goes out and in as a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.errors import UnusableFile
from app.intake.fixed import with_fixed
from app.intake.values import Wanted
from app.jobs import JobContext
from app.services.mappings import (
    export_mapping,
    forget,
    import_mapping,
    is_remembered,
    match_remembered,
)
from app.services.propose_file import choose, look, match, propose, propose_text
from app.workspace import Workspace
from tests.app.services.test_propose_file import KIND, into


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "a.csv"
    file.write_text("customer_number,Nmae,currency,Colour\n1,A,DKK,red\n")
    return file


def propose_chosen(workspace: Workspace, file: Path, *, connection_id: int) -> None:
    reading = look(file, kind=KIND)
    mapping = choose(choose(match(KIND, reading), 1, "name"), 2, "")
    propose(
        workspace, JobContext(), file, kind=KIND, connection_id=connection_id, reading=reading, mapping=mapping
    )


def test_a_choice_is_recalled_after_a_reload_for_the_same_header(tmp_path: Path, file: Path) -> None:
    with open_workspace(tmp_path / "w") as workspace:
        propose_chosen(workspace, file, connection_id=into(workspace))
    other = tmp_path / "other.csv"
    other.write_text("Customer Number;NMAE;Currency;colour\n2;B;EUR;blue\n")

    with open_workspace(tmp_path / "w") as workspace:
        recalled = match_remembered(workspace, KIND, look(other, kind=KIND))
        assert [(one.column, one.how) for one in recalled[1:3]] == [("name", "chosen"), ("", "ignored")]
        connection = workspace.store.connections.list()[0].id
        made = propose(workspace, JobContext(), other, kind=KIND, connection_id=connection)
        assert [one.column for one in made.mapping] == ["customer_number", "name", "", ""]


def test_two_columns_of_one_name_keep_what_was_chosen_for_each(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("customer_number,Text,Text,Text\n1,A,DKK,x\n")
    with open_workspace(tmp_path / "w") as workspace:
        connection, reading = into(workspace), look(file, kind=KIND)
        mapping = choose(choose(match(KIND, reading), 1, "name"), 2, "currency")
        propose(
            workspace, JobContext(), file, kind=KIND, connection_id=connection, reading=reading, mapping=mapping
        )
        recalled = match_remembered(workspace, KIND, reading)
    assert [one.column for one in recalled] == ["customer_number", "name", "currency", ""]


def test_a_fixed_value_and_a_suggestion_turned_down_are_recalled_until_forgotten(
    tmp_path: Path, file: Path
) -> None:
    with open_workspace(tmp_path / "w") as workspace:
        connection, reading = into(workspace), look(file, kind=KIND)
        mapping = with_fixed(choose(match(KIND, reading), 1, ""), "active", "yes")
        propose(workspace, JobContext(), file, kind=KIND, connection_id=connection, mapping=mapping)
        assert is_remembered(workspace, KIND, reading.header)
        assert match_remembered(workspace, KIND, reading) == mapping
        forget(workspace, KIND, reading.header)
        assert not is_remembered(workspace, KIND, reading.header)
        assert match_remembered(workspace, KIND, reading) == match(KIND, reading)


def test_what_is_not_to_be_remembered_is_not(tmp_path: Path, file: Path) -> None:
    with open_workspace(tmp_path / "w") as workspace:
        connection, reading = into(workspace), look(file, kind=KIND)
        mapping = with_fixed(match(KIND, reading), "active", "yes")
        propose(
            workspace, JobContext(), file, kind=KIND, connection_id=connection, mapping=mapping, remembers=False
        )
        assert not is_remembered(workspace, KIND, reading.header)


def test_a_header_with_no_known_name_is_found_again_once_it_was_mapped(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("name;of;list\nKundenr;Navn;Valuta\n1;A;DKK\n")
    with open_workspace(tmp_path / "w") as workspace:
        connection = into(workspace)
        reading = look(file, kind=KIND, wanted=Wanted(header_row=2))
        mapping = match(KIND, reading)
        for index, column in enumerate(("customer_number", "name", "currency")):
            mapping = choose(mapping, index, column)
        propose(
            workspace, JobContext(), file, kind=KIND, connection_id=connection, reading=reading, mapping=mapping
        )
        again = propose(workspace, JobContext(), file, kind=KIND, connection_id=connection)
    assert (again.reading.header_row, again.added, again.problem_count) == (2, 1, 0)


def test_choosing_the_usual_again_forgets(tmp_path: Path, file: Path) -> None:
    with open_workspace(tmp_path / "w") as workspace:
        connection, reading = into(workspace), look(file, kind=KIND)
        propose_chosen(workspace, file, connection_id=connection)
        usual = match(KIND, reading)
        propose(workspace, JobContext(), file, kind=KIND, connection_id=connection, mapping=usual)
        assert match_remembered(workspace, KIND, reading) == usual


def test_a_mapping_goes_out_and_comes_in(tmp_path: Path, file: Path) -> None:
    reading = look(file, kind=KIND)
    mapping = with_fixed(choose(match(KIND, reading), 1, "name"), "active", "yes")
    export_mapping(KIND, mapping, to=tmp_path / "m.json")

    assert import_mapping(tmp_path / "m.json", kind=KIND, reading=reading) == mapping


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "counterfoil mapping 1", "kind": "other"}'])
def test_what_is_no_mapping_is_refused_in_words(tmp_path: Path, file: Path, content: str) -> None:
    (tmp_path / "m.json").write_text(content)

    with pytest.raises(UnusableFile, match=r"m\.json") as refusal:
        import_mapping(tmp_path / "m.json", kind=KIND, reading=look(file, kind=KIND))
    assert refusal.value.remedy


def test_a_pasted_range_is_read_like_a_file(tmp_path: Path) -> None:
    text = 'customer_number\tname\tdiscount_percentage\n0007\t"two\nlines"\t12,5\n'
    with open_workspace(tmp_path / "w") as workspace:
        made = propose_text(workspace, JobContext(), text, kind=KIND, connection_id=into(workspace))
        assert (made.file_name, made.added, made.error_count) == ("pasted cells", 1, 0)
        with pytest.raises(UnusableFile, match="pasted cells"):
            propose_text(workspace, JobContext(), "", kind=KIND, connection_id=1)
