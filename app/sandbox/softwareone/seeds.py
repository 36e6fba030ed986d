"""Makes believable accounts, sellers and buyers out of a seed: the same seed, the same state."""

from __future__ import annotations

import random
import unicodedata
from datetime import UTC, datetime, timedelta

from app.sandbox.softwareone.buyers import (
    SAME_IN_ERP,
    Account,
    Actor,
    Audit,
    Buyer,
    Complaint,
    ErpCopy,
    Seller,
    Stamp,
    Texts,
)
from app.sandbox.softwareone.places import PLACES, Place
from app.sandbox.softwareone.store import State, numbered

FEWEST_CLIENTS, MOST_CLIENTS, BUYERS_PER_CLIENT = 5, 400, 8
FIRST_DAY = datetime(2023, 1, 9, 8, tzinfo=UTC)
DAYS = 1000
ACTORS = (Actor("USR-0000-0001", "Marketplace Operations"), Actor("USR-0000-0002", "Übergabe Service", 3))
ERRORS = (
    Complaint("ERP-0107", "The post code does not belong to the city.", {"field": "address.postCode"}),
    Complaint("ERP-0210", "The tax id is not registered in this country.", {"field": "taxId"}),
    Complaint("ERP-0300", "The company contact is closed in the ERP."),
)
SHARES = {"Active": 30, "Enabled": 8, "Unassigned": 4, "Disabled": 4, "Mismatch": 3, "Conflict": 1}
STATUSES = tuple(status for status, share in SHARES.items() for _ in range(share))
LONG_NAME_WORDS = 12


