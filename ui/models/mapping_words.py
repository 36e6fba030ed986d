"""How a mapping is told: fields by their titles, by what rule their cells are read, and why they match."""

from __future__ import annotations

from collections.abc import Sequence

from app.intake.values import ColumnMatch, Reading
from app.records.columns import Column, ColumnType
from ui.models.when import plural

_HOW = {
    "name": "same name",
    "title": "by its title",
    "similar": "similar name",
    "chosen": "you chose it",
    "ignored": "ignored",
    "fixed": "you set it",
}
_RULES = {
    ColumnType.TEXT: "text, as it stands",
    ColumnType.INTEGER: "whole number: 12",
    ColumnType.BOOLEAN: "yes or no: yes, ja, true, 1",
    ColumnType.COUNTRY: "country code: DK",
    ColumnType.CURRENCY: "currency code: DKK",
}


def titled(column: Column) -> str:
    """Tell fields of a list apart from those of the record: “Addresses: City”."""
    if not column.list_path:
        return column.title
    return f"{column.list_path.replace('_', ' ').capitalize()}: {column.title}"


def rule_of(column: Column | None, reading: Reading) -> str:
    """Say by which rule the cells of a column are read; “” where they are not."""
    if column is None:
        return ""
    if column.type is ColumnType.DECIMAL:
        comma = "12.5 or 12,5" if reading.has_decimal_comma else "12.5, never 12,5"
        return f"number: {comma}"
    if column.type is ColumnType.CHOICE:
        return f"one of {', '.join(column.choices[:4])}{'…' if len(column.choices) > 4 else ''}"
    return _RULES.get(column.type, "")


def why(match: ColumnMatch) -> str:
    return _HOW[match.how]


def matched_words(mapping: Sequence[ColumnMatch]) -> str:
    """Sum a mapping up: “14 of 15 columns matched, 1 value set”."""
    columns = [match for match in mapping if not match.is_fixed]
    matched = sum(bool(match.column) for match in columns)
    text = f"{matched} of {plural(len(columns), 'column')} matched"
    fixed = len(mapping) - len(columns)
    return f"{text}, {plural(fixed, 'value')} set" if fixed else text


def suggestions_in(mapping: Sequence[ColumnMatch]) -> int:
    return sum(bool(match.suggestion) and not match.column for match in mapping)
