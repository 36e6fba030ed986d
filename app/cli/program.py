"""The program as a whole: its commands, and how every ending becomes a text and an exit code."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from app import __version__, log
from app.cli import (
    COMMANDS,
    catalogue,
    connecting,
    editing,
    examining,
    exporting,
    importing,
    is_mistyped,
    looking,
    looking_back,
    pushing,
    reading,
    undoing,
)
from app.cli.console import Console
from app.cli.exit_codes import BUG, STOPPED, USAGE, WELL
from app.cli.session import Session, log_to_file
from app.errors import CounterfoilError, KeyringLocked, NoKeyring, UsageError

_log = logging.getLogger(__name__)
_VALUED_GLOBALS = ("--workspace",)
_WINDOW = (
    "Without a command the window opens: counterfoil [FILE…] offers the files for import, "
    "counterfoil --demo shows it with made-up records."
)


def program() -> typer.Typer:
    """Put all commands together."""
    cli = typer.Typer(
        name="counterfoil",
        help="Edit B2B commerce records offline, review every change, and know the outcome of each one.",
        epilog=_WINDOW,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    cli.callback()(_globals)
    for part in (
        catalogue,
        connecting,
        importing,
        exporting,
        looking,
        looking_back,
        editing,
        pushing,
        undoing,
        reading,
        examining,
    ):
        part.add_to(cli)
    return cli


def _say_version(wanted: bool) -> None:  # noqa: FBT001  typer calls it so
    if wanted:
        sys.stdout.write(f"Counterfoil {__version__}\n")
        raise typer.Exit


def _globals(
    context: typer.Context,
    *,
    workspace: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Use this workspace folder; it is made if missing.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print exactly one JSON object on stdout.")] = False,  # noqa: ARG001  run() looked at it already; an option
    version: Annotated[  # noqa: ARG001  its callback ends the program
        bool, typer.Option("--version", help="Tell the version.", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    session: Session = context.obj
    session.folder = workspace


def run(argv: Sequence[str]) -> int:
    """Run one command. Every error ends here, as a text without secrets and an exit code."""
    words = globals_first(argv)
    console = Console(is_json="--json" in words[: _end_of_globals(words)])
    try:
        return _ended(lambda: _run(words, console), console)
    finally:
        console.close()
        log.teardown()


def _run(words: Sequence[str], console: Console) -> int:
    _check_command(words)
    command = typer.main.get_command(program())
    # Not command.main(): it would turn SIGINT and broken pipes into exit codes of its own.
    with command.make_context("counterfoil", list(words), obj=Session(console)) as context:
        code = command.invoke(context)
    return code if isinstance(code, int) else WELL


def _check_command(words: Sequence[str]) -> None:
    """*Raises* UsageError for a first word that is no command, naming the nearest ones."""
    rest = iter(words)
    for word in rest:
        if word in _VALUED_GLOBALS:
            next(rest, None)
        elif not word.startswith("-"):
            if is_mistyped(word):
                raise UsageError(
                    f"“{word}” is no command, and no file of that name is here.", remedy=_nearest(word)
                )
            return


def _nearest(word: str) -> str:
    near = get_close_matches(word.casefold(), sorted(COMMANDS))
    return f"Did you mean {' or '.join(near)}? Try counterfoil --help." if near else "Try counterfoil --help."


def _ended(work: Callable[[], int], console: Console) -> int:
    try:
        return work()
    except CounterfoilError as error:
        console.error(error.message, remedy=_remedy(error), exit_code=error.exit_code)
        return error.exit_code
    except typer.TyperException as error:
        return _told(console, error.format_message(), "Try counterfoil --help.", USAGE)
    except (KeyboardInterrupt, typer.Abort):
        return _told(console, "Stopped.", "What was done stays done.", STOPPED)
    except typer.Exit as end:
        return end.exit_code
    except Exception:
        with suppress(CounterfoilError, OSError):
            log_to_file()
        _log.exception("A command failed")
        return _told(console, "Something went wrong in Counterfoil itself.", _BUG_REMEDY, BUG)


def _remedy(error: CounterfoilError) -> str:
    needs_other_credentials = isinstance(error, NoKeyring | KeyringLocked)
    return f"{error.remedy} Here: --session-credentials FILE." if needs_other_credentials else error.remedy


_BUG_REMEDY = "The log has the details; `counterfoil doctor` says where it is."


def _told(console: Console, message: str, remedy: str, exit_code: int) -> int:
    console.error(message, remedy=remedy, exit_code=exit_code)
    return exit_code


def globals_first(argv: Sequence[str]) -> list[str]:
    """Move the options of the program before its command, since people write them at either place."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        if word == "--":
            return [*front, *rest, word, *words]
        if word == "--json" or word.startswith(tuple(f"{name}=" for name in _VALUED_GLOBALS)):
            front.append(word)
        elif word in _VALUED_GLOBALS:
            front.extend([word, *([value] if (value := next(words, None)) is not None else [])])
        else:
            rest.append(word)
    return [*front, *rest]


def _end_of_globals(words: Sequence[str]) -> int:
    return words.index("--") if "--" in words else len(words)
