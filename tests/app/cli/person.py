"""A person at a terminal, in this process: what they type, what they read, what they are asked in secret."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

import pytest
from typing_extensions import override

from app.cli import main
from tests.app.cli.running import Ran


class Screen(io.StringIO):
    @override
    def isatty(self) -> bool:
        return True


Person = Callable[..., Ran]


def make_person(monkeypatch: pytest.MonkeyPatch, *globals_: str) -> Person:
    """Give a function that runs one command while somebody types lines, and secrets where they are asked for.

    A secret that is not there is Ctrl+D.
    """

    def run(*words: str, typed: str = "", secrets: Iterable[str] = ()) -> Ran:
        out, err, hidden = Screen(), Screen(), iter(secrets)

        def ask(prompt: str, stream: io.StringIO) -> str:
            stream.write(f"{prompt}\n")
            secret = next(hidden, None)
            if secret is None:
                raise EOFError
            return secret

        with monkeypatch.context() as patch:
            patch.setattr("sys.stdin", Screen(typed))
            patch.setattr("sys.stdout", out)
            patch.setattr("sys.stderr", err)
            patch.setattr("getpass.getpass", ask)
            code = main([*globals_, *words])
        return Ran(code, out.getvalue(), err.getvalue())

    return run
