"""What an accepted answer shows otherwise than it was sent: trimmed, or overwritten by the vendor's ERP."""

from __future__ import annotations

from app.records.change import MISSING, JsonObject, is_same, value_at
from app.records.checks import is_blank
from app.records.paths import column_of
from app.store.journal_values import Frozen
from app.vendors.declaration import Effect, Kind


def overwritten(kind: Kind, effect: Effect, frozen: Frozen, shown: JsonObject) -> str:
    """Say which fields the vendor shows with another value; "" for none.

    What it does not show, or shows hidden, is left aside.
    """
    sent = frozen.sent_edits
    paths = [path for path in effect.paths if path in sent and _is_other(kind, path, sent[path], shown)]
    columns = dict.fromkeys(column_of(path) for path in paths)
    titles = [kind.column_by_path[one].title if one in kind.column_by_path else one for one in columns]
    if not titles:
        return ""
    return f"The vendor accepted it, but shows another value than was sent: {', '.join(titles)}."


def _is_other(kind: Kind, path: str, mine: object, shown: JsonObject) -> bool:
    theirs = value_at(shown, path)
    if theirs is MISSING or isinstance(theirs, (dict, list)) or (is_blank(mine) and is_blank(theirs)):
        return False
    mask = kind.masked.get(column_of(path), "")
    is_hidden = bool(mask) and isinstance(theirs, str) and mask in theirs
    return not is_hidden and not is_same(theirs, mine)
