"""What is written, where, and what happens when nobody reads it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from app.cli.console import Console

PROGRAM = "import sys; from app.cli import main; sys.exit(main())"


def test_object_with_a_long_list_is_written_whole(capsys: pytest.CaptureFixture[str]) -> None:
    items = ({"n": number} for number in range(1000))
    Console(is_json=True).result_of_many({"total": 1000}, "outcomes", items)
    said = json.loads(capsys.readouterr().out)
    assert said["total"] == 1000
    assert [each["n"] for each in said["outcomes"]] == list(range(1000))


def test_nothing_is_written_when_the_list_breaks_off(capsys: pytest.CaptureFixture[str]) -> None:
    def items() -> Iterator[dict[str, int]]:
        yield {"n": 1}
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        Console(is_json=True).result_of_many({}, "outcomes", items())
    assert capsys.readouterr().out == ""


def test_text_outside_of_the_terminals_encoding_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))
    console = Console(is_json=False)
    console.result({}, ["Smørrebrød → 1"])
    assert raw.getvalue() == b"Sm\\xf8rrebr\\xf8d \\u2192 1\n"


def test_error_without_json_leaves_stdout_empty(capsys: pytest.CaptureFixture[str]) -> None:
    Console(is_json=False).error("It went wrong.", remedy="Try again.", exit_code=5)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "It went wrong. Try again.\n"


def test_reader_that_went_away_is_no_error() -> None:
    command = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "kinds"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert command.stdout is not None
    assert command.stderr is not None
    command.stdout.close()
    complaint = command.stderr.read()
    command.stderr.close()
    assert command.wait(timeout=60) == 0
    assert complaint == b""
