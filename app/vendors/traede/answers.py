"""How TRAEDE's answers are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.net.requests import Answer
from app.records.change import MISSING, JsonObject, value_at
from app.records.checks import is_blank
from app.values import Change
from app.vendors.declaration import PendingRecord, Step, VendorMessage

_FIELD = re.compile(r"The (?:selected )?(?P<field>[a-z0-9_. ]+?) (?:field|must|is|has|may)\b", re.IGNORECASE)
_TERM_PART = re.compile(r"^(?:payment_terms?_)?(code|id)$")
_SCALARS = ("name", "currency", "discount_percentage", "active")
_TERM = ("payment_term.payment_term_code", "payment_term.payment_term_id")


def accepts(step: Step, answer: Answer) -> bool:
    """Any 2xx that is empty, or JSON without `errors`: no success body is documented."""
    del step
    if not answer.body.strip():
        return True
    content = answer.json()
    return isinstance(content, dict | list) and not (isinstance(content, dict) and content.get("errors"))


def explain(answer: Answer) -> tuple[VendorMessage, ...]:
    """Read `{"errors": [{"status", "code", "detail"}]}`; no customer is named, a field in words only."""
    content = answer.json()
    if not isinstance(content, dict):
        return ()
    errors = content.get("errors")
    found = list(_details(errors)) if isinstance(errors, list) else []
    if not found and isinstance(content.get("message"), str):
        found = [content["message"]]
    return tuple(map(_message, dict.fromkeys(found)))


def _message(text: str) -> VendorMessage:
    """Take the field out of words such as “The zip field is required.”"""
    named = _FIELD.match(text)
    path = named["field"].replace(" ", "_") if named else ""
    path = _TERM_PART.sub(r"payment_term_\1", path)
    return VendorMessage(text, path, is_missing="required" in text, is_loose=path.isidentifier())


def holds(record: PendingRecord, read: JsonObject) -> bool:
    """Tell whether a customer that was listed shows every edit; one to be deleted must not be listed."""
    if record.change is Change.DELETED:
        return False
    named = [path for path in (*_SCALARS, *_TERM) if _is_edited(record, path)]
    is_same = all(_is_equal(value_at(record.working, path), value_at(read, path)) for path in named)
    return is_same and _has_addresses(record, read)


def _is_edited(record: PendingRecord, path: str) -> bool:
    return path in record.edits or (path in _TERM and "payment_term" in record.edits)


def _has_addresses(record: PendingRecord, read: JsonObject) -> bool:
    listed = read.get("addresses")
    among = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    removed = [path for path, value in record.edits.items() if value is None and path.endswith("]")]
    is_emptied = record.edits.get("addresses") == [] and len(among) > len(record.touched)
    is_gone = not is_emptied and all(value_at(read, path) is MISSING for path in removed)
    return is_gone and all(any(_shows(mine, theirs) for theirs in among) for mine in record.touched.values())


def _shows(mine: JsonObject, theirs: JsonObject) -> bool:
    return all(_is_equal(value, theirs.get(name, MISSING)) for name, value in mine.items())


def _is_equal(mine: object, theirs: object) -> bool:
    if mine is MISSING or is_blank(mine):
        return theirs is MISSING or is_blank(theirs)
    if isinstance(mine, bool) or isinstance(theirs, bool):
        return mine is theirs
    return mine == theirs


def _details(errors: list[Any]) -> Iterator[str]:
    for error in errors:
        if isinstance(error, Mapping) and isinstance(error.get("detail"), str):
            yield error["detail"]
