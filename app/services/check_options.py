"""The switches of a connection against the vendor's declaration of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.errors import UsageError
from app.records.cells import read_boolean
from app.records.change import Raw
from app.vendors.declaration import Option, Vendor


def checked_options(vendor: Vendor, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs from nothing said. *Raises* UsageError, naming the switch and what it takes."""
    known = {option.name: option for option in vendor.options}
    for name in options:
        if name not in known:
            has = f"It has: {', '.join(known)}." if known else "It has none."
            raise UsageError(f"{vendor.title} has no switch “{name}”.", remedy=has)
    return {name: _checked(known[name], value) for name, value in options.items()}


def options_from_texts(vendor: Vendor, texts: Mapping[str, str]) -> dict[str, Any]:
    """Read switches as a person types them. *Raises* UsageError as `checked_options` does."""
    types = {option.name: option.type for option in vendor.options}
    return checked_options(vendor, {name: _read(types.get(name, "text"), text) for name, text in texts.items()})


def _read(kind: str, text: str) -> object:
    if kind == "boolean":
        return read_boolean(text)
    is_number = text.strip().isascii() and text.strip().isdigit()
    return int(text) if kind == "integer" and is_number else text


def _checked(option: Option, value: object) -> object:
    problem = _problem(option, value)
    if problem:
        shown = value.text if isinstance(value, Raw) else value
        raise UsageError(f"“{option.title}” cannot be “{shown}”.", remedy=problem)
    return value.strip() if isinstance(value, str) else value


def _problem(option: Option, value: object) -> str:
    match option.type:
        case "boolean":
            return "" if isinstance(value, bool) else "Choose yes or no."
        case "integer":
            return _number_problem(option, value)
        case "choice":
            return "" if value in option.choices else f"Choose one of {', '.join(option.choices)}."
        case "text":
            is_plain = isinstance(value, str) and value.isascii() and value.isprintable() and "?" not in value
            return "" if is_plain else "Write plain letters, digits and slashes."


def _number_problem(option: Option, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        return "Write a whole number."
    if option.maximum and not option.minimum <= value <= option.maximum:
        return f"Write a number from {option.minimum} to {option.maximum}."
    return ""
