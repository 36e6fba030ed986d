"""Push by command line against a simulator: a trial that asks for the rest, and what failed as a file."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.cli import main
from tests.app.cli.running import Run, make_run
from tests.app.cli.test_readable import Terminal

ROWS = "customer_number;name;currency\n" + "".join(f"{number};Bø {number};DKK\n" for number in range(1, 5))


class Counter:
    """A workspace with four pending customers, and the simulator that they go to."""

    def __init__(self, folder: Path, place: dict[str, Any], run: Run) -> None:
        self.folder = folder
        self.run = run
        self.control = str(place["control"])
        secrets = folder / "secrets.json"
        secrets.write_text(json.dumps(place["traede"]["credentials"]), encoding="utf-8")
        self.online = ("--connection", "Shop", "--session-credentials", str(secrets))
        self.post("reset", records=0, seed=1)
        url = place["traede"]["url"]
        run("connect", "traede", "--name", "Shop", "--url", url, *self.online[2:])
        file = folder / "customers.csv"
        file.write_text(ROWS, encoding="utf-8")
        run("import", str(file), "--into", "traede.customers", "--connection", "Shop", "--accept")

    def post(self, path: str, **body: Any) -> None:
        httpx.post(f"{self.control}/{path}", json=body, trust_env=False).raise_for_status()

    def held(self) -> list[str]:
        found = httpx.get(f"{self.control}/traede", trust_env=False).json()["records"]
        return sorted(one["customer_number"] for one in found)


@pytest.fixture
def counter(tmp_path: Path, shop_sandbox: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Counter:
    run = make_run(monkeypatch, "--workspace", str(tmp_path / "workspace"), "--json")
    return Counter(tmp_path, shop_sandbox, run)


def at_a_terminal(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, answers: str, *words: str
) -> tuple[int, str]:
    err = Terminal()
    with monkeypatch.context() as patch:
        patch.setattr("sys.stdin", Terminal(answers))
        patch.setattr("sys.stdout", io.StringIO())
        patch.setattr("sys.stderr", err)
        code = main(["--workspace", str(counter.folder / "workspace"), "push", *counter.online, *words])
    return code, err.getvalue()


@pytest.mark.parametrize(("answer", "held"), [("y\n", ["1", "2", "3", "4"]), ("n\n", ["1"])])
def test_a_trial_at_a_terminal_asks_before_the_rest(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, answer: str, held: list[str]
) -> None:
    code, said = at_a_terminal(counter, monkeypatch, f"y\n{answer}", "--first", "1")
    assert code == 0
    assert "Push the other 3 changes to Shop (test)? [y/N]" in said
    assert counter.held() == held


def test_a_trial_of_a_script_sends_the_first_and_asks_nobody(counter: Counter) -> None:
    ran = counter.run("push", *counter.online, "--first", "1")
    assert ran.json["applied"] == 1
    assert counter.held() == ["1"]


def test_a_refused_sign_in_ends_a_push_without_a_person(counter: Counter) -> None:
    counter.post("faults", vendor="traede", fault="status", status=401, times=0)
    ran = counter.run("push", *counter.online)
    assert (ran.code, ran.json["skipped"]) == (5, 4)


def test_what_was_refused_is_written_with_its_reason(counter: Counter, tmp_path: Path) -> None:
    body = {"errors": [{"detail": "The price list is closed."}]}
    counter.post("faults", vendor="traede", fault="status", status=409, body=body)
    counter.run("push", *counter.online)
    to = tmp_path / "failed.csv"
    ran = counter.run("export", "traede.customers", "--connection", "Shop", "--failed", "--to", str(to))
    assert ran.json["rows"] == 4
    rows = list(csv.DictReader(io.StringIO(to.read_text("utf-8-sig"))))
    assert {(one["customer_number"], one["counterfoil.reason"]) for one in rows} == {
        (str(number), "The price list is closed.") for number in range(1, 5)
    }


def test_what_failed_is_no_view(counter: Counter, tmp_path: Path) -> None:
    words = ("export", "traede.customers", "--connection", "Shop", "--to", str(tmp_path / "x.csv"))
    assert counter.run(*words, "--failed", "--search", "Bø").code == 2
