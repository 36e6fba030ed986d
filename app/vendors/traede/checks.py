"""What TRAEDE would refuse, or do unasked, that no single field shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.records.change import Raw, value_at
from app.records.checks import is_blank
from app.records.problems import Problem, warning
from app.values import BaseState
from app.vendors.declaration import Options, PendingRecord
from app.vendors.traede.plan import directive, has_address_edits, is_repeatable

BLIND_REPLACE = "Replace removes every address at TRAEDE that is not listed here, unseen."


def check(record: PendingRecord, options: Options) -> list[Problem]:
    """Look at the customer's addresses under its sync mode and key."""
    found = [*_directives(record)]
    if has_address_edits(record) and not found:
        found += _append(record, options) if _mode(record, options) == "append" else _replace(record, options)
        found += _titles(record)
        found += _sync_key(record, options)
    return found


def _mode(record: PendingRecord, options: Options) -> str:
    return directive(record, options, "addresses_sync_mode")


def _directives(record: PendingRecord) -> Iterator[Problem]:
    allowed = {
        "addresses_sync_mode": ("append", "replace"),
        "addresses_sync_key": ("address_title", "remote_erp_id"),
    }
    for name, choices in allowed.items():
        value = record.directives.get(name)
        if value and value not in choices:
            yield Problem(name, f"“{value}” is unknown here. Choose one of {', '.join(choices)}.")


def _append(record: PendingRecord, options: Options) -> Iterator[Problem]:
    remedy = "Choose replace for this customer, or revert the field."
    for path, value in record.edits.items():
        if path == "addresses" or (value is None and path.endswith("]")):
            yield Problem(path, f"TRAEDE removes addresses only in replace mode. {remedy}")
    for element, new in record.touched.items():
        old = value_at(record.base, element)
        if isinstance(old, dict) and old.get("title") != new.get("title"):
            words = "In append mode a renamed address becomes a second one, and the old one stays."
            yield Problem(f"{element}.title", f"{words} {remedy}")
    if not is_repeatable(record, options):
        yield warning(
            "addresses",
            "These addresses cannot all be told apart, so this customer is sent alone, and once: "
            "if the answer is lost, a person has to look.",
        )


def _replace(record: PendingRecord, options: Options) -> Iterator[Problem]:
    if record.base_state is BaseState.UNREAD and not options["try_get_customers"]:
        yield warning("addresses", BLIND_REPLACE)


def _titles(record: PendingRecord) -> Iterator[Problem]:
    titles = Counter(address.get("title") for address in record.working.get("addresses", ()))
    for title, count in titles.items():
        if count > 1 and title and not isinstance(title, Raw):
            yield Problem("addresses", f"{count} addresses are titled “{title}”. Give each its own title.")


def _sync_key(record: PendingRecord, options: Options) -> Iterator[Problem]:
    if directive(record, options, "addresses_sync_key") != "remote_erp_id":
        return
    for element, place in record.touched.items():
        if is_blank(place.get("remote_erp_id")):
            words = "Addresses are matched by ERP id here, and this one has none."
            yield Problem(f"{element}.remote_erp_id", f"{words} Write it, or match by address title.")
