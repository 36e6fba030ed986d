"""TRAEDE's documented rules for one customer of a batch.

Source: “Sync customers”, read 2026-11-20. An error says what is wrong, never with which customer.
A null clears an optional field; on a required one it counts as missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pycountry

CURRENCIES = frozenset(each.alpha_3 for each in pycountry.currencies)
COUNTRIES = frozenset(each.alpha_2 for each in pycountry.countries)
SYNC_MODES = ("replace", "append")
SYNC_KEYS = ("address_title", "remote_erp_id")
NAMED_TERMS = frozenset({"prepayment", "prepaid", "cash", "cash-on-delivery", "end-of-month"})
COUNTED_TERM = re.compile(r"(\d{1,3}-days|net-?\d{1,3}|current-month-\d{1,3})", re.ASCII)
MOST_TERM_ID = 99
ADDRESS_REQUIRED = ("title", "name", "address", "zip", "city", "country")
ADDRESS_OPTIONAL = ("address_2", "region", "remote_erp_id")

REQUIRED, WRONG, UNKNOWN, NOT_FOUND, HAS_ORDERS = 10001, 10002, 10003, 10004, 10005


class Refusal(NamedTuple):
    """One element of TRAEDE's `errors`."""

    code: int
    detail: str


@dataclass(frozen=True)
class Spelling:
    """How this TRAEDE spells the payment term, and whether it refuses what it does not know."""

    field: str
    id_key: str
    code_key: str
    is_strict: bool


Check = Callable[[object], "Refusal | None"]


def check_customer(raw: Mapping[str, object], *, is_new: bool, spelling: Spelling) -> list[Refusal]:
    """Return everything that is wrong with a customer to be added or updated."""
    refusals = [refusal for key, value in raw.items() if (refusal := _check_field(key, value, spelling))]
    if is_new:
        refusals += [missing(key) for key in ("name", "currency") if key not in raw]
    if spelling.field in raw:
        refusals += _check_term(raw[spelling.field], spelling)
    if "addresses" in raw:
        refusals += _check_addresses(raw, is_strict=spelling.is_strict)
    return refusals


def missing(key: str) -> Refusal:
    """Say that a required field is missing."""
    return Refusal(REQUIRED, f"The {_spoken(key)} field is required.")


def wrong(key: str, words: str) -> Refusal:
    """Say what a field must be."""
    return Refusal(WRONG, f"The {_spoken(key)} must be {words}.")


def check_text(key: str, value: object) -> Refusal | None:
    """Return what is wrong with a required text."""
    if value is None or value == "":
        return missing(key)
    if not isinstance(value, str):
        return wrong(key, "a string")
    return None if value.strip() else missing(key)


def _check_field(key: str, value: object, spelling: Spelling) -> Refusal | None:
    check = FIELD_CHECKS.get(key)
    if check is not None:
        return check(value)
    if spelling.is_strict and key not in ("addresses", spelling.field):
        return Refusal(UNKNOWN, f"The {key} field is not known.")
    return None


def _check_currency(value: object) -> Refusal | None:
    return check_text("currency", value) or _one_of("currency", value, CURRENCIES)


def _check_discount(value: object) -> Refusal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return wrong("discount_percentage", "a number")
    return None if 0 <= value <= 100 else wrong("discount_percentage", "between 0 and 100")


def _flag_check(key: str) -> Check:
    def check(value: object) -> Refusal | None:
        return None if value is None or isinstance(value, bool) else wrong(key, "true or false")

    return check


def _choice_check(key: str, values: tuple[str, ...]) -> Check:
    def check(value: object) -> Refusal | None:
        return None if value is None else _one_of(key, value, frozenset(values))

    return check


def _one_of(key: str, value: object, values: frozenset[str]) -> Refusal | None:
    if isinstance(value, str) and value in values:
        return None
    return Refusal(UNKNOWN, f"The selected {_spoken(key)} is invalid.")


def _check_term(term: object, spelling: Spelling) -> Iterator[Refusal]:
    if term is None:
        return
    if not isinstance(term, dict):
        yield wrong(spelling.field, "an object")
        return
    if term.get(spelling.id_key) is None and term.get(spelling.code_key) in (None, ""):
        yield missing(f"{spelling.code_key} or {spelling.id_key}")
    if term.get(spelling.id_key) is not None and not _is_term_id(term[spelling.id_key]):
        yield Refusal(UNKNOWN, f"The selected {_spoken(spelling.id_key)} is invalid.")
    if term.get(spelling.code_key) not in (None, "") and not _is_term_code(term[spelling.code_key]):
        yield Refusal(UNKNOWN, f"The selected {_spoken(spelling.code_key)} is invalid.")
    if spelling.is_strict:
        known = (spelling.id_key, spelling.code_key)
        yield from (Refusal(UNKNOWN, f"The {key} field is not known.") for key in term if key not in known)


def _is_term_id(value: object) -> bool:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    is_digits = isinstance(value, str) and value.isdecimal() and len(value) < 9
    return (is_number or is_digits) and 1 <= int(str(value)) <= MOST_TERM_ID


def _is_term_code(value: object) -> bool:
    return isinstance(value, str) and (value in NAMED_TERMS or COUNTED_TERM.fullmatch(value) is not None)


def _check_addresses(raw: Mapping[str, object], *, is_strict: bool) -> Iterator[Refusal]:
    for key in ("addresses_sync_mode", "addresses_sync_key"):
        if raw.get(key) is None:
            yield Refusal(REQUIRED, f"The {_spoken(key)} field is required when addresses is present.")
    addresses = raw["addresses"]
    if not isinstance(addresses, list):
        yield wrong("addresses", "an array")
        return
    for address in addresses:
        if isinstance(address, dict):
            yield from _check_address(address, is_strict=is_strict)
        else:
            yield wrong("address", "an object")


def _check_address(address: Mapping[str, object], *, is_strict: bool) -> Iterator[Refusal]:
    for key in ADDRESS_REQUIRED:
        refusal = check_text(key, address.get(key))
        if refusal is not None:
            yield refusal
        elif key == "country" and address[key] not in COUNTRIES:
            yield Refusal(UNKNOWN, "The country must be a 2-letter code.")
    for key, value in address.items():
        if key in ADDRESS_OPTIONAL and not (value is None or isinstance(value, str)):
            yield wrong(key, "a string")
        elif is_strict and key not in ADDRESS_REQUIRED + ADDRESS_OPTIONAL:
            yield Refusal(UNKNOWN, f"The {key} field is not known.")


def _spoken(key: str) -> str:
    return key.replace("_", " ")


FIELD_CHECKS: Mapping[str, Check] = {
    "customer_number": lambda value: check_text("customer_number", value),
    "name": lambda value: check_text("name", value),
    "currency": _check_currency,
    "discount_percentage": _check_discount,
    "active": _flag_check("active"),
    "delete": _flag_check("delete"),
    "addresses_sync_mode": _choice_check("addresses_sync_mode", SYNC_MODES),
    "addresses_sync_key": _choice_check("addresses_sync_key", SYNC_KEYS),
}
