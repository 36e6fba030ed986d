"""Every action of every vendor: refused in its words, and after a lost answer never done twice unasked."""

from __future__ import annotations

from typing import Any

import pytest

from app.records.change import value_at
from app.values import Outcome, Record
from app.vendors.declaration import Action, Kind
from app.vendors.registry import all_kinds
from tests.vendors.ground import Ground

ACTING = [(kind, action) for kind in all_kinds().values() for action in kind.actions]
each_action = pytest.mark.parametrize(
    ("any_kind", "action"), ACTING, ids=[f"{kind.id} {action.name}" for kind, action in ACTING]
)


def one_that_can(ground: Ground, action: Action) -> Record:
    """A record that has what the vendor needs for an action, and is not as it makes it."""
    ground.pull()
    return next(
        one
        for one in ground.listed()
        if (not action.needs or any(value_at(one.base, path) for path in action.needs))
        and is_undone(ground, action, one)
    )


def is_undone(ground: Ground, action: Action, record: Record) -> bool:
    reverse = next((one for one in ground.kind.actions if one.name == action.reverse), None)
    if reverse is not None and reverse.makes is not None:
        return reverse.makes.is_met(record.base)
    return action.makes is None or not action.makes.is_met(record.base)


def matching(ground: Ground, action: Action, record: Record) -> dict[str, Any]:
    request = action.request(record.key, ground.options)
    return {"method": request.method, "path": request.path}


@each_action
@pytest.mark.parametrize("status", [400, 404, 409])
def test_a_refusal_goes_to_the_row_in_the_vendors_words(
    ground: Ground, any_kind: Kind, action: Action, status: int
) -> None:
    record = one_that_can(ground, action)
    body = {"message": "Planted", "detail": "Planted"}
    ground.fault("status", status=status, body=body, times=0, match=matching(ground, action, record))
    result = ground.act(action.name, record.key)
    (outcome,) = ground.outcomes(result).values()
    assert (outcome.outcome, result.exit_code) == (Outcome.REFUSED, 3)
    assert "Planted" in outcome.message


@each_action
def test_a_lost_answer_is_unknown_or_asked_again_as_declared(
    ground: Ground, any_kind: Kind, action: Action
) -> None:
    record = one_that_can(ground, action)
    match = matching(ground, action, record)
    ground.fault("lose_answer", times=1, match=match)
    result = ground.act(action.name, record.key)
    (outcome,) = ground.outcomes(result).values()
    asked = [one for one in ground.requests(match["path"]) if one["method"] == match["method"]]
    if action.request(record.key, ground.options).is_idempotent:
        # The second answer may be a no, since it was done: then reading tells.
        if outcome.outcome is Outcome.UNKNOWN:
            ground.push()
        assert len(asked) == 2
        assert ground.workspace.store.records.get(any_kind.id, record.id).outcome == Outcome.APPLIED
    else:
        assert (outcome.outcome, len(asked), result.exit_code) == (Outcome.UNKNOWN, 1, 4)


@each_action
def test_one_without_what_the_vendor_needs_is_not_sent(ground: Ground, any_kind: Kind, action: Action) -> None:
    ground.pull()
    lacking = [one for one in ground.listed() if not any(value_at(one.base, path) for path in action.needs)]
    if not action.needs:
        assert len(lacking) == len(ground.listed())
        return
    result = ground.act(action.name, lacking[0].key)
    (outcome,) = ground.outcomes(result).values()
    assert (outcome.outcome, outcome.message) == (Outcome.SKIPPED, action.needs_words)
    assert not ground.requests(matching(ground, action, lacking[0])["path"])
