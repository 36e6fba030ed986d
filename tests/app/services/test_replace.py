"""Find and replace: over all of a view, in one column or all texts, previewed, and taken back as one step."""

from __future__ import annotations

from typing import Any

import pytest

from app.edit_values import Replaced, Search
from app.jobs import JobContext
from app.records.change import Edits
from app.services.edit_records import delete_records, set_values
from app.services.preview_replace import preview_replace, searchable_columns
from app.services.replace_found import replace_found
from app.services.undo_edit import undo_edit
from app.values import BaseState, Change, Connection, Record, RecordQuery
from app.vendors.registry import kind_named
from app.workspace import Workspace

KIND = "traede.customers"
Changes = list[tuple[str, str, str, str]]


class Desk:
    """Customers 1 to 3, and what is found and replaced in them."""

    def __init__(self, workspace: Workspace, connection: Connection) -> None:
        self.workspace = workspace
        self.connection = connection
        self.ids = [
            self._save(str(number), name) for number, name in enumerate(("Aarhus ApS", "aarhus", "Ribe"), 1)
        ]

    def _save(self, key: str, name: str) -> int:
        addresses = [{"title": "Shop", "city": "Aarhus C"}, {"title": "Shed", "city": "Ribe"}]
        base = {"customer_number": key, "name": name, "currency": "DKK", "addresses": addresses, "active": True}
        record = Record(0, KIND, self.connection.id, key, BaseState.KNOWN, base, {}, is_key_locked=True)
        return self.workspace.store.records.save([record])[0]

    def look(self, text: str, instead: str = "", *, shown: str = "", **options: Any) -> Changes:
        found = self.found(text, instead, shown=shown, **options)
        return [(one.key, one.path, one.old, one.new) for one in found.replacements]

    def found(self, text: str, instead: str = "", *, shown: str = "", **options: Any) -> Any:
        query = RecordQuery(KIND, self.connection.id, text=shown)
        return preview_replace(self.workspace, JobContext(), query, Search(text, instead, **options))

    def replace(self, text: str, instead: str, **options: Any) -> Replaced:
        found = self.found(text, instead, **options)
        return replace_found(self.workspace, JobContext(), KIND, found.replacements)

    def edits(self) -> list[dict[str, Any]]:
        return [dict(one.edits) for one in self.workspace.store.records.many(KIND, self.ids)]


@pytest.fixture
def desk(workspace: Workspace, connection: Connection) -> Desk:
    return Desk(workspace, connection)


def test_one_column_is_looked_through_with_any_case(desk: Desk) -> None:
    assert desk.look("AARHUS", "Århus", column="name") == [
        ("1", "name", "Aarhus ApS", "Århus ApS"),
        ("2", "name", "aarhus", "Århus"),
    ]


def test_case_and_whole_values_narrow_it(desk: Desk) -> None:
    assert [one[0] for one in desk.look("Aarhus", "x", column="name", matches_case=True)] == ["1"]
    assert [one[0] for one in desk.look("Aarhus", "x", column="name", is_whole=True)] == ["2"]


def test_all_texts_include_those_in_lists_and_no_numbers_of_records(desk: Desk) -> None:
    found = desk.look("aarhus", "Århus")
    city = "addresses[title=Shop].city"
    assert [(key, path) for key, path, _, _ in found] == [
        ("1", "name"), ("1", city), ("2", "name"), ("2", city), ("3", city),
    ]  # fmt: skip
    assert desk.look("1", "x") == []


def test_only_what_is_shown_is_looked_through(desk: Desk) -> None:
    assert [one[0] for one in desk.look("Ribe", "Esbjerg", shown="ApS")] == ["1"]


def test_signs_of_patterns_are_taken_as_written(desk: Desk) -> None:
    set_values(desk.workspace, KIND, desk.ids[0], {"name": r"A.B (\1)"})
    assert desk.look(".", r"\g<0>", column="name") == [("1", "name", r"A.B (\1)", r"A\g<0>B (\1)")]
    assert desk.look("(", "[", column="name")[0][3] == r"A.B [\1)"


