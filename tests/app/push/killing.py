"""A program that dies at a step of what it is told to do, ordered one run after the other."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
KILLED = -9


@contextmanager
def dying_program() -> Iterator[Callable[[Mapping[str, Any]], int]]:
    """Give what takes an order as `tests.app.push.killed` reads it, and returns the exit status of that run."""
    command = [sys.executable, "-m", "tests.app.push.killed"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        ask, told = program.stdin, program.stdout

        def order(given: Mapping[str, Any]) -> int:
            ask.write(json.dumps(given) + "\n")
            ask.flush()
            return int(told.readline())

        yield order
        ask.close()
