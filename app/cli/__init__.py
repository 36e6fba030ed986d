"""The command line: the same services without a window. Light until a command runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

# What ui/ and the window's start need to know without importing typer.
COMMANDS = frozenset(
    {
        "sandbox",
        "kinds",
        "template",
        "connect",
        "connections",
        "import",
        "proposals",
        "pending",
        "edit",
        "delete",
        "revert",
        "resolve",
        "action",
        "push",
        "settle",
        "undo",
        "pull",
        "history",
        "export",
        "doctor",
    }
)
_ASKS_FOR_TEXT = frozenset({"--help", "-h", "--version"})


def names_a_command(argv: Sequence[str]) -> bool:
    """Tell whether these arguments are for the command line; otherwise they open the window.

    The first word decides: a command is a command, and a file of that name is `./push`. One that can only be
    a mistyped command is for the command line too, which says so.
    """
    words = iter(argv)
    for word in words:
        if word in _ASKS_FOR_TEXT:
            return True
        if word == "--workspace":
            next(words, None)
        elif not word.startswith("-"):
            return word in COMMANDS or is_mistyped(word)
        elif word == "--":
            return False
    return "--json" in argv


def is_mistyped(word: str) -> bool:
    """Tell whether a word is neither a command nor what a file's name or path looks like."""
    is_path = os.sep in word or bool(os.altsep and os.altsep in word)
    return word not in COMMANDS and not (is_path or Path(word).suffix or Path(word).exists())


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    from app.cli.program import run  # noqa: PLC0415  the window asks names_a_command without paying for typer

    return run(list(sys.argv[1:] if argv is None else argv))
