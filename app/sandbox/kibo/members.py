"""Makes the parts of a made-up account: contacts, notes, segments and the buyers who may sign in."""

from __future__ import annotations

import random

from app.sandbox.kibo.companies import BUYERS, CONTACTS, NOTES, ROLES, SEGMENTS, Region

Record = dict[str, object]


def contacts(
    rng: random.Random, account_id: int, first_id: int, of: tuple[str, Region, object]
) -> list[Record]:
    """Make one to three contacts of a company in a region, with its audit."""
    chosen = rng.sample(CONTACTS, rng.randint(1, 3))
    return [_contact(rng, account_id, first_id + place, (each, *of)) for place, each in enumerate(chosen)]


def _contact(
    rng: random.Random,
    account_id: int,
    contact_id: int,
    of: tuple[tuple[str, str, str], str, Region, object],
) -> Record:
    (first, last, purpose), company, region, audit = of
    return {
        "accountId": account_id,
        "id": contact_id,
        "types": [{"name": purpose, "isPrimary": rng.random() < 0.5}],
        "auditInfo": audit,
        "label": f"{first} {last}",
        "email": f"{first}.{last}@example.com".lower(),
        "firstName": first,
        "middleNameOrInitial": None,
        "lastNameOrSurname": last,
        "companyOrOrganization": company,
        "faxNumber": None,
        "phoneNumbers": {"home": None, "mobile": None, "work": f"+1 555 01{rng.randint(0, 99):02d}"},
        "address": _address(rng, region),
    }


def _address(rng: random.Random, region: Region) -> Record:
    city, state, code = rng.choice(region.towns)
    number, street = rng.randint(1, 240), rng.choice(region.streets)
    return {
        "address1": f"{number} {street}" if region.has_number_first else f"{street} {number}",
        "address2": rng.choice((None, None, "Building C")),
        "address3": None,
        "address4": None,
        "cityOrTown": city,
        "stateOrProvince": state,
        "postalOrZipCode": code,
        "countryCode": region.country,
        "addressType": "Commercial",
        "isValidated": rng.choice((True, False, None)),
    }


def notes(rng: random.Random, first_id: int, audit: object) -> list[Record]:
    """Make up to two notes."""
    chosen = rng.sample(NOTES, rng.choice((0, 0, 1, 2)))
    return [{"id": first_id + place, "content": each, "auditInfo": audit} for place, each in enumerate(chosen)]


def segments(rng: random.Random, audit: object) -> list[Record]:
    """Choose up to two segments."""
    return [segment(each, audit) for each in rng.sample(SEGMENTS, rng.randint(0, 2))]


def segment(each: tuple[int, str, str], audit: object) -> Record:
    """Write one segment as an account shows it."""
    segment_id, code, name = each
    return {"id": segment_id, "code": code, "name": name, "description": None, "auditInfo": audit}


def users(rng: random.Random, account_id: int, audit: object) -> list[Record]:
    """Make one or two buyers, the first being the account's admin."""
    chosen = BUYERS[: rng.randint(1, 2)]
    return [_user(account_id, place, each, audit) for place, each in enumerate(chosen)]


def _user(account_id: int, place: int, name: tuple[str, str], audit: object) -> Record:
    email = f"{name[0]}.{name[1]}.{account_id}@example.com".lower().replace(" ", "-")
    role_id, role = ROLES[place]
    user_id = f"{account_id:024x}{place:08x}"
    return {
        "emailAddress": email,
        "userName": email,
        "firstName": name[0],
        "lastName": name[1],
        "localeCode": "en-US",
        "userId": user_id,
        "roles": [
            {
                "userId": user_id,
                "assignedInScope": {"type": "B2BAccount", "id": account_id, "name": None},
                "roleId": role_id,
                "roleName": role,
                "roleResources": None,
                "roleTags": None,
                "auditInfo": audit,
            }
        ],
        "isLocked": False,
        "isActive": True,
        "isRemoved": False,
        "acceptsMarketing": False,
        "hasExternalPassword": False,
        "last2FaDate": None,
    }
