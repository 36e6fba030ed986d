"""Reads the names off the pages this product was asked for, and holds the list of seed fields against them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from tests.vendors.seed_fields import SeedField

Name: TypeAlias = tuple[str, str]
"""*Shape*: (where, name), as in the list."""
Json = dict[str, Any]

_COMPARED = ("path", "query", "header", "body", "answer", "status")
# Words by which a page is known, whatever its file is called.
_MARKS = {
    "softwareone-synchronize-buyer": "/accounts/buyers/{id}/synchronize",
    "softwareone-create-buyer": "POST /public/v1/accounts/buyers HTTP",
    "flxpoint-accounting-sync": "/accounting-sync",
    "traede-sync-customers": "/customers/sync",
    "kibo-add-sales-rep": "b2baccounts",
}
_TYPES = r"(?:string|integer|boolean|object|array|number)"


def pages_in(folder: Path) -> dict[str, str]:
    """*Shape*: page → its text. *Raises* ValueError for a file that is none of the pages, or a page missing."""
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        pages = [page for page, mark in _MARKS.items() if mark in text]
        if len(pages) != 1:
            raise ValueError(f"{file.name} is {', '.join(pages) or 'none of the pages'}.")
        found[pages[0]] = text
    if found.keys() != _MARKS.keys():
        raise ValueError(f"{folder} lacks {', '.join(sorted(_MARKS.keys() - found.keys()))}.")
    return found


def names_on(page: str, text: str) -> frozenset[Name]:
    """Read every name off one page."""
    return frozenset(_READERS[page](text))


def gaps(pages: Mapping[str, str], fields: Iterable[SeedField]) -> Iterator[str]:
    """Name what is on a page and not in the list, and the other way round."""
    listed: dict[str, set[Name]] = {page: set() for page in pages}
    for one in fields:
        if one.where in _COMPARED:
            listed[one.page].add((one.where, one.name))
    for page, text in pages.items():
        on_page = names_on(page, text)
        for where, name in sorted(on_page - listed[page]):
            yield f"{page}: {where} {name} is on the page and not in the list"
        for where, name in sorted(listed[page] - on_page):
            yield f"{page}: {where} {name} is in the list and not on the page"


def _softwareone(text: str) -> Iterator[Name]:
    *sent, answered = _objects(text)
    for one in sent:
        yield from (("body", name) for name in _paths(one))
    yield from (("answer", name) for name in _paths(answered))
    yield from (("status", one) for one in re.findall(r"^(\d{3})$", text, re.MULTILINE))
    yield from (("header", one) for one in re.findall(r"^([A-Z][A-Za-z-]+): \S", text, re.MULTILINE))
    parameters = text.partition("Path parameters")[2].partition("Responses")[0]
    names = re.findall(rf"^(\w+?){_TYPES}.*Required$", parameters, re.MULTILINE)
    yield from (("path", one) for one in names)
    names = re.findall(rf"^(\w+?){_TYPES} · binary", text, re.MULTILINE)
    yield from (("body", one) for one in names)


def _flxpoint(text: str) -> Iterator[Name]:
    yield from (("body", name) for name in _paths(_objects(text)[0]))
    yield from (("path", one) for one in re.findall(r"/orders/\{(\w+)\}/accounting-sync", text))
    yield from (("header", one) for one in re.findall(r'-H "([A-Za-z-]+):', text, re.IGNORECASE))
    yield from (("status", one) for one in re.findall(r"^(\d{3})[A-Z]", text, re.MULTILINE))
    table = text.partition("Bodyapplication/json")[2].partition("Example request")[0]
    known = {name.rpartition(".")[2] for name in _paths(_objects(text)[0])}
    for name in re.findall(rf"^(\w+?){_TYPES}", table, re.MULTILINE):
        if name not in known:
            yield "body", name


def _traede(text: str) -> Iterator[Name]:
    yield from (("body", name) for name in _paths(_objects(text)[0]))
    yield from (("path", one) for one in re.findall(r"POST (/\S+)", text))
    sections = re.split(r"^(Suppliers|Payment term|Addresses|Example)$", text, flags=re.MULTILINE)
    prefixes = {"Suppliers": "customers.", "Payment term": "", "Addresses": "customers.addresses."}
    for title, section in zip(sections[1::2], sections[2::2], strict=True):
        if title in prefixes:
            yield from (("body", f"{prefixes[title]}{name}") for name in _first_cells(section))
    yield from (("body", one) for one in re.findall(r"no (payment_terms?_\w+) is supplied", text))
    yield from (("body", "customers.delete") for _ in re.findall(r"passing along delete: true", text))
    if "remote_erp_id" in text:
        yield "body", "customers.addresses.remote_erp_id"


def _kibo(text: str) -> Iterator[Name]:
    yield from (("answer", name) for name in _paths(_objects(text)[0]))
    places = {"Authorizations": "header", "Path Parameters": "path", "Query Parameters": "query"}
    parts = re.split(r"^(Authorizations|Path Parameters|Query Parameters|Response)$", text, flags=re.MULTILINE)
    for title, part in zip(parts[1::2], parts[2::2], strict=True):
        names = re.findall(rf"^(\w+)\n{_TYPES}", part, re.MULTILINE)
        yield from ((places.get(title, "answer"), name) for name in names)
    yield from (("status", one) for one in re.findall(r"^Response\n+(\w+)$", text, re.MULTILINE))


def _first_cells(section: str) -> Iterator[str]:
    for line in section.splitlines():
        cell, bar, _ = line.partition(" | ")
        if bar and re.fullmatch(r"[a-z][a-z0-9_]*", cell):
            yield cell


def _objects(text: str) -> list[Json]:
    """Read the JSON objects that stand in a text, the outermost ones."""
    decoder, found, at = json.JSONDecoder(), [], 0
    while (at := text.find("{", at)) >= 0:
        try:
            value, at = decoder.raw_decode(text, at)
        except ValueError:
            at += 1
        else:
            found.append(value)
    return found


def _paths(value: object, at: str = "") -> Iterator[str]:
    """List the names in a value with those above them; numbered ones, as of a text taken apart, are one."""
    if isinstance(value, list):
        for one in value:
            yield from _paths(one, at)
    if not isinstance(value, dict):
        return
    if value and all(name.isdecimal() for name in value):
        numbers = sorted(map(int, value))
        yield f"{at}.{numbers[0]}..{numbers[-1]}"
        return
    for name, inner in value.items():
        path = f"{at}.{name}" if at else name
        yield path
        yield from _paths(inner, path)


_READERS: Mapping[str, Callable[[str], Iterator[Name]]] = {
    "softwareone-synchronize-buyer": _softwareone,
    "softwareone-create-buyer": _softwareone,
    "flxpoint-accounting-sync": _flxpoint,
    "traede-sync-customers": _traede,
    "kibo-add-sales-rep": _kibo,
}
