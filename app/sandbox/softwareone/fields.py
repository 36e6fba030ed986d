"""The fields that a query may name, and how each is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal

from app.sandbox.softwareone.buyers import ADDRESS_FIELDS, CONTACT_FIELDS, EXTERNAL_FIELDS

Kind = Literal["id", "text", "number", "date", "list"]
STAMPS = ("created", "updated", "activated", "unassigned", "disabled")
MASKED_CHARACTER = "*"
SHOWN_AT_END = 4


@dataclass(frozen=True)
class Field:
    """One field; `elements` are the fields of what a list holds."""

    kind: Kind
    read: Callable[[Any], Any]
    elements: Mapping[str, Field] = field(default_factory=dict)


Fields = Mapping[str, Field]


def masked(tax_id: str | None) -> str | None:
    """Return a tax id as the vendor shows it: the end of it, at most half."""
    if not tax_id:
        return None
    shown = min(SHOWN_AT_END, len(tax_id) // 2)
    return MASKED_CHARACTER * (len(tax_id) - shown) + tax_id[len(tax_id) - shown :]


def top_names(fields: Fields) -> frozenset[str]:
    """Return the names of the properties that the fields are in."""
    return frozenset(path.split(".")[0] for path in fields)


def _within(parent: str, names: Iterable[str]) -> dict[str, Field]:
    def reader(name: str) -> Callable[[Any], Any]:
        return lambda record: (getattr(record, attribute) or {}).get(name)

    attribute = {"externalIds": "external_ids"}.get(parent, parent)
    return {f"{parent}.{name}": Field("text", reader(name)) for name in names}


def _stamped(names: Iterable[str]) -> dict[str, Field]:
    def reader(name: str, path: str) -> Callable[[Any], Any]:
        read = attrgetter(path)

        def value(record: Any) -> Any:  # noqa: ANN401 - buyers and accounts alike
            stamp = record.audit.get(name)
            return None if stamp is None else read(stamp)

        return value

    found: dict[str, Field] = {}
    for name in names:
        found[f"audit.{name}.at"] = Field("date", reader(name, "at"))
        found[f"audit.{name}.by.id"] = Field("id", reader(name, "by.id"))
        found[f"audit.{name}.by.name"] = Field("text", reader(name, "by.name"))
    return found


def _of_account(kind: Kind, name: str) -> Field:
    return Field(kind, lambda buyer: None if buyer.account is None else getattr(buyer.account, name))


def _plain(**kinds: Kind) -> dict[str, Field]:
    return {name: Field(kind, attrgetter(name)) for name, kind in kinds.items()}


SELLER_FIELDS: Fields = {
    **_plain(id="id", name="text", revision="number"),
    "externalId": Field("text", attrgetter("external_id")),
}
BUYER_FIELDS: Fields = {
    **_plain(id="id", name="text", revision="number", status="text"),
    "icon": Field("text", lambda buyer: icon_of(buyer.id)),
    "taxId": Field("text", lambda buyer: masked(buyer.tax_id)),
    **_within("address", ADDRESS_FIELDS),
    **_within("externalIds", EXTERNAL_FIELDS),
    **_within("contact", CONTACT_FIELDS),
    **{f"account.{name}": _of_account("text", name) for name in ("name", "type", "status")},
    "account.id": _of_account("id", "id"),
    "sellers": Field("list", attrgetter("sellers"), SELLER_FIELDS),
    "errors": Field("list", attrgetter("errors"), _plain(id="id", message="text")),
    **_stamped(STAMPS),
}
ACCOUNT_FIELDS: Fields = {
    **_plain(id="id", name="text", revision="number", status="text", type="text"),
    "externalId": Field("text", attrgetter("external_id")),
    "icon": Field("text", lambda account: account_icon_of(account.id)),
    **_within("address", ADDRESS_FIELDS),
    **_stamped(("created", "updated")),
}


def icon_of(buyer_id: str) -> str:
    """Return the path of a buyer's icon."""
    return f"/public/v1/accounts/buyers/{buyer_id}/icon"


def account_icon_of(account_id: str) -> str:
    """Return the path of an account's icon."""
    return f"/public/v1/accounts/accounts/{account_id}/icon"
