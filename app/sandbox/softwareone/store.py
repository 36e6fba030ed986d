"""The buyers that the simulated SoftwareOne holds, and what each operation does to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.sandbox.softwareone.buyers import (
    ADDRESS_FIELDS,
    CONTACT_FIELDS,
    EXTERNAL_FIELDS,
    Account,
    Buyer,
    Complaint,
    Logo,
    Seller,
    Stamp,
    Texts,
)
from app.sandbox.softwareone.problems import Flaw, Refused, invalid

Raw = Mapping[str, object]

ID_ROOM = 100_000_000
ID_STEP = 7_368_787
ID_START = 10_203_040
ERP_REFUSAL = Complaint("ERP-0001", "The ERP does not accept this buyer.", {"field": "taxId"})


@dataclass(frozen=True)
class State:
    """What a simulator starts with."""

    buyers: Sequence[Buyer]
    accounts: Sequence[Account]
    sellers: Sequence[Seller]


def numbered(prefix: str, index: int) -> str:
    """Return the id with this index; all of them differ and none is 0000-0000."""
    number = (ID_START + index * ID_STEP) % ID_ROOM
    return f"{prefix}-{number // 10_000:04}-{number % 10_000:04}"


class Buyers:
    """All buyers by id, deleted ones too."""

    def __init__(self, state: State) -> None:
        self.by_id = {buyer.id: buyer for buyer in state.buyers}
        self.accounts = {account.id: account for account in state.accounts}
        self.version = 0
        self._sellers = state.sellers
        self._contact_owners = {
            contact: buyer.id for buyer in state.buyers if (contact := _taken(buyer)) is not None
        }

    def create(self, raw: Raw, logo: Logo | None, *, stamp: Stamp) -> Buyer:
        """Add a buyer whose fields were checked. Raises: Refused for an account or ERP id it cannot have."""
        account = self._account_of(raw)
        external_ids = _texts(raw.get("externalIds"), EXTERNAL_FIELDS)
        self._check_unique(external_ids, owner=None)
        buyer = Buyer(
            id=numbered("BUY", len(self.by_id)),
            name=str(raw["name"]),
            address=_texts(raw["address"], ADDRESS_FIELDS),
            external_ids=external_ids,
            tax_id=_text(raw.get("taxId")),
            contact=_contact(raw.get("contact")),
            account=account,
            audit={"created": stamp},
            logo=logo,
        )
        self.by_id[buyer.id] = buyer
        self._own_contact(buyer, before=None)
        return self._changed(buyer, stamp, before="")

    def put(self, buyer: Buyer, raw: Raw, *, stamp: Stamp, keeps_tax_id: bool, keeps_contact: bool) -> Buyer:
        """Replace the whole buyer, except that of an ERP-activated one the ERP's own entry wins.

        Raises: Refused, before anything has changed.
        """
        _check_alive(buyer)
        account = self._account_of(raw)
        if account is None and buyer.account is not None and buyer.has_licensee:
            raise Refused(400, f"{buyer.id} has a licensee and cannot lose its account (BR-011).")
        external_ids = _texts(raw.get("externalIds"), EXTERNAL_FIELDS)
        before = buyer.status
        if buyer.is_erp_activated:
            self._take_over(buyer)
        else:
            self._check_unique(external_ids, owner=buyer.id)
            self._take_sent(buyer, raw, external_ids)
        buyer.account = account
        if "taxId" in raw or not keeps_tax_id:
            buyer.tax_id = _text(raw.get("taxId"))
        if "contact" in raw or not keeps_contact:
            buyer.contact = _contact(raw.get("contact"))
        return self._changed(buyer, stamp, before=before)

    def delete(self, buyer: Buyer, *, stamp: Stamp, blocked_status: int) -> None:
        """Mark the buyer as deleted. Raises: Refused while a licensee is attached."""
        _check_alive(buyer)
        if buyer.has_licensee:
            raise Refused(blocked_status, f"{buyer.id} has a licensee and cannot be deleted.")
        self._contact_owners.pop(_taken(buyer) or "", None)
        before, buyer.is_deleted = buyer.status, True
        self._changed(buyer, stamp, before=before)

    def set_disabled(self, buyer: Buyer, *, is_disabled: bool, stamp: Stamp) -> Buyer:
        """Disable or enable. Raises: Refused when it is so already, or has no account."""
        _check_alive(buyer)
        word = "disabled" if is_disabled else "enabled"
        if buyer.account is None or buyer.is_disabled is is_disabled:
            raise Refused(400, f"{buyer.id} is {buyer.status} and cannot be {word}.")
        before, buyer.is_disabled = buyer.status, is_disabled
        if is_disabled:
            buyer.audit["disabled"] = stamp
        return self._changed(buyer, stamp, before=before)

    def synchronize(self, buyer: Buyer, *, stamp: Stamp, finds_errors: bool) -> Buyer:
        """Fetch the ERP's own entry. Raises: Refused without ERP ids."""
        _check_alive(buyer)
        if not buyer.has_erp_ids:
            raise Refused(400, f"{buyer.id} has no ERP identifiers and cannot be read from the ERP.")
        before = buyer.status
        self._take_over(buyer)
        buyer.errors = (*buyer.erp.errors, *((ERP_REFUSAL,) if finds_errors else ()))
        return self._changed(buyer, stamp, before=before)

    def _take_sent(self, buyer: Buyer, raw: Raw, external_ids: Texts) -> None:
        contact = _taken(buyer)
        buyer.name, buyer.external_ids = str(raw["name"]), external_ids
        buyer.address = _texts(raw["address"], ADDRESS_FIELDS)
        self._own_contact(buyer, before=contact)

    def _take_over(self, buyer: Buyer) -> None:
        buyer.name = buyer.erp.name or buyer.name
        buyer.address = buyer.erp.address or buyer.address
        buyer.erp = replace(buyer.erp, name=None, address=None)
        if not buyer.sellers:
            country = buyer.address["country"]
            buyer.sellers = tuple(seller for seller in self._sellers if seller.country == country)

    def _account_of(self, raw: Raw) -> Account | None:
        sent = raw.get("account")
        if not isinstance(sent, dict):
            return None
        account = self.accounts.get(str(sent["id"]))
        if account is None:
            raise invalid([Flaw("account.id", f"There is no account {sent['id']}.")])
        if account.type != "Client":
            raise invalid([Flaw("account.id", f"{account.id} is no client account but {account.type}.")])
        return account

    def _check_unique(self, external_ids: Texts, *, owner: str | None) -> None:
        contact = external_ids["erpCompanyContact"]
        holder = self._contact_owners.get(contact or "", owner)
        if holder != owner:
            words = f"{contact} belongs to {holder} already (BR-007)."
            parameters: dict[str, object] = {"erpCompanyContact": contact, "buyer": holder}
            raise invalid([Flaw("externalIds.erpCompanyContact", words, "BR-007", parameters)])

    def _changed(self, buyer: Buyer, stamp: Stamp, *, before: str) -> Buyer:
        was_assigned = before not in ("", "Unassigned", "Conflict")
        if was_assigned and buyer.account is None:
            buyer.audit["unassigned"] = stamp
        if buyer.is_erp_activated and before not in ("Active", "Mismatch", "Disabled"):
            buyer.audit["activated"] = stamp
        buyer.audit["updated"] = stamp
        buyer.revision += 1
        self.version += 1
        return buyer

    def _own_contact(self, buyer: Buyer, *, before: str | None) -> None:
        self._contact_owners.pop(before or "", None)
        contact = _taken(buyer)
        if contact is not None:
            self._contact_owners[contact] = buyer.id


def _check_alive(buyer: Buyer) -> None:
    if buyer.is_deleted:
        raise Refused(400, f"{buyer.id} is deleted.")


def _taken(buyer: Buyer) -> str | None:
    return None if buyer.is_deleted else buyer.external_ids.get("erpCompanyContact")


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _texts(value: object, names: Iterable[str]) -> Texts:
    sent = value if isinstance(value, dict) else {}
    return {name: _text(sent.get(name)) for name in names}


def _contact(value: object) -> dict[str, object] | None:
    if not isinstance(value, dict):
        return None
    contact: dict[str, object] = dict(_texts(value, CONTACT_FIELDS))
    return contact | {"phone": _texts(value.get("phone"), ("prefix", "number"))}
