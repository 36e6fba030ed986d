"""Lantern Freight, a vendor that does not exist: parcels, each with what is in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from app.net.address import path_segment
from app.net.requests import Answer, Request
from app.records.change import MISSING, JsonObject, value_at
from app.records.checks import is_blank
from app.records.fields import About, Erase, RecordModel, shown
from app.records.problems import Problem, warning
from app.values import Change
from app.vendors.declaration import (
    Action,
    Condition,
    CredentialField,
    Effect,
    Kind,
    Option,
    Options,
    Page,
    PendingRecord,
    QuickFilter,
    Step,
    Vendor,
    VendorMessage,
)
from app.vendors.paging import following, position_of

_PAGE = "nowhere: this vendor is made up, 2026-11-20"
_JSON = (("Accept", "application/json"),)
_FIELDS = ("name", "weight", "fragile", "service", "note", "contents")


class Content(RecordModel):
    """One kind of goods in a parcel."""

    sku: Annotated[
        str,
        Field(min_length=1),
        About("Goods", "What is in it.", "LAMP-1", _PAGE, Erase.NEVER, is_required=True),
    ]
    count: Annotated[int, Field(ge=1), About("Goods count", "How many.", "2", _PAGE)]


class Parcel(RecordModel):
    """One parcel, known by its code."""

    code: Annotated[
        str,
        Field(min_length=1, max_length=12),
        About("Parcel code", "The code on its label.", "P-900", _PAGE, Erase.NEVER, is_required=True),
    ]
    name: Annotated[
        str,
        Field(min_length=1, max_length=80),
        About("Receiver", "Who gets it.", "Fjord & Fell ApS", _PAGE, Erase.NEVER, is_required=True),
    ]
    weight: Annotated[float, Field(ge=0, le=1000), About("Weight", "In kilograms.", "12.5", _PAGE)]
    fragile: Annotated[bool, About("Fragile", "", "yes", _PAGE)]
    service: Annotated[Literal["post", "courier"], About("Service", "", "post", _PAGE)]
    note: Annotated[str, About("Note", "", "Ring twice", _PAGE)]
    contents: list[Content]
    state: Annotated[str, shown("State", source=_PAGE)]
    delete: Annotated[bool, About("Delete", "", "", _PAGE, is_directive=True)]


def plan(records: Iterable[PendingRecord], options: Options) -> Iterator[Step]:
    """Put each parcel as it is to be, or delete it."""
    for record in records:
        if record.change is Change.DELETED:
            yield Step("delete", _request("DELETE", record.key, options), (Effect(record.id, deletes=True),))
            continue
        body = {name: record.working[name] for name in _FIELDS if name in record.working}
        paths = tuple(record.edits)
        yield Step("put", _request("PUT", record.key, options, body=body), (Effect(record.id, paths),))


def accepts(step: Step, answer: Answer) -> bool:
    found = parse(answer)
    if step.operation == "delete":
        return answer.status == 204
    return answer.status == 200 and found is not None


def already(step: Step, answer: Answer) -> bool:
    return step.operation == "delete" and answer.status == 404


def explain(answer: Answer) -> tuple[VendorMessage, ...]:
    content = answer.json()
    words = content.get("message") if isinstance(content, dict) else None
    return (VendorMessage(words),) if isinstance(words, str) and words.strip() else ()


def check(record: PendingRecord, options: Options) -> list[Problem]:
    del options
    weight = record.working.get("weight")
    is_heavy = isinstance(weight, float) and weight > 30 and record.working.get("service") == "post"
    return [warning("weight", "The post takes no more than 30 kg.")] if is_heavy else []


def read(key: str, options: Options) -> Request:
    return _request("GET", key, options)


def parse(answer: Answer) -> JsonObject | None:
    content = answer.json()
    return content if isinstance(content, dict) and isinstance(content.get("code"), str) else None


def page(cursor: str, options: Options) -> Request:
    query = (("page", str(position_of(cursor, first=1))), ("size", str(options["page_size"])))
    return Request("GET", "/parcels", headers=_JSON, query=query, is_idempotent=True)


def parse_page(cursor: str, answer: Answer) -> Page:
    content = answer.json()
    listed = content.get("parcels") if isinstance(content, dict) else None
    if not isinstance(listed, list):
        return Page((), is_list=False)
    parcels = tuple(one for one in listed if isinstance(one, dict) and isinstance(one.get("code"), str))
    after = following(cursor, (one["code"] for one in parcels), position=position_of(cursor, first=1) + 1)
    return Page(parcels, after) if parcels and after else Page(())


def holds(record: PendingRecord, read: JsonObject) -> bool:
    if record.change is Change.DELETED:
        return False
    named = dict.fromkeys(path.partition("[")[0] for path in record.edits)
    return all(_is_equal(value_at(record.working, name), value_at(read, name)) for name in named)


def _is_equal(mine: object, theirs: object) -> bool:
    is_nothing = mine is MISSING or is_blank(mine)
    return (theirs is MISSING or is_blank(theirs)) if is_nothing else mine == theirs


def _request(
    method: str, key: str, options: Options, *, action: str = "", body: Mapping[str, Any] | None = None
) -> Request:
    del options
    path = f"/parcels/{path_segment(key)}"
    return Request(
        method,
        f"{path}/{action}" if action else path,
        headers=_JSON,
        body=b"" if body is None else json.dumps(body, ensure_ascii=False, allow_nan=False).encode(),
        content_type="" if body is None else "application/json",
        is_idempotent=True,
        names_record=True,
    )


def _seal(key: str, options: Options) -> Request:
    return _request("POST", key, options, action="seal")


PARCELS = Kind(
    id="lantern.parcels",
    title="Lantern parcels",
    title_one="parcel",
    model=Parcel,
    key_column="code",
    unread_change=Change.ADDED,
    plan=plan,
    accepts=accepts,
    already=already,
    check=check,
    list_keys={"contents": ("sku",)},
    delete_column="delete",
    key_lock="Lantern knows a parcel by its code.",
    grid_columns=("code", "name", "weight", "fragile", "service", "contents", "state"),
    read=read,
    parse=parse,
    page=page,
    parse_page=parse_page,
    holds=holds,
    actions=(Action("seal", "Seal", _seal, warning="A sealed parcel leaves today."),),
    quick_filters=(QuickFilter("fragile", "Fragile ones", (Condition("fragile", "is", value=True),)),),
)

VENDOR = Vendor(
    id="lantern",
    title="Lantern Freight",
    kinds=(PARCELS,),
    credentials=(
        CredentialField("depot", "Depot", "The number of the depot.", is_secret=False),
        CredentialField("pass_phrase", "Pass phrase", "Asked for at the counter."),
    ),
    sign_in_headers=(("X-Depot", "{depot}"), ("Authorization", "Bearer {pass_phrase}")),
    default_url="https://api.lantern.example",
    probe=lambda options: page("", options),
    explain=explain,
    options=(Option("page_size", "Parcels per page", "integer", 50, minimum=1, maximum=100),),
    requests_at_once=4,
)
