"""Pull, resolve and action by command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.app.cli.person import Person, make_person
from tests.app.cli.running import Run, make_run


class Market:
    """A workspace with one connection to a simulator, driven by commands alone."""

    def __init__(self, run: Run, secrets: Path, control: str, vendor: str) -> None:
        self.run = run
        self.control = control
        self.vendor = vendor
        self.signed_in = ("--connection", "Place", "--session-credentials", str(secrets))

    def post(self, path: str, **body: Any) -> None:
        httpx.post(f"{self.control}/{path}", json=body, trust_env=False).raise_for_status()

    def held(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = httpx.get(f"{self.control}/{self.vendor}", trust_env=False).json()[
            "records"
        ]
        return found


@pytest.fixture
def market(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    shop_sandbox: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Market]:
    vendor: str = request.param
    run = make_run(monkeypatch, "--workspace", str(tmp_path / "workspace"), "--json")
    secrets = tmp_path / "secrets.json"
    opened = Market(run, secrets, shop_sandbox["control"], vendor)
    opened.post("reset", records=4, seed=3)
    secrets.write_text(json.dumps(shop_sandbox[vendor]["credentials"]), encoding="utf-8")
    made = run(
        *("connect", vendor, "--name", "Place", "--url", shop_sandbox[vendor]["url"]),
        *("--session-credentials", str(secrets)),
    )
    assert made.code == 0, made.err
    yield opened
    opened.post("reset", records=0, seed=1)


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody at a terminal, at the workspace of the market."""
    return make_person(monkeypatch, "--workspace", str(tmp_path / "workspace"))


@pytest.mark.parametrize("market", ["flxpoint", "kibo", "softwareone"], indirect=True)
def test_pull_tells_what_it_brought(market: Market) -> None:
    ran = market.run("pull", *market.signed_in)
    assert ran.code == 0
    assert ran.json == {"read": 4, "added": 4, "changed": 0, "conflicts": 0, "gone": 0}
    assert market.run("pull", *market.signed_in).json["added"] == 0


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_conflicts_end_a_pull_with_three_and_are_answered(market: Market) -> None:
    market.run("pull", *market.signed_in)
    key = str(market.held()[0]["id"])
    at = ("kibo.accounts", "--connection", "Place", "--key", key)
    market.run("edit", *at, "companyOrOrganization=Mine")
    market.post("reset", records=4, seed=3)
    market.run("edit", *at, "externalId=E-1")
    market.post("behaviours", vendor="kibo", token_seconds=3600)
    change_at_vendor(market, key, companyOrOrganization="Theirs")
    pulled = market.run("pull", *market.signed_in)
    assert (pulled.code, pulled.json["conflicts"]) == (3, 1)
    (pending,) = market.run("pending").json["records"]
    (clash,) = pending["conflicts"]
    assert (clash["column"], clash["mine"], clash["theirs"]) == ("companyOrOrganization", "Mine", "Theirs")
    answered = market.run("resolve", *at, "--take", "theirs", "--column", "companyOrOrganization")
    assert answered.code == 0
    assert [one["column"] for one in answered.json["record"]["fields"]] == ["externalId"]
    assert market.run("pull", *market.signed_in).code == 0
    assert market.run("resolve", *at, "--take", "theirs").code == 2
    assert market.run("resolve", *at, "--take", "both").code == 2


def change_at_vendor(market: Market, key: str, **fields: Any) -> None:
    """Let somebody else write to an account."""
    secrets = json.loads(Path(market.signed_in[-1]).read_text(encoding="utf-8"))
    url = f"{market.control.removesuffix('/control')}/kibo"
    body = {name: secrets[name] for name in ("client_id", "client_secret")}
    with httpx.Client(trust_env=False) as http:
        given = http.post(
            f"{url}/platform/applications/authtickets/oauth", json={**body, "grant_type": "client_credentials"}
        )
        http.headers = httpx.Headers(
            {
                "Authorization": f"Bearer {given.json()['access_token']}",
                "x-vol-tenant": secrets["tenant"],
                "x-vol-site": secrets["site"],
            }
        )
        account = f"{url}/commerce/customer/b2baccounts/{key}"
        http.put(account, json={**http.get(account).json(), **fields}).raise_for_status()


