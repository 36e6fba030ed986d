"""The buyer as it is sent: only what SoftwareOne lets be written, and never what it showed masked."""

from __future__ import annotations

from app.records.change import MISSING, JsonObject, value_at
from app.values import BaseState, Change
from app.vendors.declaration import PendingRecord

MASK = "*"
_ADDRESS = ("addressLine1", "addressLine2", "postCode", "city", "state", "country")
_EXTERNAL = ("erpCompanyContact", "erpCustomer", "accountExternalId")
_CONTACT = ("firstName", "lastName", "email", "phone.prefix", "phone.number", "user.id")
WRITABLE = (
    "name",
    *(f"address.{name}" for name in _ADDRESS),
    *(f"externalIds.{name}" for name in _EXTERNAL),
    *(f"contact.{name}" for name in ("name", *_CONTACT)),
    "account.id",
    "taxId",
)
"""`account` is among them on purpose: an update without it would take the buyer from its account."""
OPTIONAL = (
    "address.addressLine2",
    *(f"externalIds.{name}" for name in _EXTERNAL),
    *(f"contact.{name}" for name in _CONTACT if name != "user.id"),
)
OWNED_BY_ERP = ("name", "address.", "externalIds.")
"""How the paths begin that the ERP overwrites on an active buyer.

Source: SoftwareOne's canon of the buyer, BR-001 and BR-003, read 2026-11-20.
"""
_CONTACT_NAME = ("contact.firstName", "contact.lastName")


def buyer_body(record: PendingRecord) -> JsonObject:
    """Write the whole buyer: what SoftwareOne holds, with the edits over it, of what may be written."""
    body: JsonObject = {}
    for path in WRITABLE:
        value = value_at(record.working, path)
        if value is not MISSING and not _is_left_out(record, path):
            _put(body, path, value)
    return body


def sent_paths(record: PendingRecord) -> tuple[str, ...]:
    """List the edits that a request made of this record carries."""
    sent = [path for path in record.edits if path in WRITABLE]
    return tuple([*sent, "logo"] if "logo" in record.edits and "logo" in record.attachments else sent)


def is_masked(value: object) -> bool:
    return isinstance(value, str) and MASK in value


def can_be_updated(record: PendingRecord) -> bool:
    """Tell whether all that may be written is known: SoftwareOne replaces the buyer as a whole."""
    is_read = record.base_state is BaseState.KNOWN and value_at(record.base, "name") is not MISSING
    return record.change is Change.CHANGED and is_read and not omitted(record.base)


def omitted(base: JsonObject) -> tuple[str, ...]:
    """List what may be written and was left out when the buyer was read."""
    named = value_at(base, "$meta.omitted")
    roots = dict.fromkeys(path.partition(".")[0] for path in WRITABLE)
    left_out = {str(name).partition(".")[0] for name in named} if isinstance(named, list) else set()
    return tuple(root for root in roots if root in left_out)


def _is_left_out(record: PendingRecord, path: str) -> bool:
    if path == "taxId":
        return path not in record.edits and is_masked(value_at(record.base, path))
    # The whole name follows from its parts; the old one would contradict the new ones.
    return path == "contact.name" and any(name in record.edits for name in _CONTACT_NAME)


def _put(body: JsonObject, path: str, value: object) -> None:
    *above, name = path.split(".")
    place = body
    for step in above:
        place = place.setdefault(step, {})
    place[name] = value
