"""Reading while the network, the vendor or the person interferes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from app.errors import Cancelled, CounterfoilError, Offline, SignInRefused, VendorError, WrongAddress
from app.jobs import JobContext
from app.records.change import JsonObject
from app.services.pull_pages import pages
from app.services.push import target_of
from app.services.reading import Reader
from app.values import Pulled
from app.vendors import listing
from app.vendors.declaration import Page
from tests.app.push.shop import wait_until
from tests.app.services.place import Place

READABLE = ("flxpoint", "kibo", "softwareone")
LISTS = {"flxpoint": "/orders", "kibo": "/b2baccounts", "softwareone": "/buyers"}
Connect = Callable[..., Place]
PASSING = [
    ("lose_answer", {}),
    ("reject_before", {}),
    ("status", {"status": 500}),
    ("status", {"status": 503, "body": "<html>busy</html>"}),
    ("too_many", {"retry_after": 0}),
    ("cut", {"at": "body"}),
    ("cut", {"at": "headers"}),
    ("html", {"status": 200}),
    ("no_body", {"status": 200}),
]
FINAL: list[tuple[str, dict[str, Any], type[CounterfoilError]]] = [
    ("status", {"status": 500}, Offline),
    ("lose_answer", {}, Offline),
    ("too_many", {"retry_after": 0}, Offline),
    ("html", {"status": 200}, WrongAddress),
    ("redirect", {}, WrongAddress),
    ("status", {"status": 404}, WrongAddress),
    ("status", {"status": 401}, SignInRefused),
    ("status", {"status": 403}, SignInRefused),
    ("status", {"status": 400, "body": {"message": "no such filter"}}, VendorError),
]


@pytest.mark.parametrize("vendor", READABLE)
@pytest.mark.parametrize(("fault", "options"), PASSING)
def test_a_passing_fault_is_sat_out(place: Connect, vendor: str, fault: str, options: dict[str, Any]) -> None:
    opened = place(vendor, records=2)
    opened.fault(fault, times=2, match={"path": LISTS[vendor]}, **options)
    assert opened.pull() == Pulled(read=2, added=2)


@pytest.mark.parametrize("vendor", READABLE)
@pytest.mark.parametrize(("fault", "options", "error"), FINAL)
def test_a_lasting_fault_ends_with_words_and_nothing_gone(
    place: Connect, vendor: str, fault: str, options: dict[str, Any], error: type[CounterfoilError]
) -> None:
    opened = place(vendor, records=2).with_settings(retry_tries=2)
    opened.pull()
    opened.fault(fault, times=0, match={"path": LISTS[vendor]}, **options)
    with pytest.raises(error, match="What was read before is kept"):
        opened.pull()
    assert len(opened.listed()) == 2
    assert not opened.workspace.store.journal.has_open(opened.connection.id)


def test_an_interrupted_pull_keeps_what_was_read_and_calls_nothing_gone(place: Connect) -> None:
    opened = place("kibo", records=4).with_options(page_size=1).with_settings(retry_tries=1)
    opened.pull()
    opened.reset(2)
    opened.fault("status", status=500, times=0, match={"path": "/1004"})
    with pytest.raises(Offline):
        opened.pull()
    assert len(opened.listed()) == 4


def test_a_refused_read_of_one_record_says_nothing_of_it(place: Connect) -> None:
    opened = place("kibo", records=2)
    opened.pull()
    opened.reset(1)
    opened.fault("status", status=403, times=0, match={"path": "/1002"})
    assert opened.pull().gone == 0
    assert len(opened.listed()) == 2


def test_stop_works_while_waiting(place: Connect) -> None:
    opened = place("kibo", records=2)
    opened.fault("too_many", retry_after=60, times=0, match={"path": "/b2baccounts"})
    context = JobContext()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(opened.pull, context)
        wait_until(lambda: context.latest.text.startswith("Waiting"))
        assert context.latest.text.endswith("s: Kibo Commerce asked for it.")
        context.cancel()
        with pytest.raises(Cancelled):
            future.result(10)
    assert not opened.workspace.store.journal.has_open(opened.connection.id)


def test_stop_between_pages_keeps_what_was_read(place: Connect) -> None:
    opened = place("kibo", records=4).with_options(page_size=1)

    class StopsAfterTwo(JobContext):
        def report(self, done: int, *rest: Any, **more: Any) -> None:
            if done == 2:
                self.cancel()

    with pytest.raises(Cancelled):
        opened.pull(StopsAfterTwo())
    assert len(opened.listed()) == 2


def test_an_answer_that_waits_for_seconds_is_worth_the_wait(place: Connect) -> None:
    opened = place("kibo", records=1)
    opened.fault("too_many", retry_after=1, match={"path": "/b2baccounts"})
    assert opened.pull() == Pulled(read=1, added=1)


def served(opened: Place, given: Callable[[str], Page], most: int = 50) -> list[tuple[JsonObject, ...]]:
    """Read a list whose pages are made up, over real answers of the simulator."""
    kind = replace(opened.kind, parse_page=lambda cursor, answer: given(cursor))
    options = opened.vendor.options_with_defaults({})
    found = []
    with target_of(opened.workspace, opened.connection) as target:
        reader = Reader(opened.workspace, target, JobContext())
        for rows in pages(reader, kind, options):
            found.append(rows)
            assert len(found) < most
    return found


def page_of(*ids: int, following: str | None) -> Page:
    return Page(tuple({"id": one} for one in ids), following)


@pytest.mark.parametrize(
    "given",
    [
        lambda cursor: page_of(1, 2, following=f"{cursor}x"),
        lambda cursor: page_of(1, following=None if cursor == "2" else str(len(cursor) + 1)),
        lambda cursor: page_of(len(cursor) % 2, following=f"{cursor}x"),
        lambda cursor: page_of(following=f"{cursor}x"),
    ],
    ids=["the same page", "the same page at the end", "two pages in turn", "empty pages for ever"],
)
def test_a_list_that_leads_nowhere_ends_in_words(place: Connect, given: Callable[[str], Page]) -> None:
    with pytest.raises(VendorError, match="keeps giving the same page"):
        served(place("kibo", records=1), given)


def test_a_cursor_that_comes_again_ends_in_words(place: Connect) -> None:
    numbers = iter(range(100))
    with pytest.raises(VendorError, match="keeps giving the same page"):
        served(place("kibo", records=1), lambda cursor: page_of(next(numbers), following="again"))


def test_a_list_without_an_end_is_bounded(place: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_PAGES", 3)
    with pytest.raises(VendorError, match="does not end"):
        served(place("kibo", records=1), lambda cursor: page_of(len(cursor), following=f"{cursor}x"))


def test_a_record_seen_twice_while_pages_drift_is_no_circle(place: Connect) -> None:
    drifting = {
        "": page_of(1, 2, following="a"),
        "a": page_of(2, 3, following="b"),
        "b": page_of(3, following=None),
    }
    assert len(served(place("kibo", records=1), lambda cursor: drifting[cursor])) == 3


def test_edits_made_while_a_pull_runs_are_kept(place: Connect) -> None:
    opened = place("kibo", records=3).with_options(page_size=1)
    opened.pull()
    first = opened.listed()[0]
    edited = threading.Event()

    class EditsInBetween(JobContext):
        def report(self, done: int, *rest: Any, **more: Any) -> None:
            if not edited.is_set():
                edited.set()
                opened.put(replace(opened.record(first.key), edits={"companyOrOrganization": "Mine"}))

    opened.pull(EditsInBetween())
    assert opened.record(first.key).edits == {"companyOrOrganization": "Mine"}