def make_state(records: int, seed: int) -> State:
    """Return `records` buyers, and accounts and sellers, which are there even without any buyer."""
    rng = random.Random(seed)  # noqa: S311 - repeatable on purpose, nothing secret
    clients = min(max(records // BUYERS_PER_CLIENT, FEWEST_CLIENTS), MOST_CLIENTS)
    accounts = [_account(index, rng) for index in range(clients)]
    sellers = {place.country: _seller(index, place) for index, place in enumerate(PLACES)}
    buyers = [_buyer(index, rng, accounts, sellers) for index in range(records)]
    return State(buyers, [*accounts, *_other_accounts(clients, rng)], list(sellers.values()))


def _account(index: int, rng: random.Random, kind: str = "Client", status: str = "Active") -> Account:
    place = rng.choice(PLACES)
    name = f"{_company(place, rng)} Group" if rng.random() < 0.5 else _company(place, rng)
    if kind == "Client" and index % 9 == 4:
        status = "Enabled"
    audit = _audit(rng)
    address = _address(place, rng)
    return Account(numbered("ACC", index), name, kind, status, f"AGR-{100_000 + index}", address, audit)


def _other_accounts(clients: int, rng: random.Random) -> list[Account]:
    return [_account(clients, rng, "Vendor"), _account(clients + 1, rng, "Operations")]


def _seller(index: int, place: Place) -> Seller:
    name = f"{place.words[0]} Software {place.forms[0]}"
    return Seller(numbered("SEL", index), name, f"{place.country}-{7000 + index}", place.country)


def _buyer(index: int, rng: random.Random, accounts: list[Account], sellers: dict[str, Seller]) -> Buyer:
    place, status = rng.choice(PLACES), rng.choice(STATUSES)
    name = _company(place, rng)
    has_erp = status not in ("Enabled", "Unassigned")
    has_account = status not in ("Unassigned", "Conflict")
    buyer = Buyer(
        id=numbered("BUY", index),
        name=name if rng.random() < 0.97 else _long_name(name, place, rng),
        address=_address(place, rng),
        external_ids=_external_ids(index, has_erp=has_erp),
        tax_id=f"{place.tax_prefix}{int(rng.random() * 9e8) + 100_000_000}" if rng.random() < 0.8 else None,
        contact=_contact(place, rng) if rng.random() < 0.9 else None,
        account=accounts[int(rng.random() * len(accounts))] if has_account else None,
        sellers=(sellers[place.country],) if has_erp else (),
        errors=(rng.choice(ERRORS),) if status in ("Mismatch", "Conflict") else (),
        audit=_audit(rng),
        revision=1 + int(rng.random() * 9),
        is_disabled=status == "Disabled",
        has_licensee=index % 4 == 0 and has_account,
    )
    if status == "Active" and rng.random() < 0.1:
        buyer.erp = _changed_in_erp(buyer, place, rng)
    return _stamped(buyer, status)


def _stamped(buyer: Buyer, status: str) -> Buyer:
    names = {"Disabled": "disabled", "Unassigned": "unassigned", "Active": "activated", "Mismatch": "activated"}
    if status in names:
        buyer.audit[names[status]] = buyer.audit["updated"]
    return buyer


def _changed_in_erp(buyer: Buyer, place: Place, rng: random.Random) -> ErpCopy:
    changed = rng.random()
    if changed < 0.4:
        return ErpCopy(address=_address(place, rng))
    if changed < 0.7:
        return ErpCopy(name=f"{buyer.name} ({place.towns[0][1]})")
    return ErpCopy(errors=(rng.choice(ERRORS),)) if changed < 0.9 else SAME_IN_ERP


def _company(place: Place, rng: random.Random) -> str:
    trade = f"{rng.choice(place.words)} {rng.choice(place.trades)}"
    return f"{trade} {rng.choice(place.towns)[1]} {rng.choice(place.forms)}"


def _long_name(name: str, place: Place, rng: random.Random) -> str:
    words = " und ".join(rng.choice(place.trades) for _ in range(LONG_NAME_WORDS))
    return f"{name} – {words}"


def _address(place: Place, rng: random.Random) -> Texts:
    post_code, city, state = rng.choice(place.towns)
    street, house = rng.choice(place.streets), str(int(rng.random() * 140) + 1)
    return {
        "addressLine1": f"{house} {street}" if place.has_number_first else f"{street} {house}",
        "addressLine2": f"{rng.choice('ABCD')} {int(rng.random() * 9) + 1}" if rng.random() < 0.2 else None,
        "postCode": post_code,
        "city": city,
        "state": state,
        "country": place.country,
    }


def _external_ids(index: int, *, has_erp: bool) -> Texts:
    return {
        "erpCompanyContact": f"CC-{500_000 + index}" if has_erp else None,
        "erpCustomer": f"CU-{80_000 + index // 3}" if has_erp else None,
        "accountExternalId": f"EXT-{index:06}" if index % 3 == 0 else None,
    }


def _contact(place: Place, rng: random.Random) -> dict[str, object]:
    given, family = rng.choice(place.given_names), rng.choice(place.family_names)
    number = f"555 {int(rng.random() * 10_000):04}"
    return {
        "name": f"{given} {family}",
        "firstName": given,
        "lastName": family,
        "email": f"{_ascii(given)}.{_ascii(family)}@{_ascii(place.words[0])}.example",
        "phone": {"prefix": place.dialling, "number": number},
    }


def _ascii(text: str) -> str:
    known = ASCII_TEXTS.get(text)
    if known is None:
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        known = ASCII_TEXTS[text] = "".join(each for each in plain.lower() if each.isalnum())
    return known


ASCII_TEXTS: dict[str, str] = {}


def _audit(rng: random.Random) -> Audit:
    created = FIRST_DAY + timedelta(days=int(rng.random() * DAYS), seconds=int(rng.random() * 36_000))
    updated = created + timedelta(days=int(rng.random() * 40), minutes=7)
    texts = [f"{at.isoformat()[:19]}.{int(rng.random() * 1000):03}Z" for at in (created, updated)]
    return {"created": Stamp(texts[0], rng.choice(ACTORS)), "updated": Stamp(texts[1], rng.choice(ACTORS))}
