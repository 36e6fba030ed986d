"""Runs a program to its end and tells how long it took and how much memory it held at most."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "ui")
# Linux counts in KiB, macOS in bytes.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Measured:
    """One run; `peak_megabytes` is 0 where the system does not tell."""

    seconds: float
    peak_megabytes: float
    out: str


def run(*command: str, allowed: Sequence[int] = (0,)) -> Measured:
    """Run a program in the project's root. Raises RuntimeError for another exit code than those allowed."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.monotonic()
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=err)
        code, peak = _wait(process)
        seconds = time.monotonic() - began
        out.seek(0)
        err.seek(0)
        if code not in allowed:
            raise RuntimeError(f"{command[:6]} ended with {code}: {err.read().decode()[-2000:]}")
        return Measured(seconds, peak, out.read().decode())


def _wait(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    if not hasattr(os, "wait4"):
        return process.wait(), 0.0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * _RSS_UNIT / 1_000_000
