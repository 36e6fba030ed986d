"""Undo by command line: what would be sent, what became of each record, and what cannot be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.cli.person import Person, make_person
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


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody at a terminal, at the workspace of the market."""
    return make_person(monkeypatch, "--workspace", str(tmp_path / "workspace"))


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


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_a_person_is_asked_before_anything_is_put_back(market: Market, person: Person) -> None:
    before = market.held()[0]["externalId"]
    edited(market, "externalId=E-1")
    no = person(*undo(market, 1), typed="n\n")
    assert (no.code, no.out) == (5, "")
    assert "Put back 1 record in Place (test)? [y/N]" in no.err
    assert "Nothing was sent; nothing was changed." in no.err
    assert market.held()[0]["externalId"] == "E-1"
    yes = person(*undo(market, 1), typed="y\n")
    assert (yes.code, yes.out.splitlines()[-1]) == (0, "1 reversed, 0 kept, 0 impossible, 0 open")
    assert market.held()[0]["externalId"] == before


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_the_dry_run_of_a_person_reads_old_and_new_and_the_request(market: Market, person: Person) -> None:
    before = market.held()[0]["externalId"]
    key = edited(market, "externalId=E-1")
    shown = person("undo", "1", "--dry-run")
    assert shown.out.splitlines()[:2] == [f"changed  {key}", f"    externalId: E-1 → {before}"]
    assert f"/b2baccounts/{key}" in shown.out
    assert shown.err.splitlines()[-1] == "Nothing was sent."
    change_at_vendor(market, key, externalId="Theirs")
    market.run("pull", *market.signed_in)
    kept = person("undo", "1", "--dry-run")
    assert kept.out == f"kept  {key}  External id was changed since: it is “Theirs” now.\n"


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_an_action_is_undone_by_the_one_that_reverses_it(market: Market, person: Person) -> None:
    market.run("pull", *market.signed_in)
    key = str(next(one["id"] for one in market.held() if one["isActive"]))
    assert market.run("action", "disable", "kibo.accounts", *market.signed_in, "--key", key).code == 0
    shown = person("undo", "1", "--dry-run")
    assert shown.out.splitlines()[0] == f"Enable  {key}"
    assert "Content-Type" not in shown.out  # an empty request has none
    (record,) = market.run("undo", "1", "--dry-run").json["records"]
    assert (record["action"], record["undo"]) == ("Enable", "reversed")
    assert person(*undo(market, 1), "--yes").code == 0
    assert next(one["isActive"] for one in market.held() if str(one["id"]) == key)


@pytest.mark.parametrize("market", ["traede"], indirect=True)
def test_the_question_names_how_many_are_deleted_and_the_dry_run_which(market: Market, person: Person) -> None:
    add = ("edit", "traede.customers", "--connection", "Place", "--new")
    for number in ("9001", "9002"):
        market.run(*add, "--key", number, "name=Ny", "currency=DKK")
    market.run("push", *market.signed_in)
    shown = person("undo", "1", "--dry-run", "--delete", "9002").out.splitlines()
    assert shown[0].startswith("impossible  9001  TRAEDE may have had it before this push.")
    assert shown[1] == "deleted  9002"
    assert market.run("undo", "1", "--dry-run").json["impossible"] == 2
    asked = person(*undo(market, 1, "--delete", "9002"), typed="y\n")
    assert "Put back 1 record in Place (test), and delete 1 of them? [y/N]" in asked.err
    assert asked.code == 3
    assert {"9001", "9002"} & {one["customer_number"] for one in market.held()} == {"9001"}


@pytest.mark.parametrize("market", ["traede"], indirect=True)
def test_where_nothing_can_be_put_back_nobody_is_asked(market: Market, person: Person) -> None:
    add = ("edit", "traede.customers", "--connection", "Place", "--new")
    market.run(*add, "--key", "9001", "name=Ny", "currency=DKK")
    market.run("push", *market.signed_in)
    ran = person(*undo(market, 1))
    assert ran.code == 3
    assert "[y/N]" not in ran.err
    assert "deleted only after you named it" in ran.err


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_a_sign_in_refused_in_the_middle_of_an_undo_is_asked_for(market: Market, person: Person) -> None:
    edited(market, "externalId=E-1")
    market.post("faults", vendor="kibo", fault="status", status=401, times=0, match={"method": "PUT"})
    ran = person(*undo(market, 1), "--yes")
    assert "Kibo Commerce refused the sign-in. Enter new credentials, then go on." in ran.err
    assert "Client secret of Place: " in ran.err
    assert ran.code == 5
    assert market.held()[0]["externalId"] == "E-1"
