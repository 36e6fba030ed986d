"""The whole loop by command line: a file in, a push, and a vendor that holds exactly the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine, Sandbox, command_line, running_sandbox
from tests.e2e.customer_files import COLUMNS, customers, held, wanted, write_file, write_rows

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest.fixture
def shop(sandbox: Sandbox, tmp_path: Path) -> CommandLine:
    """A new workspace connected to an empty sandbox."""
    sandbox.reset()
    commands = command_line(tmp_path, sandbox.credentials)
    assert commands.connect(sandbox.url).code == 0
    return commands


def test_five_thousand_rows_arrive_as_written(shop: CommandLine, sandbox: Sandbox, tmp_path: Path) -> None:
    content = customers(range(1, 4001))
    rows = write_file(tmp_path / "customers.csv", content)
    assert rows == 5000
    imported = shop.accept(tmp_path / "customers.csv")
    assert imported.code == 0
    told = imported.json
    assert (told["rows"], told["records"], told["added"], told["problems"]) == (5000, 4000, 4000, [])
    assert len(shop.pending()) == 4000
    pushed = shop.online("push")
    assert pushed.code == 0
    assert pushed.counts == {**dict.fromkeys(pushed.counts, 0), "total": 4000, "applied": 4000}
    assert {each["outcome"] for each in pushed.json["outcomes"]} == {"applied"}
    assert held(sandbox.customers()) == wanted(content)
    assert shop.pending() == {}
    again = shop.accept(tmp_path / "customers.csv").json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 4000)
    assert shop.online("push").counts["total"] == 0


def test_second_import_before_the_push_adds_nothing(shop: CommandLine, tmp_path: Path) -> None:
    write_file(tmp_path / "customers.csv", customers(range(1, 21)))
    shop.accept(tmp_path / "customers.csv")
    before = shop.pending()
    again = shop.accept(tmp_path / "customers.csv").json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 20)
    assert shop.pending() == before


BAD_ROWS = {
    "0900001": {"name": "Too much", "currency": "DKK", "discount_percentage": "120"},
    "0900002": {"name": "No number", "currency": "DKK", "discount_percentage": "12,5o"},
    "0900003": {"name": "No currency", "currency": "DKR"},
    "": {"name": "Nobody", "currency": "DKK"},
}


def bad_rows() -> list[list[str]]:
    rows = [{"customer_number": number, **values} for number, values in BAD_ROWS.items()]
    return [[row.get(column, "") for column in COLUMNS] for row in rows]


def test_bad_rows_stay_behind_and_the_good_ones_go_on(
    shop: CommandLine, sandbox: Sandbox, tmp_path: Path
) -> None:
    write_rows(tmp_path / "bad.csv", COLUMNS, bad_rows())
    write_file(tmp_path / "good.csv", customers(range(1, 6)))
    assert shop.accept(tmp_path / "good.csv").code == 0
    imported = shop.accept(tmp_path / "bad.csv")
    assert imported.code == 3
    errors = {
        (each["row"], each["column"]) for each in imported.json["problems"] if each["severity"] == "error"
    }
    assert errors == {
        (2, "discount_percentage"),
        (3, "discount_percentage"),
        (4, "currency"),
        (5, "customer_number"),
    }
    pushed = shop.online("push")
    assert pushed.code == 3
    assert (pushed.counts["applied"], pushed.counts["skipped"]) == (5, 4)
    reasons = {each["reason"] for each in pushed.json["outcomes"] if each["outcome"] == "skipped"}
    assert reasons == {"held-back"}
    assert len(sandbox.customers()) == 5


def test_bad_cell_is_fixed_in_place_and_pushed(shop: CommandLine, sandbox: Sandbox, tmp_path: Path) -> None:
    write_rows(tmp_path / "bad.csv", COLUMNS, bad_rows()[:1])
    shop.accept(tmp_path / "bad.csv")
    words = ("edit", "traede.customers", "--connection", "Shop", "--key", "0900001", "discount_percentage=12.5")
    assert shop.run(*words).code == 0
    assert shop.accept(tmp_path / "bad.csv").json["unchanged"] == 1
    assert shop.online("push").code == 0
    assert sandbox.customers()["0900001"]["discount_percentage"] == 12.5


def test_refused_customers_are_found_and_the_others_get_through(
    shop: CommandLine, sandbox: Sandbox, tmp_path: Path
) -> None:
    content = customers(range(1, 121))
    for each in (content[17], content[90]):
        each["payment_term"]["payment_term_code"] = "when-it-rains"
    write_file(tmp_path / "customers.csv", content)
    shop.accept(tmp_path / "customers.csv")
    pushed = shop.online("push")
    assert pushed.code == 3
    assert (pushed.counts["applied"], pushed.counts["refused"]) == (118, 2)
    refused = {each["key"]: each["message"] for each in pushed.json["outcomes"] if each["outcome"] == "refused"}
    assert set(refused) == {"0000018", "0000091"}
    assert set(shop.pending()) == set(refused)
    good = [each for each in content if each["customer_number"] not in refused]
    assert held(sandbox.customers()) == wanted(good)


def test_delete_goes_to_the_vendor_and_leaves_the_list(
    shop: CommandLine, sandbox: Sandbox, tmp_path: Path
) -> None:
    write_file(tmp_path / "customers.csv", customers(range(1, 11)))
    shop.accept(tmp_path / "customers.csv")
    assert shop.online("push").code == 0
    assert (
        shop.run("delete", "traede.customers", "--connection", "Shop", "--key", "0000003", "0000004").code == 0
    )
    assert shop.online("push").counts["applied"] == 2
    assert set(sandbox.customers()).isdisjoint({"0000003", "0000004"})
    assert shop.pending() == {}


def test_dry_run_shows_what_the_push_sends_and_sends_nothing(
    shop: CommandLine, sandbox: Sandbox, tmp_path: Path
) -> None:
    write_file(tmp_path / "customers.csv", customers(range(1, 251)))
    shop.accept(tmp_path / "customers.csv")
    shown = shop.run("push", "--connection", "Shop", "--dry-run")
    assert shown.code == 0
    assert sandbox.requests() == []
    assert sum(len(each["keys"]) for each in shown.json["requests"]) == 250
    shop.online("push")
    assert [each["body"] for each in sandbox.requests()] == [parsed(each) for each in shown.json["requests"]]
    secrets = sandbox.credentials.values()
    assert not any(secret in shown.out for secret in secrets)


def parsed(request: dict[str, str]) -> object:

    return json.loads(request["body"])


def test_trial_run_sends_the_first_few(shop: CommandLine, sandbox: Sandbox, tmp_path: Path) -> None:
    write_file(tmp_path / "customers.csv", customers(range(1, 21)))
    shop.accept(tmp_path / "customers.csv")
    shop.online("push", "--first", "3")
    assert sorted(sandbox.customers()) == ["0000001", "0000002", "0000003"]
    assert len(shop.pending()) == 17


def test_guard_wants_an_answer_before_many_deletes(shop: CommandLine, sandbox: Sandbox, tmp_path: Path) -> None:
    write_file(tmp_path / "customers.csv", customers(range(1, 31)))
    shop.accept(tmp_path / "customers.csv")
    shop.online("push")
    numbers = [f"{number:07}" for number in range(1, 26)]
    shop.run("delete", "traede.customers", "--connection", "Shop", "--key", *numbers)
    before = sandbox.count_received()
    refused = shop.online("push")
    assert refused.code == 5
    assert "25" in refused.json["error"]
    assert sandbox.count_received() == before
    assert shop.online("push", "--yes").counts["applied"] == 25


def test_history_tells_each_request_and_outcome(shop: CommandLine, tmp_path: Path) -> None:
    write_file(tmp_path / "customers.csv", customers(range(1, 6)))
    shop.accept(tmp_path / "customers.csv")
    number = shop.online("push").json["push"]
    pushes = shop.run("history").json["pushes"]
    assert [(each["id"], each["connection"], each["applied"]) for each in pushes] == [(number, "Shop", 5)]
    one = shop.run("history", str(number)).json
    assert [(each["method"], each["status"]) for each in one["requests"]] == [("POST", 200)]
    assert len(one["outcomes"]) == 5
