"""The canonical columns of a record kind, derived from its declared model."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter, WithJsonSchema
from pydantic.fields import FieldInfo

from app.records.fields import About, Erase, RecordModel


class ColumnType(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    COUNTRY = "country"
    CURRENCY = "currency"
    IMAGE = "image"
    JSON = "json"


@dataclass(frozen=True)
class Column:
    """One canonical column.

    `path` is the vendor's JSON path ("addresses.city"); `list_path` the list it lives in ("addresses",
    "" for a field of the record itself) and `name` the path inside that element.
    """

    path: str
    list_path: str
    type: ColumnType
    about: About
    limits: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    annotation: Any = field(default=str, compare=False, repr=False)

    @property
    def name(self) -> str:
        return self.path.removeprefix(f"{self.list_path}.") if self.list_path else self.path

    @property
    def title(self) -> str:
        return self.about.title

    @property
    def is_editable(self) -> bool:
        return not self.about.is_read_only

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """Validates one value of this column, strictly."""
        return TypeAdapter(self.annotation)


def columns_of(model: type[RecordModel]) -> tuple[Column, ...]:
    """List the columns in the order of declaration, those of lists where the list stands."""
    return tuple(_walk(model, prefix="", list_path=""))


def _walk(model: type[RecordModel], *, prefix: str, list_path: str) -> Iterator[Column]:
    for name, info in model.model_fields.items():
        path = f"{prefix}.{name}" if prefix else name
        inner = _without_none(info.annotation)
        if get_origin(inner) is list:
            (element,) = get_args(inner)
            yield from _walk(element, prefix=path, list_path=path)
        elif isinstance(inner, type) and issubclass(inner, RecordModel):
            yield from _walk(inner, prefix=path, list_path=list_path)
        else:
            yield _column(path, list_path, inner, info)


def _column(path: str, list_path: str, inner: Any, info: FieldInfo) -> Column:  # noqa: ANN401  a type form
    about = next(item for item in info.metadata if isinstance(item, About))
    choices = tuple(get_args(inner)) if get_origin(inner) is Literal else ()
    return Column(
        path=path,
        list_path=list_path,
        type=_column_type(inner, info),
        about=about,
        limits=_limits(info),
        choices=choices,
        annotation=Annotated[(inner, *info.metadata)],  # pydantic passes over what it does not know
    )


def _annotation(inner: Any, constraints: list[Any]) -> Any:  # noqa: ANN401  a type form
    return Annotated[(inner, *constraints)] if constraints else inner


def _column_type(inner: Any, info: FieldInfo) -> ColumnType:  # noqa: ANN401  a type form
    for item in info.metadata:
        if isinstance(item, WithJsonSchema) and item.json_schema:
            return ColumnType(str(item.json_schema["format"]))
    if get_origin(inner) is Literal:
        return ColumnType.CHOICE
    plain = {
        str: ColumnType.TEXT,
        int: ColumnType.INTEGER,
        float: ColumnType.DECIMAL,
        bool: ColumnType.BOOLEAN,
    }
    return plain[inner]


def _limits(info: FieldInfo) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    for item in info.metadata:
        for name in ("min_length", "max_length", "ge", "le", "gt", "lt", "pattern"):
            value = getattr(item, name, None)
            if value is not None:
                limits[name] = value
    return limits


def _without_none(annotation: Any) -> Any:  # noqa: ANN401  a type form
    if get_origin(annotation) in (Union, types.UnionType):
        options = [option for option in get_args(annotation) if option is not type(None)]
        return options[0] if len(options) == 1 else annotation
    return annotation


def erased_value(column: Column) -> str | None:
    """What stands for "empty" in the working copy of an erasable scalar."""
    return "" if column.about.erase is Erase.EMPTY_TEXT else None
