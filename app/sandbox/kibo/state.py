"""The accounts and admin users that the simulated Kibo holds, and the changes to one account."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from app.sandbox.kibo.seeds import FIRST_ACCOUNT_ID, Record, Seeds, as_text

CHANGED_BY = "api client"


class Accounts:
    """All accounts by id: the seeded ones, with those that were changed instead of them."""

    def __init__(self, seeds: Seeds, clock: Callable[[], datetime]) -> None:
        self._seeds = seeds
        self._clock = clock
        self._changed: dict[int, Record] = {}
        self.users = seeds.users
        self.user_ids = frozenset(str(each["id"]) for each in seeds.users)
        self.ids = range(FIRST_ACCOUNT_ID, FIRST_ACCOUNT_ID + seeds.records)
        self.changes = 0

    def get(self, account_id: int) -> Record | None:
        """Return the whole account; never change it in place."""
        if account_id not in self.ids:
            return None
        return self._changed.get(account_id) or self._seeds.account(account_id - FIRST_ACCOUNT_ID)

    def heads(self) -> Iterator[Record]:
        """Return each account with at least its fields that have no parts."""
        for account_id in self.ids:
            yield self._changed.get(account_id) or self._seeds.head(account_id - FIRST_ACCOUNT_ID)

    def of_rep(self, user_id: str) -> list[int]:
        """Return the ids of the accounts that have this sales rep."""
        return [int(str(each["id"])) for each in self.heads() if user_id in rep_ids(each)]

    def save(self, account: Mapping[str, object]) -> Record:
        """Keep a changed account, with the time of the change."""
        self.changes += 1
        saved = {**account, "auditInfo": self.touched(account.get("auditInfo"))}
        self._changed[int(str(account["id"]))] = saved
        return saved

    def touched(self, audit: object) -> Record:
        """Return an audit whose update is now, and later than the one before it."""
        before = audit if isinstance(audit, dict) else {}
        now = self._clock()
        updated = before.get("updateDate")
        if isinstance(updated, str):
            now = max(now, datetime.fromisoformat(updated) + timedelta(milliseconds=1))
        created = {"createDate": as_text(now), "createBy": CHANGED_BY}
        return {**created, **before, "updateDate": as_text(now), "updateBy": CHANGED_BY}


def rep_ids(account: Mapping[str, object]) -> list[str]:
    """Return the ids of an account's sales reps, in their order."""
    reps = account.get("salesReps")
    return [str(each.get("adminUserId")) for each in reps] if isinstance(reps, list) else []


def with_reps(account: Mapping[str, object], user_ids: Sequence[str]) -> Record:
    """Return the account with these sales reps and no others."""
    reps = [{"accountId": account["id"], "adminUserId": each} for each in dict.fromkeys(user_ids)]
    return {**account, "salesReps": reps}


def with_status(account: Mapping[str, object], action: str) -> Record:
    """Return the account after approve, deny, enable or disable."""
    after: Mapping[str, Record] = {
        "approve": {"approvalStatus": "Approved", "isActive": True},
        "deny": {"approvalStatus": "Denied", "isActive": False},
        "enable": {"isActive": True},
        "disable": {"isActive": False},
    }
    return {**account, **after[action]}
