"""The customers that the simulated TRAEDE holds, and what a batch does to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.sandbox.traede.rules import (
    ADDRESS_OPTIONAL,
    ADDRESS_REQUIRED,
    HAS_ORDERS,
    NOT_FOUND,
    Refusal,
    Spelling,
    check_customer,
    check_text,
    wrong,
)

Record = dict[str, object]

PLAIN_FIELDS = ("name", "currency", "discount_percentage")
DIRECTIVES = ("addresses_sync_mode", "addresses_sync_key")
ADDRESS_FIELDS = ADDRESS_REQUIRED + ADDRESS_OPTIONAL
KEY_FIELDS = {"address_title": "title", "remote_erp_id": "remote_erp_id"}


class Customers:
    """All customers by number, complete and in TRAEDE's names."""

    def __init__(self, customers: Sequence[Record], with_orders: frozenset[str]) -> None:
        self.by_number: dict[str, Record] = {str(each["customer_number"]): each for each in customers}
        self.with_orders = with_orders

    def page(self, page: int, limit: int) -> list[Record]:
        """Return one page, pages counted from 0, without the directives of the last sync."""
        part = list(self.by_number.values())[page * limit : (page + 1) * limit]
        return [{key: value for key, value in each.items() if key not in DIRECTIVES} for each in part]

    def sync(
        self, batch: Sequence[object], *, spelling: Spelling, is_atomic: bool, names_numbers: bool
    ) -> list[Refusal]:
        """Apply the batch in its order; with any refusal an atomic one changes nothing at all."""
        staged: dict[str, Record | None] = {}
        refusals: list[Refusal] = []
        for raw in batch:
            found = self._stage(raw, staged, spelling)
            refusals += [_named(each, raw) for each in found] if names_numbers else found
        if not (refusals and is_atomic):
            self._commit(staged)
        return refusals

    def _stage(self, raw: object, staged: dict[str, Record | None], spelling: Spelling) -> list[Refusal]:
        if not isinstance(raw, dict):
            return [wrong("customer", "an object")]
        number = raw.get("customer_number")
        if not isinstance(number, str) or not number.strip():
            return [each for each in [check_text("customer_number", number)] if each]
        held = staged[number] if number in staged else self.by_number.get(number)
        if raw.get("delete") is True:
            return self._stage_delete(number, held, staged)
        refusals = check_customer(raw, is_new=held is None, spelling=spelling)
        if not refusals:
            staged[number] = merged(held, raw, spelling)
        return refusals

    def _stage_delete(
        self, number: str, held: Record | None, staged: dict[str, Record | None]
    ) -> list[Refusal]:
        if held is None:
            return [Refusal(NOT_FOUND, "The customer to delete does not exist.")]
        if number in self.with_orders:
            return [Refusal(HAS_ORDERS, "The customer has orders and cannot be deleted.")]
        staged[number] = None
        return []

    def _commit(self, staged: Mapping[str, Record | None]) -> None:
        for number, record in staged.items():
            if record is None:
                self.by_number.pop(number, None)
            else:
                self.by_number[number] = record


def merged(held: Record | None, raw: Mapping[str, object], spelling: Spelling) -> Record:
    """Return the customer as it is after a sync; what is absent stays as it was."""
    record = dict(held) if held is not None else blank(str(raw["customer_number"]))
    record |= {key: raw[key] for key in PLAIN_FIELDS if key in raw}
    if "active" in raw:
        record["active"] = raw["active"] is not False
    if spelling.field in raw:
        record["payment_term"] = _term(raw[spelling.field], spelling)
    if "addresses" in raw:
        record |= {key: raw[key] for key in DIRECTIVES}
        record["addresses"] = merged_addresses(record["addresses"], raw)
    return record


def blank(number: str) -> Record:
    """Return a new customer before its first fields."""
    return {
        "customer_number": number,
        "name": None,
        "currency": None,
        "discount_percentage": None,
        "active": True,
        "payment_term": None,
        "addresses_sync_mode": None,
        "addresses_sync_key": None,
        "addresses": [],
    }


def merged_addresses(held: object, raw: Mapping[str, object]) -> list[Record]:
    """Update the addresses that one held address answers to by the sync key, and add the others.

    An address without a value of the key, or with one that several held ones share, is always added: in
    append mode a repeat makes it double. In replace mode what was not sent is removed.
    """
    before = [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []
    sent = [each for each in raw["addresses"] if isinstance(each, dict)]  # type: ignore[attr-defined]  # checked
    field = KEY_FIELDS[str(raw["addresses_sync_key"])]
    after = list(before)
    added: list[Record] = []
    replaced: list[Record] = []
    for address in sent:
        at = _only_match(before, field, address.get(field))
        if at is None:
            added.append(_known(address))
            replaced.append(added[-1])
        else:
            after[at] = {**after[at], **_known(address)}
            replaced.append(after[at])
    return replaced if raw["addresses_sync_mode"] == "replace" else after + added


def _only_match(held: list[Record], field: str, value: object) -> int | None:
    found = [index for index, each in enumerate(held) if value not in (None, "") and each.get(field) == value]
    return found[0] if len(found) == 1 else None


def _known(address: Mapping[str, object]) -> Record:
    return {key: value for key, value in address.items() if key in ADDRESS_FIELDS}


def _term(term: object, spelling: Spelling) -> Record | None:
    if not isinstance(term, dict):
        return None
    names = {spelling.id_key: "payment_term_id", spelling.code_key: "payment_term_code"}
    return {names[key]: value for key, value in term.items() if key in names and value not in (None, "")}


def _named(refusal: Refusal, raw: object) -> Refusal:
    number = raw.get("customer_number") if isinstance(raw, dict) else None
    return Refusal(refusal.code, f"Customer {number}: {refusal.detail}")
