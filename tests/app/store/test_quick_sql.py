"""Quick filters: the store's answer is the declaration's own, for values, nothing and blanks alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_workspace
from app.errors import UsageError
from app.records.change import working_copy
from app.services.assess_records import assessed
from app.services.connections import add_connection
from app.services.edit_records import set_values
from app.values import BaseState, Connection, Record, RecordQuery
from app.vendors.registry import kind_named
from app.workspace import Workspace

ORDERS: tuple[dict[str, Any], ...] = (
    {"id": 1},
    {"id": 2, "accountingSynced": None, "accountingSyncError": None},
    {"id": 3, "accountingSynced": True, "accountingSyncError": ""},
    {"id": 4, "accountingSynced": False, "accountingSyncError": " \n"},
    {"id": 5, "accountingSynced": True, "accountingSyncError": "The customer is closed."},
)
ACCOUNTS: tuple[dict[str, Any], ...] = (
    {"id": 1},
    {"id": 2, "salesReps": []},
    {"id": 3, "salesReps": None, "isActive": False},
    {"id": 4, "salesReps": [{"accountId": 4, "adminUserId": "a" * 32}], "isActive": True},
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "workspace") as opened:
        yield opened


def filled(workspace: Workspace, kind: str, rows: tuple[dict[str, Any], ...]) -> Connection:
    vendor = kind.partition(".")[0]
    secrets = dict.fromkeys(("api_token", "client_id", "client_secret", "tenant", "site"), "1")
    wanted = {"api_token"} if vendor == "flxpoint" else set(secrets) - {"api_token"}
    connection = add_connection(
        workspace,
        vendor=vendor,
        name="Test",
        base_url="http://127.0.0.1:9",
        environment="test",
        secrets={name: secrets[name] for name in wanted},
        for_session_only=True,
    )
    held = [Record(0, kind, connection.id, str(row["id"]), BaseState.KNOWN, row, {}) for row in rows]
    workspace.store.records.save([assessed(one, connection) for one in held])
    return connection


@pytest.mark.parametrize(
    ("kind", "rows"), [("flxpoint.orders", ORDERS), ("kibo.accounts", ACCOUNTS)], ids=["flxpoint", "kibo"]
)
def test_the_store_finds_what_the_conditions_say(
    workspace: Workspace, kind: str, rows: tuple[dict[str, Any], ...]
) -> None:
    connection = filled(workspace, kind, rows)
    everything = workspace.store.records.page(RecordQuery(kind, connection.id))
    for quick in kind_named(kind).quick_filters:
        query = RecordQuery(kind, connection.id, quick=quick.name)
        wanted = {
            one.id
            for one in everything
            if all(part.is_met(working_copy(one.base, one.edits)) for part in quick.conditions)
        }
        assert 0 < len(wanted) < len(rows)
        assert {one.id for one in workspace.store.records.page(query)} == wanted
        assert workspace.store.records.count(query) == len(wanted)


def test_an_edit_moves_a_record_under_the_other_filter_at_once(workspace: Workspace) -> None:
    connection = filled(workspace, "flxpoint.orders", ORDERS)
    query = RecordQuery("flxpoint.orders", connection.id, quick="not-synced")
    first = workspace.store.records.page(query)[0]
    set_values(workspace, "flxpoint.orders", first.id, {"accountingSynced": "yes"})
    assert first.id not in {one.id for one in workspace.store.records.page(query)}
    assert workspace.store.records.position(query, first.id) is None


def test_it_goes_together_with_filter_and_text(workspace: Workspace) -> None:
    connection = filled(workspace, "flxpoint.orders", ORDERS)
    query = RecordQuery("flxpoint.orders", connection.id, text="closed", quick="synced")
    assert [one.key for one in workspace.store.records.page(query)] == ["5"]
    assert workspace.store.records.count(replace(query, filter="pending")) == 0


def test_a_filter_the_kind_does_not_have_is_refused(workspace: Workspace) -> None:
    connection = filled(workspace, "flxpoint.orders", ORDERS)
    with pytest.raises(UsageError, match="no quick filter “nonsense”"):
        workspace.store.records.count(RecordQuery("flxpoint.orders", connection.id, quick="nonsense"))
