from __future__ import annotations

from typing import Any

import pytest

from app.records.change import Edits, Raw
from app.values import BaseState, Record
from app.vendors.assess import assessed
from app.vendors.registry import kind_named, vendor_named

KIND = kind_named("kibo.accounts")
OPTIONS = vendor_named("kibo").options_with_defaults({})
BASE = {"id": 42, "salesReps": [{"adminUserId": "a"}], "contacts": [{"id": 5}]}


def problems(edits: Edits, *, base: dict[str, Any] | None = BASE) -> list[tuple[str, str]]:
    state = BaseState.KNOWN if base else BaseState.UNREAD
    record = assessed(KIND, Record(1, KIND.id, 1, "", state, base or {}, edits), OPTIONS)
    return [(problem.severity.value, problem.message) for problem in record.problems]


def test_plain_edits_have_no_problem() -> None:
    edits: Edits = {"companyOrOrganization": "x", "salesReps[adminUserId=b].adminUserId": "b"}
    assert problems(edits) == []
    assert problems({"id": 7, **edits}, base=None) == []


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ({"id": Raw("ACC-1"), "taxId": "x"}, "cannot be read as Account id"),
        ({"id": 2**31, "taxId": "x"}, "at most 2147483647"),
        ({"taxId": "x"}, "This account has no id"),
        ({"id": 1, "salesReps[+1].adminUserId": ""}, "Sales rep is empty"),
        ({"id": 1, "salesReps[adminUserId=..].adminUserId": ".."}, "cannot be the id of an admin user"),
    ],
)
def test_ids_that_cannot_be_are_told(edits: Edits, words: str) -> None:
    found = problems(edits, base=None)
    assert words in found[0][1]
    assert found[0][0] == "error"


def test_a_rep_listed_twice_is_told() -> None:
    ((severity, message),) = problems({"salesReps[+1].adminUserId": "a"})
    assert (severity, message) == ("error", "Sales rep a is listed 2 times. Remove all but one.")


def test_reps_emptied_unseen_are_warned_of_and_asked_about() -> None:
    found = problems({"id": 1, "salesReps": []}, base=None)
    assert found == [("warning", KIND.guarded_warnings[0][0])]
    assert problems({"salesReps": []}) == []


def test_a_contact_of_another_account_is_told() -> None:
    ((severity, message),) = problems({"contacts[id=9].email": "x@y.z"})
    assert (severity, message) == ("error", "9 is not among the contacts of this account. Check its id.")
    assert problems({"contacts[+1].email": "x@y.z"}) == []


@pytest.mark.parametrize("edits", [{"contacts": []}, {"contacts[id=5]": None}])
def test_removed_contacts_are_warned_of(edits: Edits) -> None:
    ((severity, message),) = problems(edits)
    assert severity == "warning"
    assert "not documented" in message
