"""The command line: the same services without a window. Light until a command runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence

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

    The first word decides: a command is a command, and a file of that name is `./push`.
    """
    words = iter(argv)
    for word in words:
        if word in _ASKS_FOR_TEXT:
            return True
        if word == "--workspace":
            next(words, None)
        elif not word.startswith("-"):
            return word in COMMANDS
        elif word == "--":
            return False
    return "--json" in argv


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    from app.cli.program import run  # noqa: PLC0415  the window asks names_a_command without paying for typer

    return run(list(sys.argv[1:] if argv is None else argv))
