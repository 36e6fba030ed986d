"""Every kind read as a whole: all of it once, an end, words for whatever goes wrong, and nothing lost by it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

import pytest

from app.errors import (
    Cancelled,
    CounterfoilError,
    NoWayToRead,
    Offline,
    SignInRefused,
    VendorError,
    WrongAddress,
)
from app.jobs import JobContext
from app.records.change import MISSING, value_at
from app.records.checks import check_value
from app.records.columns import Column
from app.values import BaseState, Change
from app.vendors.assess import key_of
from tests.app.push.shop import wait_until
from tests.vendors.ground import Ground

RECORDS = 200


@pytest.fixture
def reading(ground: Ground) -> Ground:
    """A connection that can be read, with the sign-in done."""
    ground.ask_to_read()
    ground.sign_in()
    ground.forget_requests()
    return ground


def lists(ground: Ground) -> dict[str, Any]:
    """What matches the requests for pages."""
    assert ground.under_switch.page is not None
    return {"method": "GET", "path": ground.under_switch.page("", ground.options).path}


def test_all_records_are_read_once_and_the_pages_end(reading: Ground) -> None:
    pulled = reading.pull()
    assert (pulled.read, pulled.added, pulled.conflicts, pulled.gone) == (RECORDS, RECORDS, 0, 0)
    assert {one.base_state for one in reading.listed()} == {BaseState.KNOWN}
    assert {one.key for one in reading.listed()} == {key_of(reading.kind, one) for one in reading.at_vendor()}
    assert len(reading.requests(lists(reading)["path"])) <= 12
    again = reading.pull()
    assert (again.read, again.added, again.changed, again.gone) == (RECORDS, 0, 0, 0)


def test_what_is_read_fits_the_declaration(reading: Ground) -> None:
    reading.pull()
    wrong = {
        f"{column.path}: {problem.message}"
        for record in reading.listed()
        for column, value in values(reading, record.base)
        if (problem := check_value(column, column.path, value)) is not None
    }
    assert wrong == set()
    assert not [one for one in reading.listed() if one.change is not Change.NONE]


def values(ground: Ground, base: dict[str, Any]) -> list[tuple[Column, Any]]:
    """Every value that is there, with its column."""
    found = [(column, value_at(base, column.path)) for column in ground.kind.scalar_columns]
    found += [
        (column, value_at(element, column.name))
        for column in ground.kind.columns
        if column.list_path and "." not in column.list_path
        for element in base.get(column.list_path) or ()
    ]
    return [(column, value) for column, value in found if value is not MISSING and value is not None]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"name": "status", "status": 401}, SignInRefused),
        ({"name": "status", "status": 403}, VendorError),
        ({"name": "status", "status": 404}, (WrongAddress, NoWayToRead)),
        ({"name": "status", "status": 405}, (WrongAddress, NoWayToRead)),
        ({"name": "status", "status": 400}, VendorError),
        ({"name": "status", "status": 422}, VendorError),
        ({"name": "status", "status": 503}, Offline),
        ({"name": "too_many", "retry_after": 0}, Offline),
        ({"name": "lose_answer"}, Offline),
        ({"name": "status", "status": 200, "body": "{"}, WrongAddress),
        ({"name": "status", "status": 200, "body": {"Planted": 1}}, VendorError),
        ({"name": "html"}, WrongAddress),
        ({"name": "redirect"}, WrongAddress),
    ],
    ids=lambda one: " ".join(map(str, one.values())) if isinstance(one, dict) else "",
)
def test_a_list_that_is_not_given_says_why_and_loses_nothing(
    reading: Ground, fault: dict[str, Any], error: type[CounterfoilError] | tuple[type[CounterfoilError], ...]
) -> None:
    reading.pull()
    options = dict(fault)
    reading.fault(options.pop("name"), times=0, match=lists(reading), **options)
    with pytest.raises(error) as raised:
        reading.pull()
    assert raised.value.exit_code == 5
    assert raised.value.message
    assert raised.value.remedy
    assert not [one for one in reading.secrets if one in str(raised.value)]
    assert len(reading.listed()) == RECORDS


def test_a_wait_that_is_asked_for_is_sat_out(reading: Ground) -> None:
    reading.fault("too_many", times=1, retry_after=0, match=lists(reading))
    assert reading.pull().read == RECORDS


def test_a_time_out_is_asked_again(reading: Ground) -> None:
    reading.with_settings(request_timeout_seconds=1)
    reading.fault("late", times=1, seconds=3, match=lists(reading))
    assert reading.pull().read == RECORDS


def test_stop_works_while_a_list_is_waited_for(reading: Ground) -> None:
    reading.fault("too_many", times=0, retry_after=60, match=lists(reading))
    context = JobContext()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(reading.pull, context)
        wait_until(lambda: reading.requests(lists(reading)["path"]))
        context.cancel()
        with pytest.raises(Cancelled):
            running.result(timeout=10)


def test_unknown_fields_survive_and_are_shown_as_no_change(reading: Ground) -> None:
    """A vendor may tell more than its pages say."""
    reading.behave_where_known({"unknown_fields": True, "extra_fields": True})
    assert reading.pull().read == RECORDS
    assert reading.pull().changed == 0
    assert reading.reviewed() == ()


def test_a_change_made_there_is_read_and_one_on_both_sides_waits(reading: Ground) -> None:
    """Somebody else works at the vendor, as a second workspace would."""
    reading.pull()
    plain = ((one, reading.edits_for(one)) for one in reading.listed())
    (somebody, theirs), (mine, edits) = islice((pair for pair in plain if pair[1]), 2)
    reading.change_there(somebody, theirs)
    reading.change_there(mine, edits)
    (place,) = edits
    reading.edit(mine, place)
    pulled = reading.pull()
    assert (pulled.read, pulled.changed, pulled.conflicts) == (RECORDS, 2, 1)
    after = reading.workspace.store.records.get(reading.kind.id, somebody.id)
    assert value_at(after.base, next(iter(theirs))) in theirs.values()
    held = reading.workspace.store.records.get(reading.kind.id, mine.id)
    assert [one.path for one in held.conflicts] == [place]
