"""Files for kinds whose key is a number, or is given by the vendor, and with columns only it sets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.intake.values import Kept
from app.jobs import JobContext
from app.services.edit_records import add_record
from app.services.proposals import keep_proposal
from app.services.propose_file import propose
from app.values import BaseState, Change, Record, RecordQuery
from app.vendors.registry import all_kinds, vendor_of
from app.workspace import Workspace

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
BUYER = "name,address.addressLine1,address.postCode,address.city,address.state,address.country"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "workspace") as opened:
        yield opened


def connection_of(workspace: Workspace, kind: str) -> int:
    vendor = vendor_of(kind).id
    known = {one.vendor: one.id for one in workspace.store.connections.list()}
    if vendor in known:
        return known[vendor]
    url = "https://vendor.invalid"
    return workspace.store.connections.add(
        vendor=vendor, name=vendor, base_url=url, environment="test", options={}, credential_id="none"
    ).id


def keep(workspace: Workspace, kind: str, file: Path) -> Kept:
    connection_id = connection_of(workspace, kind)
    proposal = propose(workspace, JobContext(), file, kind=kind, connection_id=connection_id)
    return keep_proposal(workspace, JobContext(), proposal.id)


def kept(workspace: Workspace, kind: str, tmp_path: Path, text: str) -> list[Record]:
    file = tmp_path / "rows.csv"
    file.write_text(text, encoding="utf-8")
    keep(workspace, kind, file)
    query = RecordQuery(kind, connection_of(workspace, kind))
    return list(workspace.store.records.page(query, limit=1000))


@pytest.mark.parametrize("kind", list(all_kinds()))
def test_the_example_file_adds_its_records_once(workspace: Workspace, kind: str) -> None:
    example = RESOURCES / "examples" / f"{kind.replace('.', '-')}.csv"
    first = keep(workspace, kind, example)
    again = keep(workspace, kind, example)
    assert first.added + first.changed >= 5
    assert (again.added, again.changed) == (0, 0)


def test_an_order_nobody_read_is_told_as_changed(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("id,accountingSynced\n7,yes\n", encoding="utf-8")
    kept_ = keep(workspace, "flxpoint.orders", file)
    assert (kept_.added, kept_.changed) == (0, 1)


def test_a_buyer_without_an_id_is_new_and_one_with_an_id_is_changed(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = f"id,{BUYER}\n,Åse,Gade 1,0100,Ribe,Syd,DK\nBUY-1,Bo,Gade 2,0100,Ribe,Syd,DK\n"
    new, known = kept(workspace, "softwareone.buyers", tmp_path, rows)
    assert (new.key, new.base_state, new.change) == ("", BaseState.ABSENT, Change.ADDED)
    assert (known.key, known.base_state, known.change) == ("BUY-1", BaseState.UNREAD, Change.CHANGED)


def test_a_new_buyer_is_known_by_its_erp_contact_else_by_its_row(workspace: Workspace, tmp_path: Path) -> None:
    head = f"externalIds.erpCompanyContact,{BUYER}\n"
    first = kept(workspace, "softwareone.buyers", tmp_path, f"{head} E1 ,Åse,G 1,0100,Ribe,Syd,DK\n")
    again = kept(workspace, "softwareone.buyers", tmp_path, f"{head}E1,Åse,G 1,0100,Vejle,Syd,DK\n")
    assert [(one.key, one.change) for one in first] == [("E1", Change.ADDED)]
    assert [(one.id, one.edits["address.city"]) for one in again] == [(first[0].id, "Vejle")]


def test_a_buyer_added_by_hand_without_an_id_is_new(workspace: Workspace) -> None:
    connection_id = connection_of(workspace, "softwareone.buyers")
    record = add_record(workspace, "softwareone.buyers", connection_id, {"name": "Åse"})
    assert (record.base_state, record.change) == (BaseState.ABSENT, Change.ADDED)


def test_a_number_is_the_same_key_however_it_is_written(workspace: Workspace, tmp_path: Path) -> None:
    rows = "id,accountingSynced,items.id,items.externalAccountingId\n7,yes,1,A\n007,,2,B\n"
    (order,) = kept(workspace, "flxpoint.orders", tmp_path, rows)
    assert order.key == "7"
    assert set(order.edits) >= {"items[id=1].externalAccountingId", "items[id=2].externalAccountingId"}


def test_a_key_that_is_no_number_is_kept_as_written(workspace: Workspace, tmp_path: Path) -> None:
    (order,) = kept(workspace, "flxpoint.orders", tmp_path, "id,accountingSynced\nSO-7,yes\n")
    assert order.key == "SO-7"
    assert any("cannot be read as Order id" in problem.message for problem in order.problems)


def test_what_only_the_vendor_sets_is_passed_over(workspace: Workspace, tmp_path: Path) -> None:
    rows = "id,orderTotal,orderStatus,accountingSynced\n7,12.5,Open,yes\n"
    (order,) = kept(workspace, "flxpoint.orders", tmp_path, rows)
    assert order.edits == {"id": 7, "accountingSynced": True}
    rows = "id,contacts.id,contacts.email,users.userId,users.isActive\n42,5,a@b.c,U,no\n"
    (account,) = kept(workspace, "kibo.accounts", tmp_path, rows)
    assert not [path for path in account.edits if path.startswith("users")]
    assert account.edits["contacts[id=5].email"] == "a@b.c"
