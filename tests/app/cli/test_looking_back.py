"""History by command line: searched, one push with its picture, one record through all pushes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.cli.running import Run, make_run
from tests.app.cli.test_reading import Market
from tests.app.cli.test_reading import market as market  # noqa: PLC0414  the fixture

KIBO = pytest.mark.parametrize("market", ["kibo"], indirect=True)


def push(market: Market, number: int, *words: str, comment: str = "") -> str:
    """Edit an account and push; returns its key."""
    if not market.run("history").json["pushes"]:
        market.run("pull", *market.signed_in)
    key = str(market.held()[number]["id"])
    market.run("edit", "kibo.accounts", "--connection", "Place", "--key", key, *words)
    market.run("push", *market.signed_in, "--comment", comment)
    return key


def found(market: Market, *words: str) -> list[int]:
    return [one["id"] for one in market.run("history", *words).json["pushes"]]


@KIBO
def test_pushes_are_searched(market: Market) -> None:
    push(market, 0, "companyOrOrganization=Nordlys Å", comment="  Spring names ")
    push(market, 1, "salesReps[+].adminUserId=nobody")
    assert found(market) == [2, 1]
    assert found(market, "--find", "nordlys å") == [1]
    assert found(market, "--find", "spring names") == [1]
    assert found(market, "--outcome", "refused") == [2]
    assert found(market, "--connection", "Place", "--since", "2000-01-01") == [2, 1]
    assert found(market, "--until", "2000-01-01T12:00:00") == []
    assert market.run("history").json["pushes"][1]["comment"] == "Spring names"


@KIBO
def test_records_of_all_pushes_are_searched(market: Market) -> None:
    key = push(market, 0, "companyOrOrganization=Nordlys")
    push(market, 1, "companyOrOrganization=Nordhavn")
    ran = market.run("history", "--records", "--find", "nordlys")
    (record,) = ran.json["records"]
    assert (ran.code, ran.json["is_cut"]) == (0, False)
    assert (record["push"], record["key"], record["outcome"], record["connection"]) == (
        1,
        key,
        "applied",
        "Place",
    )


@KIBO
def test_one_push_tells_its_picture_and_what_the_vendor_calls_its_requests(market: Market) -> None:
    push(market, 0, "companyOrOrganization=Nordlys")
    one = market.run("history", "1").json
    assert (one["picture"][0]["waiting"], one["picture"][-1]["applied"]) == (1, 1)
    assert len(one["requests"][0]["vendor_request_id"]) == 32
    assert one["outcomes"][0]["ended_at"]
    named = one["requests"][0]["vendor_request_id"]
    assert found(market, "--find", named) == [1]
    assert market.run("history", "1", "--find", "nobody").json["outcomes"] == []


@KIBO
def test_a_record_is_followed_through_its_pushes(market: Market) -> None:
    key = push(market, 0, "companyOrOrganization=Nordlys")
    push(market, 0, "companyOrOrganization=Nordhavn")
    ran = market.run("history", "--connection", "Place", "--key", key)
    last, first = ran.json["pushes"]
    assert (ran.code, ran.json["key"], last["push"], first["push"]) == (0, key, 2, 1)
    assert last["fields"] == [{"column": "companyOrOrganization", "old": "Nordlys", "new": "Nordhavn"}]
    assert (last["outcome"], last["before"]["companyOrOrganization"]) == ("applied", "Nordlys")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--outcome", "lost"), "There is no outcome “lost”."),
        (("--key", "1"), "A record's key needs its connection."),
        (("--connection", "Place", "--key", "1"), "There is no record “1”."),
        (("--connection", "Nowhere"), "There is no connection"),
    ],
)
@KIBO
def test_what_cannot_be_asked_is_told(market: Market, words: tuple[str, ...], said: str) -> None:
    ran = market.run("history", *words)
    assert ran.code == 2
    assert said in ran.json["error"]


@pytest.mark.parametrize("day", ["gestern", "2026-13-01", "31.01.2026", ""])
def test_a_day_that_is_none_is_answered_with_one_that_is(run: Run, day: str) -> None:
    ran = run("history", "--since", day)
    assert ran.code == 2
    assert f"“{day}” is no day. Write it as 2026-01-31, or as 2026-01-31T14:30:00 with the time." in ran.err
    assert "%" not in ran.err


def test_a_moment_is_a_day_with_its_time(run: Run) -> None:
    assert run("history", "--since", "2026-01-31T14:30:00", "--until", "2026-01-31").code == 0


@KIBO
def test_a_person_reads_records_and_the_past_of_one_line_by_line(
    market: Market, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = make_run(monkeypatch, "--workspace", str(tmp_path / "workspace"))
    before = str(market.held()[0]["companyOrOrganization"])
    key = push(market, 0, "companyOrOrganization=Nordlys", comment="Spring")
    push(market, 1, "salesReps[+].adminUserId=nobody")
    refused, applied = plain("history", "--records").out.splitlines()
    assert applied.endswith(f"UTC  Place  applied  {key}")
    assert "  Place  refused  " in refused
    assert plain("history", "--records", "--outcome", "refused").out.splitlines() == [refused]
    past = plain("history", "--connection", "Place", "--key", key).out.splitlines()
    assert past[0].endswith("UTC  changed  applied")
    assert past[1] == f"    companyOrOrganization: {before} → Nordlys"
    assert "finished: 1 applied. Spring." in plain("history").out
    whole = plain("history", "1").out.splitlines()
    assert whole[-1] == f"  applied  {key}"
    assert any("  PUT /commerce/customer/b2baccounts/" in line for line in whole)


@KIBO
def test_what_was_never_pushed_or_is_not_there_is_said(
    market: Market, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = make_run(monkeypatch, "--workspace", str(tmp_path / "workspace"))
    market.run("pull", *market.signed_in)
    key = str(market.held()[0]["id"])
    at = ("history", "--connection", "Place", "--key")
    assert plain(*at, key).err == "It was not part of any push yet.\n"
    assert plain("history").err == "Nothing was pushed yet.\n"
    assert plain("history", "--find", "nordlys").err == "Nothing was pushed that fits.\n"
    assert "There is no record “nobody”." in plain(*at, "nobody").err
    assert "Add --connection NAME." in plain("history", "--key", key).err
    assert "There is no outcome “lost”." in plain("history", "--outcome", "lost").err