def test_what_cannot_be_written_is_counted_and_left(desk: Desk) -> None:
    found = desk.found("1", "x", column="customer_number")
    assert (found.replacements, found.closed) == ((), 1)
    delete_records(desk.workspace, KIND, [desk.ids[1]])
    assert [one[0] for one in desk.look("aarhus", "x", column="name")] == ["1"]


def test_nothing_to_find_finds_nothing(desk: Desk) -> None:
    assert desk.look("", "x") == []
    assert desk.look("Aarhus", "Aarhus", matches_case=True) == []


def test_read_only_columns_are_not_offered() -> None:
    kind = kind_named("kibo.accounts")
    offered = searchable_columns(kind)
    assert offered
    assert all(one.is_editable for one in offered)
    assert not any(one.about.is_directive for one in searchable_columns(kind_named(KIND)))


def test_replacing_is_one_step_that_is_taken_back_as_a_whole(desk: Desk) -> None:
    assert desk.replace("aarhus", "Århus") == Replaced(5, 3)
    assert desk.edits()[0] == {"name": "Århus ApS", "addresses[title=Shop].city": "Århus C"}
    undo_edit(desk.workspace, desk.connection.id)
    assert desk.edits() == [{}, {}, {}]


def test_replacing_by_nothing_erases(desk: Desk) -> None:
    desk.replace("Ribe", "", column="name", is_whole=True)
    assert desk.edits()[2] == {"name": None}


def test_what_was_edited_after_the_preview_is_left_alone(desk: Desk) -> None:
    found = desk.found("aarhus", "x", column="name")
    set_values(desk.workspace, KIND, desk.ids[0], {"name": "Odense"})
    assert replace_found(desk.workspace, JobContext(), KIND, found.replacements) == Replaced(1, 1, 1)
    assert [one.get("name") for one in desk.edits()] == ["Odense", "x", None]


def test_a_taken_key_leaves_its_record_and_the_rest_is_written(desk: Desk) -> None:
    for key in ("N1", "N2"):
        edits: Edits = {"customer_number": key}
        state = BaseState.ABSENT
        record = Record(0, KIND, desk.connection.id, key, state, {}, edits, change=Change.ADDED)
        desk.ids.extend(desk.workspace.store.records.save([record]))
    assert desk.replace("N1", "N2", column="customer_number") == Replaced(0, 0, 1)
    assert desk.edits()[3:] == [{"customer_number": "N1"}, {"customer_number": "N2"}]


def test_stop_keeps_what_is_written_and_undo_takes_it_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.services.replace_found.RECORDS_AT_ONCE", 1)
    found = desk.found("aarhus", "x")
    context = JobContext()

    def stop_after_some(done: int, _total: int | None, _text: str) -> None:
        if done:
            context.cancel()

    monkeypatch.setattr(context, "report", stop_after_some)
    replaced = replace_found(desk.workspace, context, KIND, found.replacements)
    assert 0 < replaced.records < 3
    undo_edit(desk.workspace, desk.connection.id)
    assert desk.edits() == [{}, {}, {}]


def test_a_new_element_is_written_to(desk: Desk) -> None:
    set_values(desk.workspace, KIND, desk.ids[2], {"addresses[+].title": "Depot", "addresses[+].city": "Odder"})
    assert desk.replace("Odder", "Hov") == Replaced(1, 1)
    assert "Hov" in desk.edits()[2].values()


def test_an_element_inside_an_element_is_found(workspace: Workspace) -> None:
    kind = kind_named("flxpoint.orders")
    connection = workspace.store.connections.add(
        vendor="flxpoint",
        name="F",
        base_url="http://127.0.0.1:9",
        environment="test",
        options={},
        credential_id="c",
    )
    base = {"id": 7, "items": [{"id": 5, "orderItemAccountingItems": [{"externalAccountingId": "OLD-1"}]}]}
    workspace.store.records.save([Record(0, kind.id, connection.id, "7", BaseState.KNOWN, base, {})])
    query = RecordQuery(kind.id, connection.id)
    (found,) = preview_replace(workspace, JobContext(), query, Search("OLD", "NEW")).replacements
    assert (found.path.rpartition(".")[2], found.new) == ("externalAccountingId", "NEW-1")
    assert replace_found(workspace, JobContext(), kind.id, [found]).values == 1
