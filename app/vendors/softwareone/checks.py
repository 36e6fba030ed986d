"""What SoftwareOne would refuse, undo, or do unasked, that no single field shows."""

from __future__ import annotations

import json
from collections.abc import Iterator

from app.records.change import MISSING, JsonObject, value_at
from app.records.checks import is_blank
from app.records.problems import Problem, warning
from app.values import BaseState, Change
from app.vendors.declaration import Options, PendingRecord
from app.vendors.softwareone.body import OWNED_BY_ERP, is_masked, omitted

OVERWRITTEN = (
    "This buyer is active: SoftwareOne overwrites its name, address, external ids and sellers from the ERP. "
    "Change them there, or it may not last."
)
_NO_ACCOUNT = "Without a client account SoftwareOne makes an unassigned buyer. Write the account's id."


def check(record: PendingRecord, options: Options) -> list[Problem]:
    """Look at the buyer as it would be created or replaced."""
    del options
    return [*_tax_id(record), *_account(record), *_left_out(record), *_overwritten(record)]


def standing(working: JsonObject) -> list[Problem]:
    """List what SoftwareOne itself found wrong with a buyer; it holds nothing back."""
    errors = working.get("errors")
    return [warning("errors", _words(one)) for one in errors if isinstance(one, dict)] if errors else []


def _tax_id(record: PendingRecord) -> Iterator[Problem]:
    typed, held = record.edits.get("taxId"), value_at(record.base, "taxId")
    if is_masked(typed):
        yield Problem("taxId", f"“{typed}” is a masked tax id. Write it in full, or revert the field.")
    elif record.change is Change.CHANGED and is_masked(held) and "taxId" not in record.edits:
        words = (
            "SoftwareOne shows the tax id masked, so the update leaves it out; whether SoftwareOne keeps it "
            "then is not documented. Write it in full to be sure."
        )
        yield warning("taxId", words)


def _account(record: PendingRecord) -> Iterator[Problem]:
    if record.change is Change.ADDED and _is_empty(record.working, "account.id"):
        yield warning("account.id", _NO_ACCOUNT)
    if "account.id" in record.edits and record.edits["account.id"] == "" and record.change is Change.CHANGED:
        words = "A buyer without an account is unassigned. Write an account's id, or revert the field."
        yield Problem("account.id", words)


def _left_out(record: PendingRecord) -> Iterator[Problem]:
    names = omitted(record.base)
    if record.change is Change.CHANGED and record.base_state is BaseState.KNOWN and names:
        words = (
            f"SoftwareOne left out {', '.join(names)} when this buyer was read. "
            "It is read again before it is sent."
        )
        yield warning("", words)


def _overwritten(record: PendingRecord) -> Iterator[Problem]:
    if record.change is not Change.CHANGED or record.base.get("status") != "Active":
        return
    for path in record.edits:
        if path.startswith(OWNED_BY_ERP):
            yield warning(path, OVERWRITTEN)


def _is_empty(record: JsonObject, path: str) -> bool:
    value = value_at(record, path)
    return value is MISSING or is_blank(value)


def _words(error: JsonObject) -> str:
    said = str(error.get("message") or "An error without words.")
    named = f" ({error['id']})" if error.get("id") else ""
    parameters = error.get("parameters")
    with_what = f" {json.dumps(parameters, ensure_ascii=False)}" if parameters else ""
    return f"SoftwareOne says: {said}{named}{with_what}"
