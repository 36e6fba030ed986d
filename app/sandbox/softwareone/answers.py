"""How buyers and accounts look in an answer, and how they look to the control interface."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.sandbox.softwareone.buyers import Account, Actor, Audit, Buyer, Seller
from app.sandbox.softwareone.fields import account_icon_of, icon_of, masked

Json = dict[str, object]

UNKNOWN_FIELDS: Json = {"tier": {"id": "TIR-0001", "name": "Gold"}, "isVerified": True}
EXPLODED = {str(index): character for index, character in enumerate("[Circular Reference]")}
AUDIT_ORDER = ("created", "updated", "activated", "unassigned", "disabled")


@dataclass(frozen=True)
class Look:
    """What this generation shows, to this kind of token."""

    has_revision: bool = True
    shows_contact: bool = False
    shows_errors: bool = True
    is_by_exploded: bool = False
    has_unknown_fields: bool = False

    def hidden(self) -> frozenset[str]:
        """Return the names that are in no answer, at any depth."""
        shown = {
            "revision": self.has_revision,
            "contact": self.shows_contact,
            "errors": self.shows_errors,
        }
        return frozenset(name for name, is_shown in shown.items() if not is_shown)


def whole_buyer(buyer: Buyer) -> Json:
    """Return everything that is held, null where there is nothing, the tax id readable."""
    return {
        "id": buyer.id,
        "name": buyer.name,
        "icon": icon_of(buyer.id),
        "revision": buyer.revision,
        "status": buyer.status,
        "externalIds": dict(buyer.external_ids),
        "address": dict(buyer.address),
        "taxId": buyer.tax_id,
        "contact": buyer.contact,
        "account": None if buyer.account is None else _account_ref(buyer.account),
        "errors": [each._asdict() for each in buyer.errors],
        "sellers": [_seller(each) for each in buyer.sellers],
        "audit": _audit(buyer.audit),
    }


def whole_account(account: Account) -> Json:
    """Return everything that is held of an account."""
    more = {"externalId": account.external_id, "address": dict(account.address)}
    return _account_ref(account) | more | {"audit": _audit(account.audit)}


def shown_buyer(buyer: Buyer, look: Look) -> Json:
    """Return the buyer as a client sees it whole: masked, and without what is empty."""
    return _seen(whole_buyer(buyer) | {"taxId": masked(buyer.tax_id)}, look)


def shown_account(account: Account, look: Look) -> Json:
    """Return the account as a client sees it whole."""
    return _seen(whole_account(account), look)


def without(seen: Json, omitted: Collection[str], *, tells: bool = True) -> Json:
    """Leave fields out and, if it `tells`, name them in `$meta.omitted`."""
    left: Json = dict(seen)
    for path in omitted:
        _remove(left, path.split("."))
    return left | {"$meta": {"omitted": list(omitted)}} if omitted and tells else left


def _remove(value: Json, path: list[str]) -> None:
    inner = value.get(path[0])
    if len(path) == 1:
        value.pop(path[0], None)
    elif isinstance(inner, dict):
        value[path[0]] = inner = dict(inner)
        _remove(inner, path[1:])
    elif isinstance(inner, list):
        value[path[0]] = copies = [dict(each) for each in inner]
        for each in copies:
            _remove(each, path[1:])


def _seen(whole: Json, look: Look) -> Json:
    audit = whole["audit"]
    if look.is_by_exploded and isinstance(audit, dict):
        whole["audit"] = {name: {**stamp, "by": EXPLODED} for name, stamp in audit.items()}
    seen = _pruned(whole, look.hidden())
    return seen | UNKNOWN_FIELDS if look.has_unknown_fields else seen


def _pruned(whole: Json, hidden: frozenset[str]) -> Json:
    pruned: Json = {}
    for name, value in whole.items():
        kept = value
        if isinstance(value, dict):
            kept = _pruned(value, hidden)
        elif isinstance(value, list):
            kept = [_pruned(each, hidden) for each in value]
        if name not in hidden and kept not in (None, "", {}, []):
            pruned[name] = kept
    return pruned


def _account_ref(account: Account) -> Json:
    head: Json = {"id": account.id, "name": account.name, "icon": account_icon_of(account.id)}
    return head | {"revision": account.revision, "type": account.type, "status": account.status}


def _seller(seller: Seller) -> Json:
    head: Json = {"id": seller.id, "name": seller.name, "icon": f"/public/v1/accounts/sellers/{seller.id}/icon"}
    return head | {"revision": seller.revision, "externalId": seller.external_id}


def _audit(audit: Audit) -> Json:
    return {name: {"at": audit[name].at, "by": _actor(audit[name].by)} for name in AUDIT_ORDER if name in audit}


def _actor(actor: Actor) -> Json:
    head: Json = {"id": actor.id, "name": actor.name}
    return head | {"icon": f"/public/v1/accounts/users/{actor.id}/icon", "revision": actor.revision}
