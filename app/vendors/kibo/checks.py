"""What Kibo would refuse, or do unasked, that no single field shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.records.change import MISSING, Raw, value_at
from app.records.checks import is_blank
from app.records.paths import column_of
from app.records.problems import Problem, warning
from app.values import BaseState
from app.vendors.declaration import Options, PendingRecord
from app.vendors.kibo.plan import REP_FIELD, REPS

BLIND_REPS = "Every sales rep the account has will be removed; who they are is seen once it was read."


def check(record: PendingRecord, options: Options) -> list[Problem]:
    """Look at the account's reps, contacts and notes."""
    del options
    return [*_reps(record), *_foreign(record), *_removals(record)]


def _reps(record: PendingRecord) -> Iterator[Problem]:
    listed = record.working.get(REPS)
    named = [one.get(REP_FIELD) for one in listed if isinstance(one, dict)] if listed else []
    for name, count in Counter(one for one in named if isinstance(one, str)).items():
        if count > 1 and name.strip():
            yield Problem(REPS, f"Sales rep {name} is listed {count} times. Remove all but one.")
    if REPS in record.edits and record.base_state is not BaseState.KNOWN:
        yield warning(REPS, BLIND_REPS)
    for path, element in record.touched.items():
        text = element.get(REP_FIELD)
        if path.startswith(f"{REPS}[") and isinstance(text, str) and text.strip() in (".", ".."):
            yield Problem(f"{path}.{REP_FIELD}", f"“{text}” cannot be the id of an admin user. Correct it.")


def _foreign(record: PendingRecord) -> Iterator[Problem]:
    """Kibo numbers contacts and notes itself: one that it does not list cannot be changed."""
    if record.base_state is not BaseState.KNOWN:
        return
    for path, element in record.touched.items():
        is_numbered = column_of(path) in ("contacts", "notes") and not is_blank(element.get("id"))
        if is_numbered and value_at(record.base, path) is MISSING:
            words = f"{element['id']} is not among the {column_of(path)} of this account. Check its id."
            yield Problem(f"{path}.id", words)


def _removals(record: PendingRecord) -> Iterator[Problem]:
    for path, value in record.edits.items():
        is_removal = value == [] or (value is None and path.endswith("]"))
        if is_removal and not isinstance(value, Raw) and path.startswith(("contacts", "notes")):
            words = (
                "Whether Kibo removes what an update of the account leaves out is not documented; look at the "
                "account after the push."
            )
            yield warning(path, words)
