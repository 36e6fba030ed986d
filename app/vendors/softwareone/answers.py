"""How SoftwareOne's answers are read: acceptance, refusals, and whether a buyer holds what was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import unquote

from app.net.requests import Answer
from app.records.change import MISSING, JsonObject, value_at
from app.records.checks import is_blank
from app.records.columns import columns_of
from app.values import Change
from app.vendors.declaration import PendingRecord, Step, VendorMessage
from app.vendors.softwareone.body import OWNED_BY_ERP, WRITABLE, is_masked
from app.vendors.softwareone.buyer import Buyer
from app.vendors.softwareone.plan import BUYERS
from app.vendors.softwareone.pull import parse

_BEFORE_NAME = re.compile(r"^(\$\.)?(buyer\.)?", re.IGNORECASE)


def accepts(step: Step, answer: Answer) -> bool:
    """A create is accepted with the new id; everything else with this buyer's, a delete with 204 and nothing.

    Any other yes, such as a portal's page, is no word of SoftwareOne's: the buyer is read.
    """
    if step.operation == "delete" and answer.status == 204:
        return not answer.body.strip()
    buyer = parse(answer)
    if step.operation == "create":
        return answer.status in (200, 201) and buyer is not None
    return answer.status == 200 and buyer is not None and buyer["id"] == _id_in(step.request.path)


def already(step: Step, answer: Answer) -> bool:
    """A buyer that is to be deleted and is not there is gone."""
    return step.operation == "delete" and answer.status == 404


def explain(answer: Answer) -> tuple[VendorMessage, ...]:
    """Read problem details: errors as a map or as a list, else the detail, spelled in either way.

    Source: SoftwareOne's page on errors, which shows all of these, and its own client; read 2026-11-20.
    """
    content = answer.json()
    if not isinstance(content, dict):
        return ()
    found = list(dict.fromkeys(_errors(content.get("errors"))))
    if not found:
        words = (content.get(name) for name in ("detail", "details", "message", "title"))
        found = [VendorMessage(text) for text in words if isinstance(text, str) and text.strip()][:1]
    return tuple(found)


def holds(record: PendingRecord, read: JsonObject) -> bool | None:
    """Tell whether a buyer shows all that was sent; what SoftwareOne masks or does not show is left aside.

    What the ERP overwrites on an active buyer proves nothing when it differs after an update.
    """
    if record.change is Change.DELETED:
        return read.get("status") == "Deleted"
    sent = [path for path in record.edits if path in WRITABLE]
    lacking = [path for path in sent if not _is_held(path, value_at(record.working, path), read)]
    if record.change is Change.ADDED or read.get("status") != "Active":
        return not lacking
    if any(not path.startswith(OWNED_BY_ERP) for path in lacking):
        return False
    return None if lacking and len(lacking) == len(sent) else True


def _is_held(path: str, mine: object, read: JsonObject) -> bool:
    theirs = value_at(read, path)
    if is_masked(theirs) or (path.startswith("contact.") and value_at(read, "contact") is MISSING):
        return True
    if is_blank(mine):
        return theirs is MISSING or is_blank(theirs)
    return isinstance(mine, str) and isinstance(theirs, str) and mine.strip() == theirs.strip()


def _errors(errors: object) -> Iterator[VendorMessage]:
    if isinstance(errors, Mapping):
        for name, said in errors.items():
            yield from (_message(text, str(name)) for text in _texts(said))
    if isinstance(errors, list):
        for one in errors:
            text = one.get("message") if isinstance(one, Mapping) else one
            if isinstance(text, str) and text.strip():
                yield _message(text, _first_property(one))


def _first_property(error: object) -> str:
    names = error.get("properties") if isinstance(error, Mapping) else None
    return str(names[0]) if isinstance(names, list) and names else ""


def _texts(said: object) -> list[str]:
    texts = said if isinstance(said, list) else [said]
    return [text for text in texts if isinstance(text, str) and text.strip()]


def _message(text: str, name: str) -> VendorMessage:
    """Name the field by its column where SoftwareOne spelled it in another way; else keep its word for it."""
    bare = _BEFORE_NAME.sub("", name)
    path = _columns().get(bare.casefold(), "")
    if path or not bare or bare.casefold() in text.casefold():
        return VendorMessage(text, path)
    return VendorMessage(f"{bare}: {text}")


@cache
def _columns() -> Mapping[str, str]:
    """*Shape*: column in lower case → column; SoftwareOne also writes Address.PostCode."""
    return {column.path.casefold(): column.path for column in columns_of(Buyer)}


def _id_in(path: str) -> Any:  # noqa: ANN401  compared only
    return unquote(path.removeprefix(f"{BUYERS}/").partition("/")[0])
