"""SoftwareOne's documented limits for the fields of one buyer.

Source: schemas BuyerCreate and BuyerUpdate of the API description 4.0, read 2026-11-20. What the platform
sets by itself is taken and ignored; a property that no schema knows is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pycountry

from app.sandbox.softwareone.problems import Flaw

COUNTRIES = frozenset(each.alpha_2 for each in pycountry.countries)
E_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*")
STATUSES = ("Active", "Enabled", "Disabled", "Deleted", "Unassigned", "Conflict", "Mismatch")
CHECKED = ("name", "taxId", "address", "externalIds", "status", "account")
SET_BY_PLATFORM = ("id", "audit", "$meta", "icon", "errors", "sellers")
ACCOUNT_FIELDS = frozenset(
    {
        *("id", "name", "icon", "revision", "type", "status", "audit", "$meta", "groups", "eligibility"),
        *("externalIds", "externalId", "externalName", "serviceLevel", "address", "technicalSupportEmail"),
        *("website", "description"),
    }
)


@dataclass(frozen=True)
class Terms:
    """What this generation of the API takes."""

    has_revision: bool
    takes_contact: bool
    refuses_status: bool


@dataclass(frozen=True)
class Limit:
    """A text's limit."""

    most: int
    is_required: bool = False

    def flaws(self, path: str, value: object) -> Iterator[Flaw]:
        """Return what is wrong with a value; null is taken where nothing is required."""
        if value is None and not self.is_required:
            return
        if value is None:
            yield Flaw(path, "The field is required.")
        elif not isinstance(value, str):
            yield Flaw(path, "The value must be a text.")
        elif self.is_required and not value.strip():
            yield Flaw(path, "The field is required.")
        elif len(value) > self.most:
            yield Flaw(path, f"The text has {len(value)} characters; {self.most} are the most.")


NAME, TAX_ID = Limit(500, is_required=True), Limit(18)
ADDRESS = {
    "addressLine1": Limit(250, is_required=True),
    "addressLine2": Limit(250),
    "postCode": Limit(20, is_required=True),
    "city": Limit(200, is_required=True),
    "state": Limit(200, is_required=True),
    "country": Limit(2, is_required=True),
}
EXTERNAL_IDS = dict.fromkeys(("erpCompanyContact", "erpCustomer", "accountExternalId"), Limit(250))
CONTACT = {"name": Limit(500), "firstName": Limit(100), "lastName": Limit(100), "email": Limit(320)}
PHONE = {"prefix": Limit(20), "number": Limit(50)}


def check_buyer(raw: Mapping[str, object], terms: Terms) -> list[Flaw]:
    """Return everything that is wrong with the fields of a buyer to be created or put."""
    flaws = [Flaw(name, "The property is not known.") for name in raw if not _is_known(name, terms)]
    flaws += NAME.flaws("name", raw.get("name"))
    flaws += TAX_ID.flaws("taxId", raw.get("taxId"))
    flaws += _check_address(raw.get("address"))
    flaws += _check_texts("externalIds", raw.get("externalIds"), EXTERNAL_IDS)
    flaws += _check_status(raw.get("status"), terms)
    flaws += _check_account(raw.get("account"))
    return flaws + (_check_contact(raw.get("contact")) if terms.takes_contact else [])


def _is_known(name: str, terms: Terms) -> bool:
    if name == "contact":
        return terms.takes_contact
    if name == "revision":
        return terms.has_revision
    return name in CHECKED or name in SET_BY_PLATFORM


def _check_texts(path: str, value: object, limits: Mapping[str, Limit], *more: str) -> Iterator[Flaw]:
    if value is None:
        return
    if not isinstance(value, dict):
        yield Flaw(path, "The value must be an object.")
        return
    for name in value:
        if name not in limits and name not in more:
            yield Flaw(f"{path}.{name}", "The property is not known.")
    for name, limit in limits.items():
        yield from limit.flaws(f"{path}.{name}", value.get(name))


def _check_address(value: object) -> Iterator[Flaw]:
    if value is None:
        yield Flaw("address", "The field is required.")
        return
    flaws = list(_check_texts("address", value, ADDRESS))
    yield from flaws
    is_fine = isinstance(value, dict) and not any(flaw.path == "address.country" for flaw in flaws)
    if is_fine and isinstance(value, dict) and value["country"] not in COUNTRIES:
        yield Flaw("address.country", "The country must be a code of two capital letters.")


def _check_contact(value: object) -> list[Flaw]:
    flaws = list(_check_texts("contact", value, CONTACT, "phone", "user"))
    if not isinstance(value, dict):
        return flaws
    email = value.get("email")
    if isinstance(email, str) and email and not E_MAIL.fullmatch(email):
        flaws.append(Flaw("contact.email", "The value is no e-mail address."))
    return [*flaws, *_check_texts("contact.phone", value.get("phone"), PHONE)]


def _check_status(value: object, terms: Terms) -> Iterator[Flaw]:
    if value is None:
        return
    if terms.refuses_status:
        yield Flaw("status", "The status is derived and cannot be set.")
    elif value not in STATUSES:
        yield Flaw("status", "The status is not known.")


def _check_account(value: object) -> Iterator[Flaw]:
    if value is None:
        return
    if not isinstance(value, dict):
        yield Flaw("account", "The value must be an object.")
        return
    for name in value:
        if name not in ACCOUNT_FIELDS:
            yield Flaw(f"account.{name}", "The property is not known.")
    if not isinstance(value.get("id"), str):
        yield Flaw("account.id", "The field is required.")
