"""Makes believable accounts and admin users out of a seed, one at a time: the same seed, the same ones.

An account is made when somebody asks for it, so that a hundred thousand of them cost nothing to start with.
"""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime, timedelta

from app.sandbox.kibo.companies import DESKS, FREE_DESKS, PARTS, REGIONS, Region
from app.sandbox.kibo.members import contacts, notes, segments, users

Record = dict[str, object]

FIRST_ACCOUNT_ID = 1001
FIRST_CONTACT_ID = 700_000
# Long before anybody runs this: an update is always later than every seeded date.
NEWEST = datetime(2025, 3, 31, 16, 0, tzinfo=UTC)
STEP = timedelta(minutes=11)
STATUSES = ("Approved", "Approved", "Approved", "Pending Approval", "Denied")


class Seeds:
    """The accounts by their place, oldest first; ids have no gaps."""

    def __init__(self, records: int, seed: int) -> None:
        self.records = records
        self._seed = seed
        self.users = admin_users(seed)

    def head(self, index: int) -> Record:
        """Make the fields without parts, which is all that filters and sorting need."""
        return self._head(index, self._rng(index))

    def account(self, index: int) -> Record:
        """Make the whole account."""
        rng = self._rng(index)
        head = self._head(index, rng)
        account_id, audit = FIRST_ACCOUNT_ID + index, head["auditInfo"]
        region = self._region(index)
        company = str(head["companyOrOrganization"])
        first_id = FIRST_CONTACT_ID + index * 10
        return {
            **head,
            "commerceSummary": _summary(rng, region),
            "contacts": contacts(rng, account_id, first_id, (company, region, audit)),
            "notes": notes(rng, first_id, audit),
            "attributes": [_attribute(rng, audit)] if rng.random() < 0.7 else [],
            "segments": segments(rng, audit),
            "users": users(rng, account_id, audit),
        }

    def _head(self, index: int, rng: random.Random) -> Record:
        region, account_id = self._region(index), FIRST_ACCOUNT_ID + index
        company = f"{rng.choice(region.words)} {rng.choice(region.trades)}"
        status, parent = rng.choice(STATUSES), account_id - 1 if index % 9 == 4 else None
        created = NEWEST - STEP * (self.records - index)
        updated = created + timedelta(seconds=index * 37 % 600)
        return {
            "id": account_id,
            "companyOrOrganization": company,
            "accountType": "B2B",
            "customerSet": "Default",
            "externalId": f"ERP-{rng.randrange(10**6):06d}" if rng.random() < 0.7 else None,
            "taxId": f"{region.country}{rng.randrange(10**9):09d}" if rng.random() < 0.6 else None,
            "taxExempt": rng.random() < 0.1,
            "approvalStatus": status,
            "isActive": status == "Approved" and rng.random() < 0.95,
            "priceList": rng.choice((None, None, "wholesale-2025", f"trade-{region.currency.lower()}")),
            "priority": rng.choice((None, 1, 2, 3)),
            "parentAccountId": parent,
            "rootAccountId": parent or account_id,
            "migrationRequired": False,
            "customerSinceDate": as_text(created),
            "auditInfo": audit_info(created, updated),
            "salesReps": self._reps(account_id, status, rng),
        }

    def _reps(self, account_id: int, status: str, rng: random.Random) -> list[Record]:
        count = rng.choice((1, 1, 2, 3)) if status == "Approved" else rng.choice((0, 0, 1))
        places = rng.sample(range(len(self.users) - FREE_DESKS), count)
        return [{"accountId": account_id, "adminUserId": self.users[place]["id"]} for place in places]

    def _region(self, index: int) -> Region:
        return REGIONS[(index * 7 + self._seed) % len(REGIONS)]

    def _rng(self, index: int) -> random.Random:
        return random.Random(self._seed * 1_000_003 + index)  # noqa: S311 - repeatable, nothing secret


def admin_users(seed: int) -> tuple[Record, ...]:
    """Make the people whom Kibo calls admin users; the last of them are on no account."""
    return tuple(_admin_user(desk, part, seed) for desk in DESKS for part in PARTS)


def audit_info(created: datetime, updated: datetime) -> Record:
    """Write who touched a thing, and when."""
    return {
        "createDate": as_text(created),
        "createBy": "import",
        "updateDate": as_text(updated),
        "updateBy": "back office",
    }


def as_text(at: datetime) -> str:
    """Write a time as Kibo does: UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _admin_user(desk: str, part: str, seed: int) -> Record:
    name = f"{desk}.{part}".lower().replace(" ", "-")
    return {
        "id": hashlib.sha256(f"{name} {seed}".encode()).hexdigest()[:32],
        "emailAddress": f"{name}@example.com",
        "userName": f"{name}@example.com",
        "firstName": desk,
        "lastName": part,
        "localeCode": "en-US",
        "isActive": not (desk == "Inside sales" and part == "Valley"),
        "roles": [{"roleId": 201, "roleName": "Sales rep"}],
    }


def _summary(rng: random.Random, region: Region) -> Record:
    count = rng.choice((0, 0, 1, 3, 12, 48))
    last = as_text(NEWEST - timedelta(hours=rng.randint(1, 9000))) if count else None
    amount = count * rng.randint(4_000, 90_000) / 100
    return {
        "totalOrderAmount": {"currencyCode": region.currency, "amount": amount},
        "orderCount": count,
        "lastOrderDate": last,
        "wishlistCount": rng.randint(0, 3),
        "visitsCount": rng.randint(0, 400),
    }


def _attribute(rng: random.Random, audit: object) -> Record:
    return {
        "auditInfo": audit,
        "fullyQualifiedName": "tenant~delivery-window",
        "attributeDefinitionId": 31,
        "values": [rng.choice(("morning", "afternoon", "any"))],
    }
