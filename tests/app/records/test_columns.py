from __future__ import annotations

from typing import Annotated

from app.records.columns import ColumnType, columns_of
from app.records.fields import About, RecordModel, Within, shown
from app.vendors.registry import kind_named

KIND = kind_named("traede.customers")


def test_columns_are_the_vendors_own_json_paths_in_order() -> None:
    assert [column.path for column in KIND.columns][:8] == [
        "customer_number",
        "name",
        "currency",
        "discount_percentage",
        "active",
        "payment_term.payment_term_code",
        "payment_term.payment_term_id",
        "addresses_sync_mode",
    ]


def test_a_column_of_a_list_knows_its_list_and_its_name_in_an_element() -> None:
    column = KIND.column_by_path["addresses.remote_erp_id"]
    assert (column.list_path, column.name) == ("addresses", "remote_erp_id")


def test_types_limits_and_choices_follow_from_the_declaration() -> None:
    by_path = KIND.column_by_path
    assert by_path["discount_percentage"].type is ColumnType.DECIMAL
    assert by_path["discount_percentage"].limits == {"ge": 0, "le": 100}
    assert by_path["addresses.country"].type is ColumnType.COUNTRY
    assert by_path["addresses_sync_mode"].choices == ("append", "replace")


def test_pictures_and_open_parts_have_types_of_their_own() -> None:
    columns = kind_named("softwareone.buyers").column_by_path
    assert columns["logo"].type is ColumnType.IMAGE
    assert columns["errors.parameters"].type is ColumnType.JSON
    assert not columns["errors.parameters"].is_editable


class Stamp(RecordModel):
    at: Annotated[str, shown("", source="page")]
    by: Annotated[str, shown("by", source="page")]


class Part(RecordModel):
    name: Annotated[str, About("name", source="page")]
    made: Annotated[Stamp, Within("made")]


class Whole(RecordModel):
    made: Annotated[Stamp, Within("Made")]
    parts: Annotated[list[Part], Within("Part")]


def test_a_part_declared_once_is_titled_by_where_it_stands() -> None:
    assert {column.path: column.title for column in columns_of(Whole)} == {
        "made.at": "Made",
        "made.by": "Made by",
        "parts.name": "Part name",
        "parts.made.at": "Part made",
        "parts.made.by": "Part made by",
    }
    assert [column.list_path for column in columns_of(Whole)] == ["", "", "parts", "parts", "parts"]
