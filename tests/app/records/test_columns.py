from __future__ import annotations

from app.records.columns import ColumnType
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