@pytest.mark.parametrize("market", ["softwareone"], indirect=True)
def test_an_action_answers_like_a_push(market: Market) -> None:
    market.run("pull", *market.signed_in)
    key = str(market.held()[0]["id"])
    ran = market.run("action", "disable", "softwareone.buyers", *market.signed_in, "--key", key)
    assert (ran.code, ran.json["applied"]) == (0, 1)
    assert ran.json["outcomes"][0]["key"] == key
    assert market.run("action", "disable", "traede.customers", *market.signed_in, "--key", key).code == 2
    assert market.run("action", "approve", "kibo.accounts", *market.signed_in, "--key", key).code == 2


@pytest.mark.parametrize("market", ["softwareone"], indirect=True)
def test_a_pull_without_a_sign_in_stops_with_five(market: Market) -> None:
    market.post("faults", vendor="softwareone", fault="status", status=401, times=0)
    ran = market.run("pull", *market.signed_in)
    assert (ran.code, ran.json["exit_code"]) == (5, 5)
    assert "credentials" in ran.json["remedy"]


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_a_person_reads_what_a_pull_brought_and_how_to_answer_conflicts(market: Market, person: Person) -> None:
    first = person("pull", *market.signed_in)
    assert first.out == "4 read, 4 added, 0 changed, 0 conflicts, 0 gone\n"
    key = str(market.held()[0]["id"])
    market.run("edit", "kibo.accounts", "--connection", "Place", "--key", key, "companyOrOrganization=Mine")
    change_at_vendor(market, key, companyOrOrganization="Theirs")
    ran = person("pull", *market.signed_in)
    assert (ran.code, ran.out) == (3, "4 read, 0 added, 1 changed, 1 conflicts, 0 gone\n")
    assert ran.err.endswith("1 record changed on both sides. See `pending`, and answer with `resolve`.\n")


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_a_pull_says_what_it_did_not_look_for(
    market: Market, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    market.run("pull", *market.signed_in)
    market.post("reset", records=1, seed=3)
    monkeypatch.setattr("app.services.pull.MOST_LOOKED_FOR", 1)
    ran = person("pull", *market.signed_in)
    assert ran.code == 0
    assert ran.out.endswith(" 1 gone, 2 unchecked\n")
    assert "2 records missing in the list were too many to look for. Pull again." in ran.err
    assert market.run("pull", *market.signed_in).json["unchecked"] == 1


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_a_conflict_of_a_record_that_is_not_there_is_bad_usage(market: Market) -> None:
    at = ("kibo.accounts", "--connection", "Place", "--key", "nobody")
    ran = market.run("resolve", *at, "--take", "mine")
    assert (ran.code, ran.json["error"]) == (2, "There is no account “nobody”.")


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_a_person_is_asked_before_an_action(market: Market, person: Person) -> None:
    market.run("pull", *market.signed_in)
    key = str(next(one["id"] for one in market.held() if one["isActive"]))
    disable = ("action", "disable", "kibo.accounts", *market.signed_in, "--key", key)
    no = person(*disable, typed="n\n")
    assert (no.code, no.out) == (5, "")
    assert no.err == "Disable: 1 account in Place (test). [y/N] Nothing was sent.\n"
    assert market.run("history").json["pushes"] == []
    yes = person(*disable, typed="y\n")
    assert (yes.code, yes.out.splitlines()[-1].split(",")[1]) == (0, " 1 applied")
    assert not next(one["isActive"] for one in market.held() if str(one["id"]) == key)


@pytest.mark.parametrize("market", ["kibo"], indirect=True)
def test_an_action_belongs_to_the_vendor_of_its_connection(market: Market) -> None:
    ran = market.run("action", "disable", "softwareone.buyers", *market.signed_in, "--key", "1")
    assert (ran.code, ran.json["error"]) == (2, "Place is no connection of SoftwareOne Marketplace.")
