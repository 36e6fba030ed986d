"""The canonical columns of a record kind, derived from its declared model."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter, WithJsonSchema
from pydantic.fields import FieldInfo

from app.records.fields import About, Erase, RecordModel, Within


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
    return tuple(_walk(model, _Place()))


@dataclass(frozen=True)
class _Place:
    """Where a model stands in a record; `title` is what the titles of its fields begin with."""

    prefix: str = ""
    list_path: str = ""
    title: str = ""

    def path_of(self, name: str) -> str:
        return f"{self.prefix}.{name}" if self.prefix else name

    def titled(self, title: str) -> str:
        return f"{self.title} {title}".strip()

    def below(self, name: str, info: FieldInfo, *, is_list: bool) -> _Place:
        path = self.path_of(name)
        title = next((item.title for item in info.metadata if isinstance(item, Within)), "")
        return _Place(path, path if is_list else self.list_path, self.titled(title))


def _walk(model: type[RecordModel], place: _Place) -> Iterator[Column]:
    for name, info in model.model_fields.items():
        inner = _without_none(info.annotation)
        is_list = get_origin(inner) is list
        part = get_args(inner)[0] if is_list else inner
        if isinstance(part, type) and issubclass(part, RecordModel):
            yield from _walk(part, place.below(name, info, is_list=is_list))
        else:
            yield _column(name, place, part, info)


def _column(name: str, place: _Place, inner: Any, info: FieldInfo) -> Column:  # noqa: ANN401  a type form
    about = next(item for item in info.metadata if isinstance(item, About))
    choices = tuple(get_args(inner)) if get_origin(inner) is Literal else ()
    return Column(
        path=place.path_of(name),
        list_path=place.list_path,
        type=_column_type(inner, info),
        about=replace(about, title=place.titled(about.title)),
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
