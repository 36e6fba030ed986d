"""A fixed value stands in every row of a file, checked before anything is read."""

from __future__ import annotations

import pytest

from app.errors import UsageError
from app.intake.fixed import fixable_columns, why_not_fixed, with_fixed, without_fixed
from app.intake.matching import choose
from app.intake.values import Proposal
from app.jobs import JobContext
from app.records.change import value_at, working_copy
from app.services.proposals import keep_proposal
from app.services.propose_file import look, match, propose
from app.vendors.registry import kind_named
from tests.app.intake.conftest import KIND, Desk


def propose_with(desk: Desk, content: str, **values: str) -> Proposal:
    file = desk.write(content)
    reading = look(file, kind=KIND)
    mapping = match(KIND, reading)
    for name, value in values.items():
        mapping = with_fixed(mapping, name.replace("__", "."), value)
    return propose(
        desk.workspace,
        JobContext(),
        file,
        kind=KIND,
        connection_id=desk.connection_id,
        reading=reading,
        mapping=mapping,
    )


def keep_with(desk: Desk, content: str, **values: str) -> None:
    keep_proposal(desk.workspace, JobContext(), propose_with(desk, content, **values).id)


def test_it_stands_in_every_row_and_in_the_preview(desk: Desk) -> None:
    made = propose_with(desk, "customer_number,name\n1,A\n2,B\n", currency="DKK")
    assert (made.added, made.problems) == (2, ())

    keep_proposal(desk.workspace, JobContext(), made.id)
    assert [one.edits["currency"] for one in desk.records()] == ["DKK", "DKK"]


def test_it_takes_the_place_of_a_column_and_a_column_its_place(desk: Desk) -> None:
    reading = look(desk.write("customer_number,currency\n1,EUR\n"), kind=KIND)
    mapping = with_fixed(match(KIND, reading), "currency", "DKK")
    assert [(one.column, one.how) for one in mapping[1:]] == [("", "ignored"), ("currency", "fixed")]
    assert [one.column for one in choose(mapping, 1, "currency")] == ["customer_number", "currency"]
    assert without_fixed(mapping, "currency") == mapping[:2]


def test_in_a_list_it_completes_the_elements_that_rows_speak_of_and_makes_none(desk: Desk) -> None:
    content = "customer_number,name,addresses.title,addresses.city\n1,A,Shop,Ribe\n1,,Depot,Vejle\n2,B,,\n"
    keep_with(desk, content, currency="DKK", addresses__country="DK")

    first, second = (working_copy({}, one.edits) for one in desk.records())
    assert [(one["title"], one["country"]) for one in first["addresses"]] == [("Shop", "DK"), ("Depot", "DK")]
    assert not value_at(second, "addresses")


def test_it_can_name_the_element_that_the_rows_describe(desk: Desk) -> None:
    keep_with(
        desk, "customer_number,name,currency,addresses.city\n1,A,DKK,Ribe\n2,B,DKK,\n", addresses__title="HQ"
    )

    first, second = (working_copy({}, one.edits) for one in desk.records())
    assert first["addresses"] == [{"title": "HQ", "city": "Ribe"}]
    assert not value_at(second, "addresses")


def test_it_erases_directs_and_deletes_too(desk: Desk) -> None:
    desk.keep("customer_number,name,currency,discount_percentage\n1,A,DKK,5\n2,B,DKK,7\n")
    keep_with(desk, "customer_number\n1\n", discount_percentage="[]", addresses_sync_mode="replace")
    keep_with(desk, "customer_number\n2\n", delete="yes")

    first, second = desk.records()
    assert (first.edits["discount_percentage"], first.directives) == (None, {"addresses_sync_mode": "replace"})
    assert second.is_deleting


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("currency", "dkk", "write DKK"),
        ("currency", " ", r"Write a value for Currency, or \[\]"),
        ("name", "[]", "cannot be emptied"),
        ("addresses.title", "[]", "tells the entries of a list apart"),
        ("discount_percentage", "12x", "cannot be read as Discount %"),
        ("colour", "red", "no column “colour”"),
    ],
)
def test_a_wrong_one_is_refused_before_anything_is_read(
    desk: Desk, column: str, value: str, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        propose_with(desk, "customer_number,name\n1,A\n", **{column.replace(".", "__"): value})
    assert not desk.workspace.store.proposals.list()


def test_a_decimal_comma_is_read_as_in_the_file(desk: Desk) -> None:
    comma = look(desk.write("customer_number,name\n1,A\n"), kind=KIND)
    semicolon = look(desk.write("customer_number;name\n1;A\n"), kind=KIND)
    kind = kind_named(KIND)
    assert why_not_fixed(kind, comma, "discount_percentage", "12,5")
    assert not why_not_fixed(kind, semicolon, "discount_percentage", "12,5")
    assert "one value for all rows" in why_not_fixed(kind, comma, "customer_number", "1")


def test_identity_of_rows_without_a_key_does_not_depend_on_it(desk: Desk) -> None:
    content = "customer_number,name\n,A\n"
    keep_with(desk, content, currency="DKK")
    keep_with(desk, content, currency="EUR")
    assert [one.edits["currency"] for one in desk.records()] == ["EUR"]


@pytest.mark.parametrize("kind", ["traede.customers", "softwareone.buyers", "flxpoint.orders", "kibo.accounts"])
def test_what_tells_records_apart_is_never_fixed(kind: str) -> None:
    known = kind_named(kind)
    paths = {column.path for column in fixable_columns(known)}
    assert known.key_column not in paths
    assert paths
    assert not paths & set(known.other_keys)
