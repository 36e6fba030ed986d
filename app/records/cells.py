"""Text to value and back: how a cell, a form field or a command line argument is read."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation

from app.records.change import Raw, Value
from app.records.columns import Column, ColumnType

_TRUE = frozenset({"true", "yes", "ja", "1"})
_FALSE = frozenset({"false", "no", "nein", "nej", "0"})
_INTEGER = re.compile(r"[+-]?[0-9]+\Z")
_DECIMAL = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?\Z")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+(,[0-9]+)?\Z")
_EXACT_DIGITS = 15  # what a JSON number keeps through a 64-bit float


def read_cell(column: Column, text: str, *, has_decimal_comma: bool = False) -> Value:
    """Read text as the column's type; `Raw` where it cannot be read.

    Text is kept as written, blanks at its ends included; everything else is trimmed.
    """
    match column.type:
        case ColumnType.TEXT | ColumnType.JSON:
            # Only vendors write the open parts: text for one cannot be read.
            return text if column.type is ColumnType.TEXT else Raw(text)
        case ColumnType.BOOLEAN:
            return read_boolean(text)
        case ColumnType.INTEGER:
            return int(text.strip()) if _INTEGER.match(text.strip()) else Raw(text)
        case ColumnType.DECIMAL:
            return _read_decimal(text, has_decimal_comma=has_decimal_comma)
        case ColumnType.CHOICE:
            return _read_choice(column, text)
        case ColumnType.COUNTRY | ColumnType.CURRENCY | ColumnType.IMAGE:
            return text.strip()


def write_cell(value: object) -> str:
    """Write a value as a cell: the form `read_cell` takes back."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Raw(text):
            return text
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=write_cell)
        case float():
            return format(Decimal(repr(value)), "f").removesuffix(".0")
        case _:
            return str(value)


def read_boolean(text: str) -> bool | Raw:
    """Read yes or no in the spellings that files use."""
    word = text.strip().casefold()
    if word in _TRUE:
        return True
    return False if word in _FALSE else Raw(text)


def _read_decimal(text: str, *, has_decimal_comma: bool) -> Value:
    word = text.strip()
    pattern = _DECIMAL_COMMA if has_decimal_comma and "," in word else _DECIMAL
    if not pattern.match(word):
        return Raw(text)
    try:
        number = Decimal(word.replace(",", "."))
    except InvalidOperation:
        return Raw(text)
    return float(number) if len(number.as_tuple().digits) <= _EXACT_DIGITS else Raw(text)


def _read_choice(column: Column, text: str) -> Value:
    word = text.strip().casefold()
    return next((choice for choice in column.choices if choice.casefold() == word), Raw(text))
