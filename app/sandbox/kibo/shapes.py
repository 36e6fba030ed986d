"""What a B2B account is made of, field by field, and what is wrong with one that is sent.

Source: Kibo's customer specification of 2026-05 and the newer page on adding a sales rep, which knows
`last2FaDate`. Nearly everything may be null; a field that is in neither is let through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

INT32_MOST = 2**31 - 1


@dataclass(frozen=True)
class Leaf:
    """A value without parts."""

    takes: Callable[[object], bool]
    words: str
    is_nullable: bool = True


Shape: TypeAlias = "Leaf | Mapping[str, Shape] | list[Shape]"


def is_int32(value: object) -> bool:
    """Say whether it is a whole number of 32 bits."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= INT32_MOST


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


TEXT = Leaf(lambda value: isinstance(value, str), "a string")
FLAG = Leaf(lambda value: isinstance(value, bool), "true or false")
WHOLE = Leaf(is_int32, "a 32-bit integer")
NUMBER = Leaf(_is_number, "a number")
DATE = Leaf(_is_date, "a date and time")
ANY = Leaf(lambda _value: True, "anything")
SURE_FLAG = Leaf(FLAG.takes, FLAG.words, is_nullable=False)
SURE_WHOLE = Leaf(WHOLE.takes, WHOLE.words, is_nullable=False)

AUDIT: Mapping[str, Shape] = {"updateDate": DATE, "createDate": DATE, "updateBy": TEXT, "createBy": TEXT}
ADDRESS_TEXTS = (
    *("address1", "address2", "address3", "address4", "cityOrTown", "stateOrProvince"),
    *("postalOrZipCode", "countryCode", "addressType"),
)
CONTACT_TEXTS = (
    *("faxNumber", "label", "email", "firstName", "middleNameOrInitial", "lastNameOrSurname"),
    "companyOrOrganization",
)
CONTACT: Mapping[str, Shape] = {
    **dict.fromkeys(CONTACT_TEXTS, TEXT),
    "accountId": SURE_WHOLE,
    "id": WHOLE,
    "types": [{"name": TEXT, "isPrimary": SURE_FLAG}],
    "phoneNumbers": {"home": TEXT, "mobile": TEXT, "work": TEXT},
    "address": {**dict.fromkeys(ADDRESS_TEXTS, TEXT), "isValidated": FLAG},
    "auditInfo": AUDIT,
}
ROLE: Mapping[str, Shape] = {
    "userId": TEXT,
    "assignedInScope": {"type": TEXT, "id": WHOLE, "name": TEXT},
    "roleId": SURE_WHOLE,
    "roleName": TEXT,
    "roleResources": [{"type": TEXT, "id": TEXT}],
    "roleTags": [TEXT],
    "auditInfo": AUDIT,
}
USER_FLAGS = ("isLocked", "isActive", "isRemoved", "acceptsMarketing", "hasExternalPassword")
USER: Mapping[str, Shape] = {
    **dict.fromkeys(("emailAddress", "userName", "firstName", "lastName", "localeCode", "userId"), TEXT),
    **dict.fromkeys(USER_FLAGS, SURE_FLAG),
    "last2FaDate": DATE,
    "roles": [ROLE],
}
ACCOUNT_TEXTS = (
    *("customerSet", "companyOrOrganization", "taxId", "externalId", "accountType", "priceList"),
    "approvalStatus",
)
ACCOUNT: Mapping[str, Shape] = {
    **dict.fromkeys(ACCOUNT_TEXTS, TEXT),
    "id": SURE_WHOLE,
    "isActive": FLAG,
    "taxExempt": SURE_FLAG,
    "migrationRequired": SURE_FLAG,
    "customerSinceDate": DATE,
    "rootAccountId": WHOLE,
    "parentAccountId": WHOLE,
    "priority": WHOLE,
    "auditInfo": AUDIT,
    "commerceSummary": {
        "totalOrderAmount": {"currencyCode": TEXT, "amount": NUMBER},
        "orderCount": SURE_WHOLE,
        "lastOrderDate": DATE,
        "wishlistCount": SURE_WHOLE,
        "visitsCount": SURE_WHOLE,
    },
    "contacts": [CONTACT],
    "notes": [{"id": SURE_WHOLE, "content": TEXT, "auditInfo": AUDIT}],
    "attributes": [
        {"auditInfo": AUDIT, "fullyQualifiedName": TEXT, "attributeDefinitionId": WHOLE, "values": [ANY]}
    ],
    "segments": [
        {"id": SURE_WHOLE, "code": TEXT, "name": TEXT, "description": TEXT, "auditInfo": AUDIT},
    ],
    "salesReps": [{"accountId": SURE_WHOLE, "adminUserId": TEXT}],
    "users": [USER],
}
LISTS = ("contacts", "notes", "attributes", "segments", "salesReps", "users")


def complaints(value: object, shape: Shape, at: str = "") -> Iterator[str]:
    """Say everything that is wrong with the types of a value."""
    if isinstance(shape, Leaf):
        if not (shape.is_nullable if value is None else shape.takes(value)):
            yield f"{at or 'The body'} must be {shape.words}."
    elif value is None:
        if not at:
            yield "The body must be an object."
    elif isinstance(shape, list):
        yield from _list_complaints(value, shape[0], at)
    else:
        yield from _object_complaints(value, shape, at)


def _list_complaints(value: object, shape: Shape, at: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{at or 'The body'} must be an array."
        return
    for place, each in enumerate(value):
        yield from complaints(each, shape, f"{at}[{place}]")


def _object_complaints(value: object, shape: Mapping[str, Shape], at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at or 'The body'} must be an object."
        return
    for name, each in value.items():
        if name in shape:
            yield from complaints(each, shape[name], f"{at}.{name}" if at else name)
