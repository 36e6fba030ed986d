"""What a person reads: results on stdout, hints on stderr, a question before a push."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.cli import main
from tests.app.cli.conftest import CREDENTIALS
from tests.app.cli.running import Run, make_run

SHOP = ("traede.customers", "--connection", "Shop")


@pytest.fixture
def read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command without --json on a workspace with one added customer."""
    run = make_run(monkeypatch, "--workspace", str(folder))
    assert run("edit", *SHOP, "--key", "007", "--new", "name=Blåbær", "currency=DKK").code == 0
    return run


@pytest.fixture
def session(credentials: Path) -> tuple[str, str]:
    return ("--session-credentials", str(credentials))


def test_pending_shows_old_and_new(read: Run) -> None:
    ran = read("pending")
    assert "added  007" in ran.out
    assert "name: not read → Blåbær" in ran.out
    assert ran.err == "1 pending.\n"


def test_lists_are_one_line_each(read: Run, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("customer_number,name,currency\n1,A,DKK\n", encoding="utf-8")
    read("import", str(tmp_path / "c.csv"), "--into", SHOP[0], "--connection", "Shop")
    assert read("proposals").out.startswith("1: c.csv. Read as UTF-8, comma, header in row 1. 1 row, 1 record")
    assert read("connections").out == "Shop: TRAEDE, test, http://127.0.0.1:9\n"
    assert "customer_number" in read("template", SHOP[0]).out
    assert "addresses.city" in read("kinds").out
    assert "workspace:" in read("doctor").out


@pytest.mark.parametrize(("accept", "where"), [((), "in the window"), (("--accept",), "--json to see all")])
def test_of_many_problems_the_first_are_told_errors_before_warnings(
    read: Run, tmp_path: Path, accept: tuple[str, ...], where: str
) -> None:
    rows = "".join(f"{number},A,DKK\n" for number in range(100, 190)) + "999,A,DKK,150\n"
    file = tmp_path / "many.csv"
    file.write_text(f"customer_number,name,currency,discount_percentage\n{rows}", encoding="utf-8")
    lines = read("import", str(file), "--into", SHOP[0], "--connection", "Shop", *accept).out.splitlines()
    assert len(lines) == 22
    assert lines[1].startswith("row 92, discount_percentage: ")
    assert lines[-1].startswith("These are the first 20 of 91 problems: 1 error, 90 warnings. ")
    assert where in lines[-1]


def test_a_few_problems_are_told_whole(read: Run, tmp_path: Path) -> None:
    rows = "".join(f"{number},A,DKK\n" for number in range(100, 120))
    file = tmp_path / "few.csv"
    file.write_text(f"customer_number,name,currency,discount_percentage\n{rows}", encoding="utf-8")
    said = read("import", str(file), "--into", SHOP[0], "--connection", "Shop").out
    assert said.count("whole row: ") == 20
    assert "first 20" not in said


def test_dry_run_shows_the_request_with_masked_secrets(read: Run) -> None:
    ran = read("push", "--connection", "Shop", "--dry-run")
    assert ran.code == 0
    assert ran.out.startswith("POST http://127.0.0.1:9/customers/sync\n")
    assert '"customer_number":"007"' in ran.out
    assert "•••" in ran.out
    assert ran.err == "Nothing was sent.\n"


def test_push_that_cannot_reach_the_vendor_says_so(read: Run, session: tuple[str, str]) -> None:
    ran = read("push", "--connection", "Shop", *session)
    assert ran.code == 5
    assert "0 applied" in ran.out
    assert ran.err
    assert not any(secret in ran.out + ran.err for secret in CREDENTIALS.values())
    assert "1: " in read("history").out
    assert "skipped  007" in read("history", "1").out or "failed  007" in read("history", "1").out


class Terminal(io.StringIO):
    """A stream that a person sits at."""

    def isatty(self) -> bool:
        return True


def push_at_a_terminal(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str, *words: str
) -> tuple[int, str]:
    err = Terminal()
    with monkeypatch.context() as patch:
        patch.setattr("sys.stdin", Terminal(answer))
        patch.setattr("sys.stdout", io.StringIO())
        patch.setattr("sys.stderr", err)
        code = main(["--workspace", str(folder), "push", "--connection", "Shop", *words])
    return code, err.getvalue()


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "perhaps\n"])
def test_anything_but_yes_sends_nothing(
    read: Run, folder: Path, session: tuple[str, str], monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    code, said = push_at_a_terminal(folder, monkeypatch, answer, *session)
    assert code == 5
    assert "Push 1 change to Shop (test)? [y/N]" in said
    assert "Nothing was sent" in said
    assert read("history").out == ""


def test_yes_at_the_terminal_pushes(
    read: Run, folder: Path, session: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = push_at_a_terminal(folder, monkeypatch, "y\n", *session)
    assert code == 5
    assert "Nothing was sent;" not in said
    assert read("history").out != ""


def test_option_yes_asks_nothing(
    read: Run, folder: Path, session: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "[y/N]" not in push_at_a_terminal(folder, monkeypatch, "", "--yes", *session)[1]
