"""What every vendor's declaration must hold; a new vendor is under test by being there."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from string import Formatter

import pytest

import app.vendors
from app.net.requests import Request
from app.records.cells import read_cell
from app.records.change import Raw
from app.records.checks import check_value
from app.records.columns import Column
from app.store.projections import projections_of
from app.vendors.declaration import Kind, Vendor
from app.vendors.registry import all_kinds, all_vendors, vendor_of

VENDORS = list(all_vendors().values())
KINDS = list(all_kinds().values())
RESOURCES = Path(app.vendors.__path__[0]).parents[1] / "resources"
each_vendor = pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.id)
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)


def test_every_folder_of_vendors_is_found() -> None:
    folders = {path.parent.name for path in Path(app.vendors.__path__[0]).glob("*/__init__.py")}
    assert set(all_vendors()) == folders


@each_vendor
def test_sign_in_headers_use_declared_credentials_only(vendor: Vendor) -> None:
    used = {
        name
        for _, text in vendor.sign_in_headers
        for _, name, _, _ in Formatter().parse(text)
        if name is not None
    }
    assert used <= {field.name for field in vendor.credentials}
    assert any(field.is_secret for field in vendor.credentials)


@each_vendor
def test_the_probe_changes_nothing_and_may_be_repeated(vendor: Vendor) -> None:
    request = vendor.probe(vendor.options_with_defaults({}))
    assert isinstance(request, Request)
    assert request.is_idempotent


@each_vendor
def test_the_default_address_is_https_without_a_slash_at_its_end(vendor: Vendor) -> None:
    assert re.fullmatch(r"https://[a-z0-9.{}-]+(/[a-z]+)?", vendor.default_url)


@each_vendor
def test_options_have_a_default_among_their_choices(vendor: Vendor) -> None:
    for option in vendor.options:
        assert option.title
        assert not option.choices or option.default in option.choices


@each_kind
def test_the_kind_is_named_after_its_vendor_and_knows_its_key(kind: Kind) -> None:
    assert any(kind.id.startswith(f"{vendor.id}.") and kind in vendor.kinds for vendor in VENDORS)
    assert kind.key_column in kind.column_by_path


@each_kind
def test_every_column_says_what_it_is_and_where_that_stands(kind: Kind) -> None:
    for column in kind.columns:
        assert column.title, column.path
        assert column.about.source, column.path


@each_kind
def test_headers_match_one_column_however_they_are_spelled(kind: Kind) -> None:
    names = [re.sub(r"[ ._-]", "", column.path).casefold() for column in kind.columns]
    titles = [re.sub(r"[ ._-]", "", column.title).casefold() for column in kind.columns]
    assert len(set(names)) == len(names)
    assert len(set(titles)) == len(titles)


@each_kind
def test_every_example_is_a_right_value(kind: Kind) -> None:
    for column in kind.columns:
        if column.about.example:
            value = read_cell(column, column.about.example)
            assert not isinstance(value, Raw), column.path
            assert check_value(column, column.path, value) is None, column.path


@each_kind
def test_projected_columns_have_names_of_their_own(kind: Kind) -> None:
    names = [shown.name for shown in projections_of(kind)]
    assert len(set(names)) == len(names)


@each_kind
def test_grid_columns_are_columns_or_lists(kind: Kind) -> None:
    lists = {column.list_path for column in kind.columns}
    assert set(kind.grid_columns) <= lists | set(kind.column_by_path)


@each_kind
def test_list_keys_name_fields_of_their_elements(kind: Kind) -> None:
    for list_path, fields in kind.list_keys.items():
        assert {f"{list_path}.{field}" for field in fields} <= set(kind.column_by_path)


@each_kind
def test_what_is_declared_beside_the_columns_names_columns_or_lists(kind: Kind) -> None:
    lists = {column.list_path for column in kind.columns if column.list_path}
    filters = [condition.path for one in kind.quick_filters for condition in one.conditions]
    needed = [path for action in kind.actions for path in action.needs]
    gone = [kind.gone.path] if kind.gone else []
    named = [*kind.other_keys, *filters, *needed, *gone, *(one.column for one in kind.pick_lists)]
    assert set(named) <= lists | set(kind.column_by_path)
    assert set(kind.single_lists) <= set(kind.list_keys)


@each_kind
def test_a_key_that_the_vendor_gives_can_be_told_from_other_names(kind: Kind) -> None:
    assert bool(kind.key_shape) == kind.is_key_given
    assert not kind.is_key_given or kind.other_keys


@each_kind
def test_filters_and_actions_have_names_of_their_own(kind: Kind) -> None:
    for names in ([one.name for one in kind.quick_filters], [one.name for one in kind.actions]):
        assert len(set(names)) == len(names)
    actions = {one.name: one for one in kind.actions}
    for action in kind.actions:
        assert action.title
        assert bool(action.needs) == bool(action.needs_words)
        assert not action.reverse or actions[action.reverse].reverse == action.name


@each_kind
def test_a_kind_can_be_read_whole_or_says_why_not(kind: Kind) -> None:
    """What no vendor documents may be tried behind a switch, as a list."""
    parts = (kind.read, kind.parse, kind.page, kind.parse_page, kind.holds)
    assert all(parts) != bool(kind.cannot_read)
    assert bool(kind.read_switch) == (any(parts) and not all(parts))
    if kind.read_switch:
        (switch,) = [one for one in vendor_of(kind.id).options if one.name == kind.read_switch]
        assert (switch.type, switch.default) == ("boolean", False)
        assert kind.under({}).page is None
        is_on = kind.under({kind.read_switch: True})
        assert all((is_on.page, is_on.parse_page, is_on.holds))
        assert not is_on.cannot_read


@each_kind
def test_a_new_record_that_cannot_be_found_again_is_not_made(kind: Kind) -> None:
    """Where the vendor gives the key, a create whose answer was lost is looked for."""
    assert kind.candidates is not None or not kind.is_key_given


@each_vendor
def test_every_vendor_has_an_icon_of_its_own(vendor: Vendor) -> None:
    text = (RESOURCES / "icons" / f"{vendor.id}.svg").read_text(encoding="utf-8")
    assert text.startswith("<svg ")
    assert 'viewBox="0 0 24 24"' in text


@each_kind
def test_the_example_file_has_known_columns_and_hardly_a_wrong_cell(kind: Kind) -> None:
    """A wrong cell or two are there to be corrected by who tries it out."""
    with (RESOURCES / "examples" / f"{kind.id.replace('.', '-')}.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    cells = [(kind.column_by_path[path], text) for row in rows for path, text in row.items() if text]
    assert len(rows) >= 10
    assert all(column.is_editable for column, _ in cells)
    assert len([text for column, text in cells if not is_right(column, text)]) <= 5


def is_right(column: Column, text: str) -> bool:
    value = read_cell(column, text)
    return not isinstance(value, Raw) and check_value(column, column.path, value) is None
