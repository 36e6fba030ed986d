"""Pushing customers, against a bare httpx loop that sends the same bodies to the same sandbox."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import Measured, run
from tests.bench.table import Row, seconds
from tests.bench.workspace import Sandbox, accept, command, connect, write_customers


@dataclass(frozen=True)
class Prepared:
    """A workspace with pending customers, and the bodies that its push will send."""

    workspace: Path
    bodies: Path
    number: int
    url: str


def prepare(folder: Path, sandbox: Sandbox, number: int) -> Prepared:
    """Import that many customers and write down what a push would send."""
    file, workspace, bodies = folder / "push.csv", folder / "pending", folder / "bodies.json"
    write_customers(file, number)
    connect(workspace, sandbox)
    accept(workspace, file)
    requests = json.loads(command(workspace, "push", "--connection", "Bench", "--dry-run").out)["requests"]
    bodies.write_text(json.dumps([request["body"] for request in requests]), encoding="utf-8")
    return Prepared(workspace, bodies, number, requests[0]["url"])


def push_rows(prepared: Prepared, sandbox: Sandbox, latencies_ms: tuple[float, ...]) -> Iterator[Row]:
    """Push at each latency; at none, what the planner and the journal cost becomes visible."""
    for latency_ms in latencies_ms:
        theirs = _bare(prepared, sandbox, latency_ms)
        ours = _push(prepared, sandbox, latency_ms)
        bar = "1.25×" if latency_ms else ""
        yield Row(
            f"push {prepared.number:,} customers, answers after {latency_ms:g} ms",
            seconds(ours.seconds),
            "a bare httpx loop",
            seconds(theirs.seconds),
            ours.seconds / theirs.seconds,
            bar,
            ours.peak_megabytes,
        )
        if not latency_ms:
            yield _per_record(prepared, ours.seconds - theirs.seconds)


def plan_row(prepared: Prepared) -> Row:
    """What planning alone costs: the trial run without sending, less the start of the program."""
    planned = command(prepared.workspace, "push", "--connection", "Bench", "--dry-run")
    started = command(prepared.workspace, "connections")
    each = (planned.seconds - started.seconds) / prepared.number
    return Row(
        "read, plan and print, per record", f"{each * 1e6:.0f} µs", peak_megabytes=planned.peak_megabytes
    )


def _per_record(prepared: Prepared, extra_seconds: float) -> Row:
    return Row("start, planner and journal, per record", f"{extra_seconds / prepared.number * 1e6:.0f} µs")


def _bare(prepared: Prepared, sandbox: Sandbox, latency_ms: float) -> Measured:
    sandbox.begin_again(latency_ms=latency_ms)
    words = (prepared.url, str(prepared.bodies), str(sandbox.file))
    measured = run(sys.executable, "-m", "tests.bench.bare_loop", *words)
    _check(prepared, sandbox)
    return measured


def _push(prepared: Prepared, sandbox: Sandbox, latency_ms: float) -> Measured:
    sandbox.begin_again(latency_ms=latency_ms)
    workspace = prepared.workspace.with_name("pushed")
    shutil.rmtree(workspace, ignore_errors=True)
    shutil.copytree(prepared.workspace, workspace)
    words = ("push", "--connection", "Bench", "--yes", "--session-credentials", str(sandbox.file))
    measured = command(workspace, *words)
    _check(prepared, sandbox)
    return measured


def _check(prepared: Prepared, sandbox: Sandbox) -> None:
    """A fast push of nothing is no figure."""
    if sandbox.count() != prepared.number:
        raise RuntimeError(f"The sandbox holds {sandbox.count()} customers, not {prepared.number}.")
