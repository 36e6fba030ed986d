"""What the simulated SoftwareOne holds: buyers, the accounts they belong to, the sellers they buy from.

The status of a buyer is worked out of what else is known of it, as the vendor's state diagram has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Texts = dict[str, str | None]

ADDRESS_FIELDS = ("addressLine1", "addressLine2", "postCode", "city", "state", "country")
EXTERNAL_FIELDS = ("erpCompanyContact", "erpCustomer", "accountExternalId")
CONTACT_FIELDS = ("name", "firstName", "lastName", "email")
ERP_FIELDS = ("erpCompanyContact", "erpCustomer")


class Actor(NamedTuple):
    """Whoever did something: a user or a token."""

    id: str
    name: str
    revision: int = 1


class Stamp(NamedTuple):
    """When something was done, and by whom."""

    at: str
    by: Actor


Audit = dict[str, Stamp]


class Complaint(NamedTuple):
    """One of a buyer's `errors`."""

    id: str
    message: str
    parameters: Mapping[str, object] | None = None


class Logo(NamedTuple):
    """An image that was sent with a buyer."""

    media_type: str
    data: bytes


@dataclass(frozen=True)
class Account:
    """An account of the marketplace; only those of type Client have buyers."""

    id: str
    name: str
    type: str
    status: str
    external_id: str
    address: Texts
    audit: Audit
    revision: int = 1


@dataclass(frozen=True)
class Seller:
    """A company of SoftwareOne that sells in one country."""

    id: str
    name: str
    external_id: str
    country: str
    revision: int = 1


@dataclass(frozen=True)
class ErpCopy:
    """How the ERP's own entry of a buyer differs from what the marketplace shows."""

    name: str | None = None
    address: Texts | None = None
    errors: tuple[Complaint, ...] = ()

    @property
    def differs(self) -> bool:
        return self != SAME_IN_ERP


SAME_IN_ERP = ErpCopy()


@dataclass(slots=True)
class Buyer:
    """One buyer, complete and with its tax id readable."""

    id: str
    name: str
    address: Texts
    external_ids: Texts
    tax_id: str | None = None
    contact: dict[str, object] | None = None
    account: Account | None = None
    sellers: tuple[Seller, ...] = ()
    errors: tuple[Complaint, ...] = ()
    audit: Audit = field(default_factory=dict)
    revision: int = 0
    is_disabled: bool = False
    is_deleted: bool = False
    has_licensee: bool = False
    erp: ErpCopy = SAME_IN_ERP
    logo: Logo | None = None

    @property
    def has_erp_ids(self) -> bool:
        return any(self.external_ids.get(name) for name in ERP_FIELDS)

    @property
    def is_erp_activated(self) -> bool:
        return self.status in ("Active", "Mismatch") and not self.is_disabled

    @property
    def status(self) -> str:
        """Work the status out: errors turn Unassigned to Conflict, Active and Disabled to Mismatch."""
        if self.is_deleted:
            return "Deleted"
        if self.account is None:
            return "Conflict" if self.errors else "Unassigned"
        if self.is_disabled:
            return "Mismatch" if self.errors else "Disabled"
        if not self.has_erp_ids:
            return "Enabled"
        return "Mismatch" if self.errors else "Active"
