"""Checks of single values against their column, in words that carry the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from app.records.cells import write_cell
from app.records.change import Raw
from app.records.columns import Column, ColumnType
from app.records.fields import Erase
from app.records.problems import Problem

_EXPECTED = {
    ColumnType.INTEGER: "Write a whole number, such as 12.",
    ColumnType.DECIMAL: "Write a number with a point, such as 12.5, of at most 15 digits.",
    ColumnType.BOOLEAN: "Write yes or no.",
}


def check_value(column: Column, path: str, value: object) -> Problem | None:
    """Check one edited value; None when it is right."""
    if isinstance(value, Raw) and column.type is ColumnType.TEXT:
        # Text can always be read: what stands here are two values of one field.
        return Problem(path, f"{column.title} has two values: {value.text}. Write the right one.")
    if isinstance(value, Raw):
        return Problem(path, f"“{value.text}” cannot be read as {column.title}. {_expected(column)}")
    if value is None or value == []:
        return _check_erased(column, path)
    try:
        column.adapter.validate_python(value, strict=True)
    except ValidationError as error:
        return Problem(path, _words(column, value, error.errors(include_url=False)[0]))
    return None


def is_blank(value: object) -> bool:
    """Tell whether a value counts as missing: absent, null, empty or blanks only."""
    return value is None or (isinstance(value, str) and not value.strip()) or bool(value == [])


def check_required(column: Column, path: str) -> Problem:
    example = f" For example: {column.about.example}." if column.about.example else ""
    return Problem(path, column.about.missing or f"{column.title} is missing.{example}")


def _check_erased(column: Column, path: str) -> Problem | None:
    if column.about.erase is Erase.NEVER:
        return Problem(
            path, f"{column.title} cannot be emptied at the vendor. Write a value or revert the field."
        )
    return None


def _expected(column: Column) -> str:
    if column.type is ColumnType.CHOICE:
        return f"Choose one of {', '.join(column.choices)}."
    return _EXPECTED.get(column.type, "")


def _words(column: Column, value: object, error: Mapping[str, Any]) -> str:
    limits: Mapping[str, Any] = error.get("ctx", {})
    shown = write_cell(value)
    match error["type"]:
        case "string_too_long":
            allowed = limits["max_length"]
            return (
                f"{column.title} has {len(str(value))} characters; at most {allowed} are allowed. Shorten it."
            )
        case "string_too_short":
            return f"{column.title} is empty. Write a value or revert the field."
        case "less_than_equal" | "less_than":
            most = write_cell(limits.get("le", limits.get("lt")))
            return f"{column.title} is {shown}; at most {most} is allowed. Lower it."
        case "greater_than_equal" | "greater_than":
            least = write_cell(limits.get("ge", limits.get("gt")))
            return f"{column.title} is {shown}; at least {least} is needed. Raise it."
        case "value_error":
            return str(limits["error"])
        case _:
            return f"“{shown}” does not fit {column.title}. {_expected(column)}".strip()
