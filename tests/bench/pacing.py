"""How near a push comes to the pace that a vendor allows, without a single 429."""

from __future__ import annotations

import csv
import time
from datetime import datetime
from pathlib import Path

from tests.bench.table import Row
from tests.bench.workspace import Sandbox, accept, command, connect

_LATENCY_MS = 20
_REQUESTS_PER_ORDER = 2  # read right before it is written


def pace_row(folder: Path, sandbox: Sandbox, duration_seconds: int) -> Row:
    """Push orders for about so long at two requests a second."""
    orders = duration_seconds * 2 // _REQUESTS_PER_ORDER + 1
    sandbox.begin_again(latency_ms=_LATENCY_MS, records=orders)
    file, workspace = folder / "orders.csv", folder / "orders"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["id", "externalAccountingId"])
        writer.writerows([one["id"], f"INV-{one['id']}"] for one in sandbox.held())
    connect(workspace, sandbox)
    accept(workspace, file, "flxpoint.orders")
    time.sleep(1.1)  # signing in has taken a slot of its own
    before = len(sandbox.requests())
    command(workspace, "push", "--connection", "Bench", "--yes", "--session-credentials", str(sandbox.file))
    sent = sandbox.requests()[before:]
    refused = sum(one["status"] == 429 for one in sent)
    taken = (datetime.fromisoformat(sent[-1]["at"]) - datetime.fromisoformat(sent[0]["at"])).total_seconds()
    pace = (len(sent) - 1) / taken
    work = f"Flxpoint for {taken:.0f} s, {refused} of {len(sent)} answered 429"
    return Row(work, f"{pace:.2f} requests/s", "what it allows", "2 requests/s", bar="1.9 or more")
