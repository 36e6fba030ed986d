"""What an answer shows of an account: groups left out, empty lists, fields nobody knows, as switched."""

from __future__ import annotations

from collections.abc import Mapping

from app.sandbox.kibo.seeds import Record
from app.sandbox.kibo.shapes import LISTS
from app.sandbox.switches import Behaviours

GROUPS: Mapping[str, str] = {
    "Contacts": "contacts",
    "CustomerAccountNotes": "notes",
    "OrderSummary": "commerceSummary",
}
NOT_IN_BARE = frozenset({"users", "contacts", "notes", "segments", "attributes", "commerceSummary"})
# In no document: what a platform that moved on might send.
EXTRA: Mapping[str, object] = {"creditTerms": {"days": 30, "currencyCode": "EUR"}, "loyaltyTier": "gold"}


class Shown:
    """Turns the account that is held into the account that is shown."""

    def __init__(self, behaviours: Behaviours) -> None:
        self._behaviours = behaviours

    def held(self, account: Mapping[str, object]) -> Record:
        """Return the account complete, with the undocumented fields while those are switched on."""
        return {**(EXTRA if self._behaviours["extra_fields"] else {}), **account}

    def read(self, account: Mapping[str, object], query: Mapping[str, str]) -> Record:
        """Return the account as a GET answers, which may leave out groups that were not asked for."""
        shown = self._formed(account)
        if self._behaviours["response_groups"] == "omit":
            asked = {each.strip() for each in query.get("responseGroups", "").split(",")}
            for group, name in GROUPS.items():
                if group not in asked:
                    shown.pop(name, None)
        return shown

    def written(self, account: Mapping[str, object]) -> Record:
        """Return the account as a write answers, which may be without most of its parts."""
        shown = self._formed(account)
        if self._behaviours["write_answer"] == "bare":
            return {name: value for name, value in shown.items() if name not in NOT_IN_BARE}
        return shown

    def _formed(self, account: Mapping[str, object]) -> Record:
        held = self.held(account)
        if self._behaviours["empty_lists"] == "null":
            return held | {name: held.get(name) or None for name in LISTS}
        return held
