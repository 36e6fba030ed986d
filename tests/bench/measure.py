"""Runs a program to its end and tells how long it took and how much memory it held at most."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "ui")
_LAUNCH = (sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py")))


@dataclass(frozen=True)
class Measured:
    """One run, with the processes it started; `began` is on the monotonic clock, 0 what no system tells."""

    began: float
    seconds: float
    peak_megabytes: float
    cpu_seconds: float
    out: str


def run(*command: str) -> Measured:
    """Run a program in the project's root. Raises RuntimeError when it fails."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as out:
        result = Path(folder) / "result"
        done = subprocess.run(
            [*_LAUNCH, str(result), *command],
            cwd=ROOT,
            env=as_installed(),
            stdout=out,
            stderr=subprocess.PIPE,
            check=True,
        )
        code, began, ended, peak_bytes, cpu_seconds = result.read_text(encoding="utf-8").split()
        if code != "0":
            raise RuntimeError(f"{command[:6]} ended with {code}: {done.stderr.decode()[-2000:]}")
        out.seek(0)
        seconds = float(ended) - float(began)
        peak_megabytes = int(peak_bytes) / 1_000_000
        return Measured(float(began), seconds, peak_megabytes, float(cpu_seconds), out.read().decode())


def as_installed() -> dict[str, str]:
    """The environment of an installed program: compiled modules, and some screen.

    A shell that forbids writing them would measure the compiler.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if not env.get("DISPLAY") and not env.get("WAYLAND_DISPLAY"):
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    return env
