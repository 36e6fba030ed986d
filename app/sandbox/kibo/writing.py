"""What a PUT of a whole account changes, and what it cannot.

Source: Kibo's specification says that users are not changed by it. Keys, dates, sums and the hierarchy are
the platform's own; an absent field of a whole object is an emptied one, unless switched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from app.sandbox.kibo.companies import SEGMENTS
from app.sandbox.kibo.forms import invalid
from app.sandbox.kibo.members import segment
from app.sandbox.kibo.seeds import Record
from app.sandbox.kibo.shapes import ACCOUNT, LISTS, complaints
from app.sandbox.kibo.state import rep_ids, with_reps

KEPT = frozenset(
    {
        *("id", "users", "auditInfo", "commerceSummary", "customerSinceDate", "accountType"),
        *("rootAccountId", "parentAccountId", "migrationRequired"),
    }
)
STATUS_FIELDS = frozenset({"approvalStatus", "isActive"})
BLANKS: Mapping[str, object] = {**{name: [] for name in LISTS}, "taxExempt": False}


@dataclass(frozen=True)
class Put:
    """How a PUT is understood now; `touched` moves an audit to the present."""

    writes_reps: bool
    writes_status: bool
    absent_clears: bool
    touched: Callable[[object], Record]

    def account(self, before: Mapping[str, object], body: Mapping[str, object]) -> Record:
        """Return the account after a checked body. Raises: Refused."""
        kept = KEPT if self.writes_status else KEPT | STATUS_FIELDS
        after = dict(before)
        for name in dict.fromkeys([*before, *body]):
            if name in kept or name == "salesReps":
                continue
            if name in body:
                after[name] = body[name]
            elif self.absent_clears:
                after[name] = BLANKS.get(name)
        if self.writes_reps and body.get("salesReps") is not None:
            after = with_reps(after, rep_ids(body))
        return after | self._parts(before, after)

    def _parts(self, before: Mapping[str, object], after: Mapping[str, object]) -> Record:
        account_id = cast("int", before["id"])
        contacts = [{**each, "accountId": account_id} for each in _rows(after, "contacts")]
        return {
            "contacts": list(self._numbered("contacts", contacts, before)),
            "notes": list(self._numbered("notes", _rows(after, "notes"), before)),
            "segments": [self._segment(each, before) for each in _rows(after, "segments")],
        }

    def _numbered(self, name: str, rows: list[Record], before: Mapping[str, object]) -> Iterator[Record]:
        """Keep the ids that were there, and give the others one."""
        held = {each["id"]: each for each in _rows(before, name)}
        free = max([cast("int", each) for each in held], default=cast("int", before["id"]) * 100_000)
        for row in rows:
            row_id = row.get("id") or None
            if row_id is not None and row_id not in held:
                raise invalid(f"{name}: there is no {row_id} on this account.")
            if row_id is None:
                free += 1
            was = held.get(row_id, {})
            audit = was.get("auditInfo")
            now = {**row, "id": row_id or free, "auditInfo": audit}
            yield now if now == was else {**now, "auditInfo": self.touched(audit)}

    def _segment(self, row: Mapping[str, object], before: Mapping[str, object]) -> Record:
        held = next((each for each in _rows(before, "segments") if each["id"] == row.get("id")), None)
        known = next((each for each in SEGMENTS if each[0] == row.get("id")), None)
        if held is None and known is None:
            raise invalid(f"segments: there is no segment {row.get('id')}.")
        return held or segment(cast("tuple[int, str, str]", known), self.touched(None))


def check_account(body: object, account_id: int) -> Record:
    """Return a body that is an account of this id. Raises: Refused."""
    wrong = list(complaints(body, ACCOUNT))
    if wrong:
        raise invalid(wrong[0], *wrong)
    account = cast("Record", body)
    if account.get("id", account_id) not in (account_id, 0):
        raise invalid(f"The id in the body is not {account_id}.")
    for name in LISTS:
        if None in cast("list[object]", account.get(name) or []):
            raise invalid(f"{name} holds a null.")
    return account


def _rows(account: Mapping[str, object], name: str) -> list[Record]:
    return cast("list[Record]", account.get(name) or [])
