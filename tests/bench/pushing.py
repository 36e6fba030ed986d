"""Pushing records, against a bare httpx loop that sends the same bodies, as many at once, to the same place."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.vendors.registry import vendor_named
from tests.bench.measure import Measured, run
from tests.bench.table import Row, seconds
from tests.bench.workspace import Sandbox, accept, command, connect, write_buyers, write_customers


@dataclass(frozen=True)
class Prepared:
    """A workspace with pending customers, and the bodies that its push will send."""

    workspace: Path
    bodies: Path
    number: int
    url: str
    what: str
    requests: int


def prepare(folder: Path, sandbox: Sandbox, number: int) -> Prepared:
    """Import that many customers and write down what a push would send."""
    file = folder / "push.csv"
    write_customers(file, number)
    return _prepared(folder / "customers", sandbox, file, number, "customers")


def prepare_creates(folder: Path, sandbox: Sandbox, number: int) -> Prepared:
    """Import that many new buyers and write down what a push would send."""
    file = folder / "buyers.csv"
    write_buyers(file, number)
    return _prepared(folder / "buyers", sandbox, file, number, "creates of buyers")


def _prepared(workspace: Path, sandbox: Sandbox, file: Path, number: int, what: str) -> Prepared:
    bodies = workspace.with_suffix(".json")
    connect(workspace, sandbox)
    accept(workspace, file, vendor_named(sandbox.vendor).kinds[0].id)
    requests = json.loads(command(workspace, "push", "--connection", "Bench", "--dry-run").out)["requests"]
    found = [[request["headers"]["Content-Type"], request["body"]] for request in requests]
    bodies.write_text(json.dumps(found), encoding="utf-8")
    return Prepared(workspace, bodies, number, requests[0]["url"], what, len(requests))


def push_rows(prepared: Prepared, sandbox: Sandbox, latencies_ms: tuple[float, ...]) -> Iterator[Row]:
    """Push at each latency; at none, what the planner and the journal cost becomes visible."""
    for latency_ms in latencies_ms:
        theirs = _bare(prepared, sandbox, latency_ms)
        ours = _push(prepared, sandbox, latency_ms)
        bar = "1.25×" if latency_ms else ""
        yield Row(
            f"push {prepared.number:,} {prepared.what}, answers after {latency_ms:g} ms",
            seconds(ours.seconds),
            "a bare httpx loop",
            seconds(theirs.seconds),
            ours.seconds / theirs.seconds,
            bar,
            ours.peak_megabytes,
        )
        if not latency_ms:
            yield from _each(prepared, ours.seconds - theirs.seconds)


def plan_row(prepared: Prepared) -> Row:
    """What planning alone costs: the trial run without sending, less the start of the program."""
    planned = command(prepared.workspace, "push", "--connection", "Bench", "--dry-run")
    started = command(prepared.workspace, "connections")
    each = (planned.seconds - started.seconds) / prepared.number
    return Row(
        "read, plan and print, per record", f"{each * 1e6:.0f} µs", peak_megabytes=planned.peak_megabytes
    )


def _each(prepared: Prepared, extra_seconds: float) -> Iterator[Row]:
    """What is not the wire: the start of the program, the planner and the journal."""
    for word, number in (("record", prepared.number), ("request", prepared.requests)):
        words = f"start, planner and journal, {prepared.what}, per {word}"
        yield Row(words, f"{extra_seconds / number * 1e6:.0f} µs")


def _bare(prepared: Prepared, sandbox: Sandbox, latency_ms: float) -> Measured:
    sandbox.begin_again(latency_ms=latency_ms)
    at_once = vendor_named(sandbox.vendor).requests_at_once
    words = (prepared.url, str(prepared.bodies), str(sandbox.file), sandbox.vendor, str(at_once))
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
        raise RuntimeError(f"The sandbox holds {sandbox.count()} records, not {prepared.number}.")
