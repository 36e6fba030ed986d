"""Tables derived from declarations."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field
from sqlmodel import SQLModel

from app.records.fields import About, RecordModel
from app.store.kind_tables import kind_model, kind_table
from app.store.projections import projections_of
from app.vendors.registry import all_kinds, kind_named


class Part(RecordModel):
    number: Annotated[int, About("Number")]


class Item(RecordModel):
    name: Annotated[str, About("Name")]
    parts: list[Part]


class Order(RecordModel):
    """Names of ours as its own, and lists in lists."""

    id: Annotated[str, About("Id")]
    key: Annotated[str, About("Key")]
    metadata: Annotated[str, About("Metadata")]
    total: Annotated[float, Field(ge=0), About("Total")]
    items: list[Item]


KIND = replace(kind_named("traede.customers"), id="test.orders", model=Order, key_column="id", delete_column="")


def test_a_kind_becomes_a_sqlmodel_class() -> None:
    assert issubclass(kind_model(KIND), SQLModel)
    assert kind_table(KIND).name == "test_orders"


def test_a_declared_name_never_hides_one_of_ours() -> None:
    shown = {one.path: one.name for one in projections_of(KIND)}
    assert shown == {
        "id": "field_id",
        "key": "field_key",
        "metadata": "metadata",
        "total": "total",
        "items": "items",
    }
    assert str(kind_table(KIND).c.total.type) == "FLOAT"


def test_every_kind_has_distinct_columns_ignoring_case() -> None:
    for kind in all_kinds().values():
        names = [column.name.casefold() for column in kind_table(kind).columns]
        assert len(names) == len(set(names))
