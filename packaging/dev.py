"""The developer's task runner: `python3 packaging/dev.py COMMAND`, the same on every system."""

from __future__ import annotations

import sys

from tasks.commands import COMMANDS
from tasks.shell import Stop, say

USAGE = "usage: python3 packaging/dev.py COMMAND [arguments]"


def usage() -> str:
    """Every command with what it does."""
    width = max(len(name) for name in COMMANDS)
    lines = [f"  {name:<{width}}  {command.summary}" for name, command in COMMANDS.items()]
    return "\n".join([USAGE, "", *lines, "", "Each command first sets up what it needs."])


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        say(usage())
        return 0 if arguments else 2
    command = COMMANDS.get(arguments[0])
    if command is None:
        say(f"There is no command {arguments[0]!r}.\n\n{usage()}")
        return 2
    try:
        return command.start(arguments[1:])
    except Stop as stop:
        print(stop, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
