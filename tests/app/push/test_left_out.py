"""SoftwareOne leaves out what is empty: what it leaves out of an object that it shows is erased there."""

from __future__ import annotations

from typing import Any

import pytest

from app.jobs import JobContext
from app.records.change import MISSING, JsonObject, value_at
from app.services.edit_records import set_values
from app.services.pull import pull
from app.services.resolve import resolve
from app.values import BaseState, Record
from app.vendors.assess import pending_record
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import counts
from tests.app.push.test_softwareone import buyer

LINE = "address.addressLine2"
ERP = "externalIds.erpCustomer"


@pytest.fixture
def desk(desk_at: Open) -> Desk:
    """A desk with one buyer that has a second line and two ERP ids."""
    desk = desk_at("softwareone")
    edits = buyer(1, **{LINE: "2nd floor", ERP: "DE-CUS-1"})
    desk.save(edits, base_state=BaseState.ABSENT)
    assert desk.push().counts == counts(applied=1)
    return desk


def mine(desk: Desk) -> Record:
    return desk.record(1)


def held(desk: Desk) -> JsonObject:
    return desk.held()[mine(desk).key]


def edit(desk: Desk, **values: Any) -> None:
    set_values(desk.workspace, desk.kind.id, 1, {path.replace("__", "."): one for path, one in values.items()})


def erase_there(desk: Desk, path: str) -> None:
    """Let somebody else erase a field at the vendor."""
    base = desk.read(mine(desk).key)
    other = Record(0, desk.kind.id, desk.connection.id, "", BaseState.KNOWN, base, {path: ""})
    (step,) = desk.kind.plan([pending_record(desk.kind, other)], desk.options)
    desk.send(step.request)


def read(desk: Desk) -> Any:
    return pull(desk.workspace, JobContext(), desk.connection.id)


@pytest.mark.parametrize("path", [LINE, ERP])
def test_our_own_erase_stays_erased_over_push_pull_and_push(desk: Desk, path: str) -> None:
    edit(desk, **{path: ""})
    assert desk.push().counts == counts(applied=1)
    assert not value_at(mine(desk).base, path)
    assert read(desk).changed == 0
    assert not value_at(mine(desk).base, path)
    edit(desk, address__city="Leipzig")
    assert desk.push().counts == counts(applied=1)
    assert held(desk)["address"]["city"] == "Leipzig"
    assert not value_at(held(desk), path)
    assert mine(desk).edits == {}


@pytest.mark.parametrize("path", [LINE, ERP])
@pytest.mark.parametrize("is_read", [True, False])
def test_what_somebody_else_erased_is_not_written_back(desk: Desk, path: str, *, is_read: bool) -> None:
    erase_there(desk, path)
    if is_read:
        assert read(desk).changed == 1
        assert value_at(mine(desk).base, path) is MISSING
    edit(desk, address__city="Leipzig")
    assert desk.push().counts == counts(applied=1)
    assert held(desk)["address"]["city"] == "Leipzig"
    assert not value_at(held(desk), path)


def test_an_erase_there_and_a_change_here_wait_for_a_person(desk: Desk) -> None:
    edit(desk, **{LINE: "3rd floor"})
    erase_there(desk, LINE)
    assert desk.push().counts == counts(skipped=1)
    assert [(one.path, one.theirs) for one in mine(desk).conflicts] == [(LINE, MISSING)]
    resolve(desk.workspace, desk.kind.id, [1], take="mine")
    assert desk.push().counts == counts(applied=1)
    assert held(desk)["address"]["addressLine2"] == "3rd floor"


def test_an_erase_on_both_sides_is_no_change(desk: Desk) -> None:
    edit(desk, **{LINE: ""})
    erase_there(desk, LINE)
    puts = len(desk.requests("PUT"))
    assert desk.push().counts == counts(skipped=1)
    assert (mine(desk).outcome_reason, mine(desk).edits, mine(desk).conflicts) == ("no-change", {}, ())
    assert len(desk.requests("PUT")) == puts


@pytest.mark.parametrize("field", ["address", "externalIds"])
def test_what_the_list_left_out_by_name_is_not_erased(desk: Desk, field: str) -> None:
    desk.behave(omitted_in_list=[field])
    read(desk)
    assert value_at(mine(desk).base, LINE) == "2nd floor"
    assert value_at(mine(desk).base, ERP) == "DE-CUS-1"


def test_an_object_that_is_not_shown_at_all_says_nothing(desk: Desk) -> None:
    """It may be hidden from this sign-in: what it held here is sent back, so that the update erases nothing."""
    edit(desk, contact__firstName="Åse")
    assert desk.push().counts == counts(applied=1)
    edit(desk, address__city="Leipzig")
    assert desk.push().counts == counts(applied=1)
    assert held(desk)["contact"]["firstName"] == "Åse"
