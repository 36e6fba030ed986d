"""Undo by command line: what would be sent, what became of each record, and what cannot be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.cli.running import make_run
from tests.app.cli.test_reading import Market, change_at_vendor
from tests.app.cli.test_reading import market as market  # noqa: PLC0414  the fixture


def edited(market: Market, *values: str) -> str:
    """Pull, change an account and push; returns its key."""
    market.run("pull", *market.signed_in)
    key = str(market.held()[0]["id"])
    market.run("edit", "kibo.accounts", "--connection", "Place", "--key", key, *values)
    assert market.run("push", *market.signed_in).code == 0
    return key


def undo(market: Market, push: int, *words: str) -> tuple[str, ...]:
    return ("undo", str(push), *words, *market.signed_in[2:])


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_undo_answers_like_push_with_what_became_of_each_record(market: Market) -> None:
    before = market.held()[0]["externalId"]
    key = edited(market, "externalId=E-1")
    ran = market.run(*undo(market, 1))
    (outcome,) = ran.json["outcomes"]
    assert (ran.code, ran.json["undoes"], ran.json["total"], ran.json["applied"]) == (0, 1, 1, 1)
    assert [ran.json[name] for name in ("reversed", "kept", "impossible", "open")] == [1, 0, 0, 0]
    assert (outcome["key"], outcome["outcome"], outcome["undo"]) == (key, "applied", "reversed")
    assert market.held()[0]["externalId"] == before
    pushes = {one["id"]: one for one in market.run("history").json["pushes"]}
    assert (pushes[2]["undoes"], pushes[1]["undone_by"]) == (1, [2])
    assert market.run("history", "2").json["outcomes"][0]["undo"] == "reversed"


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_the_dry_run_shows_what_is_then_sent_and_sends_nothing(market: Market) -> None:
    key = edited(market, "externalId=E-1")
    shown = market.run("undo", "1", "--dry-run")
    (record,), (request,) = shown.json["records"], shown.json["requests"]
    assert (shown.code, shown.json["sent"], record["key"], record["undo"]) == (0, 1, key, "reversed")
    assert [field["column"] for field in record["fields"]] == ["externalId"]
    assert market.held()[0]["externalId"] == "E-1"
    assert market.run("pending").json["records"] == []
    market.run(*undo(market, 1))
    sent = market.run("history", "2").json["requests"][0]
    assert sent["method"] == request["method"]
    assert request["url"].endswith(sent["url"])


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_what_was_touched_since_is_kept_and_ends_with_three(market: Market) -> None:
    key = edited(market, "externalId=E-1")
    change_at_vendor(market, key, externalId="Theirs")
    ran = market.run(*undo(market, 1))
    (outcome,) = ran.json["outcomes"]
    assert (ran.code, ran.json["kept"], outcome["undo"]) == (3, 1, "kept")
    assert outcome["message"] == "External id was changed since: it is “Theirs” now."
    assert market.held()[0]["externalId"] == "Theirs"


@pytest.mark.parametrize("market", ["traede"], indirect=True)
def test_an_added_customer_is_deleted_only_when_it_is_named(market: Market) -> None:
    add = ("edit", "traede.customers", "--connection", "Place", "--new")
    for number in ("9001", "9002"):
        market.run(*add, "--key", number, "name=Ny", "currency=DKK")
    market.run("push", *market.signed_in)
    wrong = market.run(*undo(market, 1, "--delete", "9003"))
    assert (wrong.code, wrong.json["error"]) == (2, "Push 1 added no customer “9003”.")
    ran = market.run(*undo(market, 1, "--delete", "9002"))
    became = {one["key"]: one["undo"] for one in ran.json["outcomes"]}
    assert (ran.code, became) == (3, {"9001": "impossible", "9002": "reversed"})
    assert "9002" not in {one["customer_number"] for one in market.held()}


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_what_cannot_be_undone_ends_with_two_and_says_why(market: Market) -> None:
    missing = market.run("undo", "7")
    assert (missing.code, missing.json["error"]) == (2, "There is no push 7.")
    market.run("pull", *market.signed_in)
    at = ("kibo.accounts", "--connection", "Place", "--key", str(market.held()[0]["id"]))
    market.run("edit", *at, "salesReps[+].adminUserId=nobody")
    assert market.run("push", *market.signed_in).json["refused"] == 1
    nothing = market.run(*undo(market, 1))
    assert (nothing.code, nothing.json["remedy"]) == (2, "")
    assert nothing.json["error"] == "Nothing of push 1 was applied, so there is nothing to undo."


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_the_history_of_a_person_names_the_undone_push_once_and_what_became_of_it(
    market: Market, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    edited(market, "externalId=E-1")
    market.run(*undo(market, 1))
    plain = make_run(monkeypatch, "--workspace", str(tmp_path / "workspace"))
    undone = plain("history").out.splitlines()[0]
    assert undone.endswith("finished: 1 applied. Undo of push 1. 1 reversed.")


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_a_push_of_nothing_says_so_in_the_history_and_a_settling_of_nothing_is_not_in_it(
    market: Market, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plain = make_run(monkeypatch, "--workspace", str(tmp_path / "workspace"))
    assert market.run("settle", *market.signed_in).code == 0
    assert not plain("history").out
    market.run("push", *market.signed_in)
    assert plain("history").out.splitlines()[0].endswith("finished: no records.")
