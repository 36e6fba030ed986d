"""Everything that is asked of Kibo."""

from __future__ import annotations

import json

from app.records.change import Edits, JsonObject
from app.values import BaseState
from tests.specs.stage import Stage

VENDOR, RECORDS = "kibo", 12
ACCOUNTS = "/commerce/customer/b2baccounts"
USERS = "/platform/adminuser/accounts"


def play(stage: Stage) -> None:
    """Play with the usual answers, then with the other forms that an answer can have."""
    stage.scene("usual")
    stage.probe()
    stage.place.with_options(page_size=5).pull()
    stage.place.with_options(filter="isActive eq true").pull()
    stage.place.with_options(page_size=200, filter="")
    users = stage.choices("salesReps.adminUserId")
    _edits(stage, users)
    _actions(stage)
    _refusals(stage, users)
    _rest(stage, users)
    for media_type in ("text/json", "text/plain"):
        stage.scene(media_type)
        stage.place.behave(media_type=media_type, empty_lists="null", write_answer="bare")
        stage.place.pull()
        stage.change(_keys(stage)[0], {"companyOrOrganization": f"Ny {media_type}"})
        stage.push(applied=1)


def rep(user: str) -> Edits:
    """The edit that adds a sales rep."""
    return {f"salesReps[adminUserId={user}].adminUserId": user}


def _keys(stage: Stage) -> list[str]:
    return [one.key for one in stage.place.listed()]


def _base(stage: Stage, key: str) -> JsonObject:
    return stage.place.record(key).base


def _reps(stage: Stage, key: str) -> list[str]:
    return [one["adminUserId"] for one in _base(stage, key)["salesReps"]]


def _with_rep(stage: Stage) -> str:
    return next(key for key in _keys(stage) if _reps(stage, key))


def _edits(stage: Stage, users: tuple[str, ...]) -> None:
    """Fields, a field that is emptied, a contact that is changed and one that is new, a note, reps."""
    first, second, unread = _keys(stage)[:3]
    contact = f"contacts[id={_base(stage, first)['contacts'][0]['id']}]"
    fields: Edits = {"companyOrOrganization": "Åse A/S", "taxExempt": True, "priority": 3, "priceList": None}
    parts: Edits = {
        f"{contact}.firstName": "Åse",
        f"{contact}.address.address2": None,
        "contacts[+1].email": "ny@a.dk",
    }
    stage.change(first, {**fields, **parts, "notes[+1].content": "Ring først"})
    stage.change(second, {"taxId": "DK12345678", **rep(_new(stage, second, users))})
    stage.push(applied=2)
    had = _with_rep(stage)
    stage.change(had, {f"salesReps[adminUserId={_reps(stage, had)[0]}]": None})
    user = _new(stage, unread, users)
    stage.place.workspace.store.records.remove(stage.place.kind.id, [stage.place.record(unread).id])
    stage.place.save({"id": int(unread), **rep(user)}, base_state=BaseState.UNREAD)
    stage.push(applied=2)


def _new(stage: Stage, key: str, users: tuple[str, ...]) -> str:
    return next(user for user in users if user not in _reps(stage, key))


def _actions(stage: Stage) -> None:
    for action in ("deny", "approve", "disable", "enable"):
        stage.act(action, _with_rep(stage))


def _refusals(stage: Stage, users: tuple[str, ...]) -> None:
    """An account and a rep that are not there, a wrong secret and tenant, too many requests."""
    key = _keys(stage)[0]
    stage.drop(stage.place.save({"id": 999_999, "taxId": "DK1"}, base_state=BaseState.UNREAD).id, refused=1)
    stage.change(key, rep("nobody"))
    stage.push(refused=1)
    stage.change(key, {})
    with stage.wrong_sign_in(client_secret="wrong"):  # noqa: S106  wrong on purpose
        stage.probe(is_taken=False)
    with stage.wrong_sign_in(tenant="1"):
        stage.probe(is_taken=False)
    bare = next(key for key in _keys(stage) if not _reps(stage, key))
    stage.visit("PUT", f"{ACCOUNTS}/{bare}/status/approve")
    stage.place.behave(rate_per_second=0.5)
    stage.visit("GET", f"{ACCOUNTS}/{key}")
    stage.visit("GET", f"{ACCOUNTS}/{key}")
    stage.place.behave(rate_per_second=None)


def _rest(stage: Stage, users: tuple[str, ...]) -> None:
    """What the engine never asks."""
    key = _keys(stage)[0]
    stage.visit("POST", f"{ACCOUNTS}/{key}/addsalesreps", json.dumps([users[0]]).encode())
    stage.visit("PUT", f"{ACCOUNTS}/{key}/salesrep", json.dumps(list(users[:2])).encode())
    for path in (f"{ACCOUNTS}/salesrep/{users[0]}", f"{USERS}/{users[0]}"):
        stage.visit("GET", path)
