"""How Kibo's answers are read: acceptance, refusals, and whether an account holds what was sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import unquote

from app.net.requests import Answer
from app.records.change import MISSING, Edits, JsonObject, value_at
from app.records.checks import is_blank
from app.records.columns import Column, columns_of
from app.vendors.declaration import PendingRecord, Step, VendorMessage
from app.vendors.kibo.account import Account
from app.vendors.kibo.plan import ACCOUNTS, REP_FIELD, REPS, put_edits, rep_edits, rep_of
from app.vendors.kibo.pull import parse
from app.vendors.named_places import field_in


def accepts(step: Step, answer: Answer) -> bool:
    """200 with JSON of this very account."""
    account = parse(answer)
    return answer.status == 200 and account is not None and str(account["id"]) == _id_in(step.request.path)


def already(step: Step, answer: Answer) -> bool:
    """Tell a rep who is a member already, or one to be removed who is gone, from a refusal.

    Neither is documented; the account itself was read just before, so that it is not what is missing.
    """
    if step.operation == "remove-rep":
        return answer.status == 404
    words = " ".join(text for text in _texts(answer.json(), with_code=True)).casefold()
    return step.operation == "add-rep" and answer.status in (400, 409, 422) and "already" in words


def explain(answer: Answer) -> tuple[VendorMessage, ...]:
    """Read Kibo's error body and the reference its support asks for; a 429 has no body at all."""
    found = list(dict.fromkeys(_texts(answer.json())))
    messages = [VendorMessage(text, field_in(text, _columns())) for text in found]
    reference = answer.headers.get("x-vol-correlation")
    if messages and reference:
        messages[-1] = replace(messages[-1], text=f"{found[-1]} (Kibo's reference: {reference})")
    return tuple(messages)


@cache
def _columns() -> Mapping[str, Column]:
    return {column.path: column for column in columns_of(Account)}


def holds(record: PendingRecord, read: JsonObject) -> bool:
    """Tell whether an account shows every edit: its reps, its fields and its contacts and notes."""
    return _holds_reps(record, read) and _holds_fields(put_edits(record), read)


def _holds_reps(record: PendingRecord, read: JsonObject) -> bool:
    listed = read.get(REPS)
    there = {str(one.get(REP_FIELD)) for one in listed if isinstance(one, dict)} if listed else set()
    edits = rep_edits(record)
    return all(
        (rep_of(path, edits, record.base) in there) == (value is not None) for path, value in edits.items()
    )


def _holds_fields(edits: Edits, read: JsonObject) -> bool:
    elements: dict[str, Edits] = {}
    for path, value in edits.items():
        element, bracket, inner = path.partition("].")
        if bracket:
            elements.setdefault(f"{element}]", {})[inner] = value
        elif not _is_equal(value, value_at(read, path)):
            return False
    return all(_has_element(read, element, values) for element, values in elements.items())


def _has_element(read: JsonObject, element: str, values: Edits) -> bool:
    """A new contact has got an id meanwhile: it is looked for by what was written into it."""
    listed = value_at(read, element.partition("[")[0])
    known = value_at(read, element)
    among = listed if known is MISSING and isinstance(listed, list) else [known]
    return any(
        isinstance(one, dict) and all(_is_equal(value, value_at(one, name)) for name, value in values.items())
        for one in among
    )


def _is_equal(mine: object, theirs: object) -> bool:
    if is_blank(mine):
        return theirs is MISSING or is_blank(theirs)
    return type(mine) is type(theirs) and mine == theirs


def _texts(content: Any, *, with_code: bool = False) -> Iterator[str]:  # noqa: ANN401  any JSON value
    if not isinstance(content, Mapping):
        return
    names = ("message", "errorCode") if with_code or not content.get("message") else ("message",)
    for name in names:
        if isinstance(content.get(name), str) and content[name].strip():
            yield content[name]
    detail = content.get("exceptionDetail")
    yield from [detail] if isinstance(detail, str) and detail.strip() else _texts(detail)
    for name in ("items", "additionalErrorData"):
        listed = content.get(name)
        for one in listed if isinstance(listed, list) else ():
            yield from _named(one)


def _named(one: Any) -> Iterator[str]:  # noqa: ANN401  any JSON value
    """*Shape* of further data: {name, value}; of items: errors of their own."""
    if isinstance(one, Mapping) and one.get("name") and one.get("value"):
        yield f"{one['name']}: {one['value']}"
    else:
        yield from _texts(one)


def _id_in(path: str) -> str:
    return unquote(path.removeprefix(f"{ACCOUNTS}/").partition("/")[0])
