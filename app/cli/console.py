"""What a command says: its result on stdout, hints and errors on stderr, one JSON object with --json."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TextIO

_CHUNK = 256


class Console:
    """Writes for one command. A reader that went away ends the writing, not the command."""

    def __init__(self, *, is_json: bool) -> None:
        self.is_json = is_json
        for stream in (sys.stdout, sys.stderr):
            _bear_any_text(stream)

    def result(self, value: Mapping[str, Any], lines: Iterable[str]) -> None:
        """Give the result: the object with --json, the readable lines without."""
        if self.is_json:
            self.result_of_many(value, "", ())
        else:
            _write(sys.stdout, (f"{line}\n" for line in lines))

    def result_of_many(self, value: Mapping[str, Any], name: str, items: Iterable[Mapping[str, Any]]) -> None:
        """Give one object whose list `name` may be long; nothing is written before the last item is known."""
        pieces = [_json(value)[:-1]]
        if name:
            pieces.append(f"{', ' if value else ''}{_json(name)}: [")
            pieces.extend(_separated(items))
            pieces.append("]")
        _write(sys.stdout, [*pieces, "}\n"])

    def line(self, text: str) -> None:
        """Give a line of the readable result."""
        _write(sys.stdout, [f"{text}\n"])

    def text(self, text: str) -> None:
        """Give text as it is, such as a file's content."""
        _write(sys.stdout, [text])

    def hint(self, text: str) -> None:
        """Tell the person something that is not the result."""
        _write(sys.stderr, [f"{text}\n"])

    def error(self, message: str, *, remedy: str, exit_code: int) -> None:
        """Say what went wrong; with --json it is the one object on stdout too."""
        if self.is_json:
            self.result({"error": message, "remedy": remedy, "exit_code": exit_code}, ())
        self.hint(f"{message} {remedy}".strip())

    @property
    def is_asking(self) -> bool:
        """Tell whether a person can be asked."""
        return not self.is_json and sys.stdin.isatty() and sys.stderr.isatty()

    def ask(self, question: str) -> bool:
        """Ask a person for yes or no; anything else is no."""
        _write(sys.stderr, [f"{question} [y/N] "])
        answer = sys.stdin.readline().strip().casefold()
        return answer in {"y", "yes", "j", "ja"}

    def close(self) -> None:
        """Send what is still held back; quiet when nobody reads."""
        for stream in (sys.stdout, sys.stderr):
            with _quiet(stream):
                stream.flush()


def counted(number: int, noun: str) -> str:
    """Say a number with its noun: 1 change, 2 changes."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _json(value: object) -> str:
    # ASCII survives every terminal, pipe and code page.
    return json.dumps(value, ensure_ascii=True)


def _separated(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    separator = ""
    for item in items:
        yield separator + _json(item)
        separator = ", "


def _write(stream: TextIO, pieces: Iterable[str]) -> None:
    waiting: list[str] = []
    with _quiet(stream):
        for piece in pieces:
            waiting.append(piece)
            if len(waiting) >= _CHUNK:
                stream.write("".join(waiting))
                waiting.clear()
        stream.write("".join(waiting))
        stream.flush()


@contextmanager
def _quiet(stream: TextIO) -> Iterator[None]:
    """Swallow a broken pipe, and write to nowhere from then on."""
    try:
        yield
    except BrokenPipeError:
        _turn_to_nowhere(stream)


def _turn_to_nowhere(stream: TextIO) -> None:
    """Python flushes the streams once more at exit, and would complain there."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _bear_any_text(stream: TextIO) -> None:
    """Write what the terminal's encoding lacks as an escape instead of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
