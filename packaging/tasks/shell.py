"""Where the project is, and how the tasks start programs and talk to the person."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Stop(Exception):
    """The task cannot go on; the text says what the person can do."""


def say(text: str) -> None:
    """Print at once, so that it stands before what a started program prints."""
    print(text, flush=True)


def run(command: Sequence[str | os.PathLike[str]], *, env: Mapping[str, str] | None = None) -> int:
    """Run a program in the project root with `env` on top of the environment; return its exit code."""
    words = [os.fspath(word) for word in command]
    with subprocess.Popen(words, cwd=ROOT, env={**os.environ, **(env or {})}) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                # The terminal interrupted the child as well; what it says while ending is worth seeing.
                continue


def answer(command: Sequence[str | os.PathLike[str]], *, timeout_seconds: float = 30) -> str | None:
    """Return what a program prints, or None when it is not there, fails or does not answer."""
    words = [os.fspath(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=ROOT, capture_output=True, text=True, timeout=timeout_seconds, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None


def quietly(command: Sequence[str]) -> str | None:
    """Run a program whose words matter only when it fails; return them then, None when it did well."""
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.stdout if done.returncode else None
