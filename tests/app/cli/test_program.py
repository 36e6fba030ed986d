"""Every ending of a command becomes a text and an exit code; --json gives exactly one object."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import catalogue, names_a_command
from app.cli.program import globals_first
from app.errors import WorkspaceBusy
from tests.app.cli.running import Run, make_run
from tests.logguard import LogGuard


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    return make_run(monkeypatch)


@pytest.mark.parametrize(
    ("words", "is_command"),
    [
        (["push", "--connection", "x"], True),
        (["--workspace", "push", "pending"], True),
        (["--workspace=here", "--json", "pending"], True),
        (["./push"], False),
        (["customers.csv"], False),
        (["customers.csv", "push"], False),
        (["--workspace", "pending"], False),
        (["--demo"], False),
        (["--", "push"], False),
        ([], False),
        (["--help"], True),
        (["psuh", "--connection", "x"], True),
        (["--workspace", "here", "psuh"], True),
        (["not there.csv"], False),
        (["/not/there"], False),
    ],
)
def test_first_word_decides_between_command_and_window(words: list[str], is_command: bool) -> None:  # noqa: FBT001  a parameter
    assert names_a_command(words) is is_command


def test_a_file_or_folder_of_any_name_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("psuh").touch()
    Path("drop").mkdir()
    assert not names_a_command(["psuh"])
    assert not names_a_command(["drop"])


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("psuh", "Did you mean push?"),
        ("Pul", "pull"),
        ("importt", "import"),
        ("qqq", "Try counterfoil --help."),
    ],
)
def test_a_mistyped_command_is_named_with_the_nearest_one(run: Run, word: str, nearest: str) -> None:
    ran = run("--workspace", "w", word, "--connection", "x")
    assert (ran.code, ran.out) == (2, "")
    assert f"“{word}” is no command, and no file of that name is here." in ran.err
    assert nearest in ran.err


def test_a_mistyped_command_is_one_object_with_json(run: Run) -> None:
    assert run("psuh", "--json").json["exit_code"] == 2


def test_options_of_the_program_are_taken_after_the_command_too() -> None:
    words = ["pending", "--json", "--connection", "a", "--workspace", "w", "--", "--json"]
    assert globals_first(words) == [
        "--json",
        "--workspace",
        "w",
        "pending",
        "--connection",
        "a",
        "--",
        "--json",
    ]


@pytest.mark.parametrize("words", [("--json", "kinds"), ("kinds", "--json")])
def test_json_is_accepted_before_and_after_the_command(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert ran.code == 0
    columns = [field["column"] for field in ran.json["traede.customers"]["fields"]]
    assert {"customer_number", "addresses.city", "payment_term.payment_term_code"} <= set(columns)


@pytest.mark.parametrize("words", [("bogus",), ("edit",), ("push", "--bogus"), ("template", "no.such")])
def test_bad_usage_is_exit_code_2_and_one_object(run: Run, words: tuple[str, ...]) -> None:
    ran = run("--json", *words)
    assert ran.code == 2
    assert ran.json["exit_code"] == 2
    assert ran.json["error"]
    assert ran.err


def test_deliberate_error_keeps_its_code_and_remedy(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy() -> None:
        raise WorkspaceBusy("Another Counterfoil writes here.", remedy="Close it first.")

    monkeypatch.setattr(catalogue, "all_kinds", busy)
    ran = run("--json", "kinds")
    assert ran.code == 5
    assert ran.json == {
        "error": "Another Counterfoil writes here.",
        "remedy": "Close it first.",
        "exit_code": 5,
    }


def test_bug_is_exit_code_1_and_only_the_log_has_the_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, expected_log: LogGuard
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("the planted bug")

    expected_log("A command failed")
    monkeypatch.setattr(catalogue, "all_kinds", broken)
    ran = run("--json", "kinds")
    assert ran.code == 1
    assert ran.json["exit_code"] == 1
    assert "planted" not in ran.out + ran.err


def test_interrupt_outside_of_a_push_stops_with_5(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(catalogue, "all_kinds", interrupted)
    assert run("kinds").code == 5


def test_version_and_help_are_told(run: Run) -> None:
    assert run("--version").out.startswith("Counterfoil ")
    assert "push" in run("--help").out
