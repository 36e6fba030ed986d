"""A vendor that can be read and takes new records by a key of ours: looked for, made where it is not there."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import app.sandbox
import app.vendors
from app.bootstrap import open_workspace
from app.records.change import Edits
from app.sandbox.server import running_sandbox
from app.settings import Settings
from app.values import BaseState, Outcome
from app.vendors import registry
from tests.app.push.desk import Desk
from tests.app.push.shop import counts

PARTS = Path(__file__).parents[2] / "vendors" / "fifth"
NEW: Edits = {"code": "N-1", "name": "Åse & Søn", "weight": 1.5}


@pytest.fixture
def fifth_vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Add the made-up vendor of the contract suite to this process."""
    for package, part in ((app.vendors, "declaration.py"), (app.sandbox, "simulator.py")):
        folder = tmp_path / package.__name__ / "lantern"
        folder.mkdir(parents=True)
        shutil.copy(PARTS / part, folder / "__init__.py")
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder.parent)])
    caches = (registry.all_vendors, registry.all_kinds)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()
    for package in (app.vendors, app.sandbox):
        sys.modules.pop(f"{package.__name__}.lantern", None)
        vars(package).pop("lantern", None)


@pytest.fixture
def desk(fifth_vendor: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr("app.push.decide.backoff_seconds", lambda tries, share: 0.0)
    monkeypatch.setattr("app.push.settling.DISTANCES", (0.0, 0.01))
    with (
        running_sandbox(records=3) as sandbox,
        httpx.Client() as http,
        open_workspace(tmp_path / "workspace", settings=Settings()) as workspace,
    ):
        yield Desk(workspace, registry.vendor_named("lantern"), dict(sandbox.address()), http)


def by_code(desk: Desk) -> dict[str, str]:
    return {one["code"]: one["name"] for one in desk.view()["records"]}


def test_what_nobody_read_and_is_not_there_is_made(desk: Desk) -> None:
    new, known = desk.save(dict(NEW)), desk.save({**NEW, "code": "P-001"})
    assert desk.push().counts == counts(applied=2)
    assert [desk.record(one).base_state for one in (new, known)] == [BaseState.KNOWN] * 2
    assert (by_code(desk)["N-1"], by_code(desk)["P-001"], len(by_code(desk))) == (NEW["name"], NEW["name"], 4)
    assert {one["method"] for one in desk.requests()} == {"GET", "PUT"}


def test_a_lost_one_that_is_not_there_did_not_arrive_and_can_be_pushed_again(desk: Desk) -> None:
    record_id = desk.save(dict(NEW))
    desk.fault("status", status=500, match={"method": "PUT"}, times=0)
    result = desk.push()
    assert result.counts == counts(failed=1)
    assert "does not hold it" in desk.outcomes(result.push_id)[0].message
    desk.clear_faults()
    assert desk.push().counts == counts(applied=1)
    assert desk.record(record_id).outcome == Outcome.APPLIED
    assert by_code(desk)["N-1"] == NEW["name"]


def test_a_no_after_a_lost_answer_counts_where_it_is_not_there(desk: Desk) -> None:
    desk.save(dict(NEW))
    desk.fault("status", status=500, match={"method": "PUT"}, times=1)
    desk.fault("status", status=422, body={"message": "Planted"}, match={"method": "PUT"}, times=0)
    result = desk.push()
    assert result.counts == counts(refused=1)
    assert desk.outcomes(result.push_id)[0].message == "Planted"
