"""What went out comes back unchanged: every kind, as CSV and as a workbook, whatever its fields hold."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.bootstrap import open_workspace
from app.jobs import JobContext
from app.records.columns import Column, ColumnType
from app.services.export_records import export
from app.services.proposals import get_proposal, keep_proposal
from app.services.propose_file import propose
from app.values import BaseState, Record, RecordQuery
from app.vendors.assess import assessed
from app.vendors.declaration import Kind
from app.vendors.registry import all_kinds, kind_named, vendor_of
from app.workspace import Workspace

Fields = st.SearchStrategy[dict[str, Any]]
TRICKY = (
    "=1+1",
    "'=x",
    "''-y",
    "[]",
    "'[]",
    " [] ",
    "'s-G",
    "@a",
    "+4",
    "\tx",
    '"',
    'a"b',
    "a\nb",
    "a,b;c",
    "007",
    "1E5",
)
PLAIN_LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
TEXTS = st.one_of(st.sampled_from(TRICKY), st.text(PLAIN_LETTERS, max_size=9))
NAMES = st.text(string.ascii_letters + string.digits + "æøå-", min_size=1, max_size=9)


@pytest.fixture(params=list(all_kinds()), scope="module")
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with open_workspace(tmp_path_factory.mktemp("round trip") / "workspace") as workspace:
        yield Place(workspace, kind_named(request.param))


class Place:
    """One kind in a connection of its own."""

    def __init__(self, workspace: Workspace, kind: Kind) -> None:
        self.workspace = workspace
        self.kind = kind
        self.vendor = vendor_of(kind.id)
        self.connection_id = workspace.store.connections.add(
            vendor=self.vendor.id,
            name="Place",
            base_url="https://vendor.invalid",
            environment="test",
            options={},
            credential_id="none",
        ).id

    def records(self) -> tuple[Record, ...]:
        query = RecordQuery(self.kind.id, self.connection_id)
        return self.workspace.store.records.page(query, limit=1000)

    def hold(self, bases: list[dict[str, Any]]) -> None:
        """Let the vendor be known to hold exactly these."""
        store = self.workspace.store.records
        store.remove(self.kind.id, [one.id for one in self.records()])
        options = self.vendor.options_with_defaults({})
        key, records = self.kind.column_by_path[self.kind.key_column], list[Record]()
        for number, base in enumerate(bases, start=1):
            base[key.path] = number if key.type is ColumnType.INTEGER else f"0{number}"
            record = Record(0, self.kind.id, self.connection_id, str(number), BaseState.KNOWN, base, {})
            records.append(assessed(self.kind, record, options))
        store.save(records)


def values_of(column: Column, *, is_name: bool) -> st.SearchStrategy[Any]:
    if is_name and column.type is ColumnType.TEXT:
        return NAMES
    simple: Mapping[ColumnType, st.SearchStrategy[Any]] = {
        ColumnType.INTEGER: st.integers(1, 2**31 - 1),
        ColumnType.DECIMAL: st.floats(0, 100).map(lambda number: round(number, 6)),
        ColumnType.BOOLEAN: st.booleans(),
        ColumnType.COUNTRY: st.sampled_from(["DK", "SE"]),
        ColumnType.CURRENCY: st.sampled_from(["DKK", "EUR"]),
        ColumnType.JSON: st.just({"a": [1, None]}),
    }
    if column.type is ColumnType.CHOICE:
        return st.sampled_from(column.choices)
    return simple.get(column.type, TEXTS)


def fields_of(kind: Kind, list_path: str) -> Fields:
    """A record, or an element of a list: any of its fields, and the lists in it."""
    names = kind.list_keys.get(list_path, ())
    own = {
        column.name: values_of(column, is_name=column.name in names)
        for column in kind.columns
        if column.list_path == list_path
        and column.type is not ColumnType.IMAGE
        and not column.about.is_directive
        and (column.is_editable or not list_path or column.name in names)
        and column.path not in (kind.key_column, kind.delete_column, *kind.other_keys)
    }
    for inner in _lists_in(kind, list_path):
        name = inner.removeprefix(f"{list_path}.") if list_path else inner
        own[name] = _elements(kind, inner)
    first = {names[0]: own.pop(names[0])} if names else {}
    return st.fixed_dictionaries(first, optional=own).map(_nested)


def _lists_in(kind: Kind, list_path: str) -> list[str]:
    paths = {column.list_path for column in kind.columns if column.list_path}
    below = {one for one in paths if one != list_path and one.startswith(f"{list_path}." if list_path else "")}
    return sorted(one for one in below if not any(one.startswith(f"{other}.") for other in below))


def _elements(kind: Kind, list_path: str) -> st.SearchStrategy[Any]:
    """Elements that a name tells apart; where nothing does, only the vendor writes them."""
    names = kind.list_keys.get(list_path, ())
    if not names:
        return st.just([{}])
    return st.lists(fields_of(kind, list_path), max_size=2, unique_by=lambda one: str(one[names[0]]))


def _nested(flat: dict[str, Any]) -> dict[str, Any]:
    """Put `address.city` into the object it lives in."""
    whole: dict[str, Any] = {}
    for path, value in flat.items():
        *above, name = path.split(".")
        into = whole
        for step in above:
            into = into.setdefault(step, {})
        into[name] = value
    return whole


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_what_went_out_comes_back(place: Place, tmp_path: Path, name: str, data: st.DataObject) -> None:
    place.hold(data.draw(st.lists(fields_of(place.kind, ""), min_size=1, max_size=3), label="records"))
    before, file = place.records(), tmp_path / name
    kind, here = place.kind.id, place.connection_id

    export(place.workspace, JobContext(), kind=kind, connection_id=here, to=file)
    made = propose(place.workspace, JobContext(), file, kind=kind, connection_id=here)
    errors = [one for one in get_proposal(place.workspace, made.id).problems if one.is_error]
    kept = keep_proposal(place.workspace, JobContext(), made.id)

    assert (kept.added, kept.changed, kept.unchanged, errors) == (0, 0, len(before), [])
    assert place.records() == before
