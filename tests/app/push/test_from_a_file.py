"""From a file to the vendor and back: what was imported and pushed is what the simulator holds."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from app.jobs import JobContext
from app.services.proposals import keep_proposal
from app.services.propose_file import propose
from tests.app.push.desk import Desk, Open
from tests.app.push.shop import counts
from tests.app.push.test_kibo import reps, spare

ACCENTS = "Ærø Smørrebrød og Vævning – Zażółć gęślą jaźń"


def imported(desk: Desk, folder: Path, rows: list[dict[str, Any]]) -> None:
    """Write a file, import it and keep all of it."""
    file = folder / "rows.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    made = propose(desk.workspace, JobContext(), file, kind=desk.kind.id, connection_id=desk.connection.id)
    keep_proposal(desk.workspace, JobContext(), made.id)


def test_buyers(desk_at: Open, tmp_path: Path) -> None:
    desk = desk_at("softwareone")
    rows = [
        {
            "name": f"{ACCENTS} {number}",
            "address.addressLine1": f"Gågade {number}",
            "address.postCode": f"0{number:03}",
            "address.city": "Århus",
            "address.state": "Midtjylland",
            "address.country": "DK",
            "externalIds.erpCompanyContact": f"DK-{number}",
        }
        for number in range(60)
    ]
    imported(desk, tmp_path, rows)
    result = desk.push()
    assert result.counts == counts(applied=60), desk.outcomes(result.push_id)[:3]
    held = {one["externalIds"]["erpCompanyContact"]: one for one in desk.held().values()}
    assert len(held) == len(desk.held()) == 60
    for row in rows:
        one = held[row["externalIds.erpCompanyContact"]]
        assert (one["name"], one["address"]["postCode"]) == (row["name"], row["address.postCode"])
    imported(desk, tmp_path, rows)
    assert desk.push().total == 0


def test_orders(desk_at: Open, tmp_path: Path, monkeypatch: Any) -> None:
    from app.net.limits import NoLimit  # noqa: PLC0415  the limit has a test of its own

    monkeypatch.setattr("app.bootstrap._limiter", lambda vendor, secrets: NoLimit())
    desk = desk_at("flxpoint", records=12)
    desk.behave(token_limit=0)
    before = desk.held()
    rows = [
        {
            "id": key,
            "accountingSynced": "yes",
            "externalAccountingId": f"INV-{key}",
            "items.id": item["id"],
            "items.externalAccountingId": f"LINE-{item['id']}",
        }
        for key, order in before.items()
        for item in order["items"]
    ]
    imported(desk, tmp_path, rows)
    result = desk.push()
    assert result.counts == counts(applied=12), desk.outcomes(result.push_id)[:3]
    for key, order in desk.held().items():
        assert (order["accountingSynced"], order["externalAccountingId"]) == (True, f"INV-{key}")
        assert all(one["externalAccountingId"] == f"LINE-{one['id']}" for one in order["items"])


def test_accounts(desk_at: Open, tmp_path: Path) -> None:
    desk = desk_at("kibo", records=20)
    users = spare(desk)
    before = {key: reps(desk, key) for key in desk.held()}
    rows = [{"id": key, "salesReps.adminUserId": user} for key in before for user in users[:2]]
    imported(desk, tmp_path, rows)
    result = desk.push()
    assert result.counts == counts(applied=20), desk.outcomes(result.push_id)[:3]
    assert {key: reps(desk, key) for key in before} == {key: {*had, *users[:2]} for key, had in before.items()}
