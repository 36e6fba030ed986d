"""What people bring along that is wrong has its message, on its row or its connection, and the rest goes on."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.net.limits import NoLimit
from app.sandbox.server import Sandbox, running_sandbox
from tests.app.cli.running import Ran, Run


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox(records=20) as running:
        yield running


class Desk:
    """One vendor of the sandbox on the command line."""

    def __init__(self, run: Run, sandbox: Sandbox, vendor: str, folder: Path) -> None:
        self.run = run
        self.sandbox = sandbox
        self.vendor = vendor
        self.folder = folder
        self.place: Any = sandbox.address()[vendor]
        self.tell("reset", {})
        (self.kind,) = [one for one in run("kinds").json if one.startswith(f"{vendor}.")]
        assert self.connect().code == 0

    def tell(self, path: str, body: Mapping[str, Any]) -> None:
        httpx.post(f"{self.sandbox.url}/control/{path}", json=dict(body), trust_env=False).raise_for_status()

    def held(self) -> list[dict[str, Any]]:
        found = httpx.get(f"{self.sandbox.url}/control/{self.vendor}", trust_env=False).json()
        records: list[dict[str, Any]] = found["records"]
        return records

    def connect(self, *words: str, name: str = "Desk", url: str = "", **credentials: str) -> Ran:
        return self.run(
            "connect",
            self.vendor,
            "--name",
            name,
            "--url",
            url or self.place["url"],
            *words,
            *self.session(credentials),
        )

    def session(self, changed: Mapping[str, str] | None = None) -> tuple[str, str]:
        file = self.folder / "session.json"
        file.write_text(json.dumps({**self.place["credentials"], **(changed or {})}), encoding="utf-8")
        return "--session-credentials", str(file)

    def take_in(self, text: str) -> list[dict[str, Any]]:
        """Import rows; gives the errors among what is told of them."""
        file = self.folder / "rows.csv"
        file.write_text(text, encoding="utf-8")
        told = self.run("import", str(file), "--into", self.kind, "--connection", "Desk", "--accept").json
        return [one for one in told["problems"] if one["severity"] == "error"]

    def push(self) -> dict[str, tuple[str, str]]:
        """Push all of it. *Shape*: key → (outcome, message)."""
        told = self.run("push", "--connection", "Desk", *self.session()).json
        return {one["key"]: (one["outcome"], one["message"]) for one in told["outcomes"]}


At = Callable[[str], Desk]


@pytest.fixture
def at(run: Run, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> At:
    monkeypatch.setattr("app.bootstrap._limiter", lambda vendor, secrets: NoLimit())

    def opened(vendor: str) -> Desk:
        desk = Desk(run, sandbox, vendor, tmp_path)
        if vendor == "flxpoint":
            desk.tell("behaviours", {"vendor": vendor, "token_limit": 0})
        return desk

    return opened


def test_an_order_id_that_is_no_number_and_an_item_of_another_order(at: At) -> None:
    desk = at("flxpoint")
    first, second, third = desk.held()[:3]
    theirs, own = second["items"][0]["id"], third["items"][0]["id"]
    rows = f"SO-100001,yes,,\n{first['id']},yes,{theirs},X-1\n{third['id']},yes,{own},X-2\n"
    (problem,) = desk.take_in(f"id,accountingSynced,items.id,items.externalAccountingId\n{rows}")
    assert (problem["row"], problem["column"], problem["value"]) == (2, "id", "SO-100001")
    assert "Write a whole number" in problem["message"]
    ended = desk.push()
    assert ended["SO-100001"] == ("skipped", problem["message"])
    assert ended[str(first["id"])][0] == "skipped"
    assert f"Item {theirs} is not among the items of this order." in ended[str(first["id"])][1]
    assert ended[str(third["id"])][0] == "applied"


def test_a_rep_and_an_account_that_do_not_exist(at: At) -> None:
    desk = at("kibo")
    first, second = (one["id"] for one in desk.held()[:2])
    rep = desk.held()[9]["salesReps"][0]["adminUserId"]
    assert not desk.take_in(f"id,salesReps.adminUserId\n{first},nobody-1\n{second},{rep}\n999999,{rep}\n")
    ended = desk.push()
    assert ended[str(first)][0] == "refused"
    assert "There is no admin user nobody-1." in ended[str(first)][1]
    assert ended["999999"] == ("refused", "Kibo Commerce has no account 999999. Check the key, or revert it.")
    assert ended[str(second)][0] == "applied"


def test_a_post_code_of_21_characters_and_an_erp_contact_that_is_taken(at: At) -> None:
    desk = at("softwareone")
    contacts = [one["externalIds"]["erpCompanyContact"] for one in desk.held() if one.get("externalIds")]
    taken = next(one for one in contacts if one)
    head = "externalIds.erpCompanyContact,name,address.addressLine1,address.postCode,address.city,address.state"
    rest = "Gade 1,{},Ribe,Syd,DK\n"
    rows = [("E-1", "1" * 21), (taken, "6760"), ("E-3", "6760")]
    text = "".join(f"{contact},Åse,{rest.format(post_code)}" for contact, post_code in rows)
    (problem,) = desk.take_in(f"{head},address.country\n{text}")
    assert (problem["row"], problem["column"]) == (2, "address.postCode")
    assert problem["message"] == "Post code has 21 characters; at most 20 are allowed. Shorten it."
    ended = desk.push()
    assert ended["E-1"] == ("skipped", problem["message"])
    assert (ended[taken][0], "already" in ended[taken][1]) == ("refused", True)
    assert ended["E-3"][0] == "applied"


def png(side: int) -> bytes:
    """A picture that is small as a file, whatever it says of its size."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\0" * 100)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"just text", "is no picture"), (png(20_000), "20,000 × 20,000 pixels large; a side may have 10,000")],
    ids=["renamed text", "a huge picture"],
)
def test_a_logo_that_is_none(at: At, tmp_path: Path, content: bytes, words: str) -> None:
    desk = at("softwareone")
    desk.take_in("externalIds.erpCompanyContact,name\nE-1,Åse\n")
    (tmp_path / "logo.png").write_bytes(content)
    on = ("edit", desk.kind, "--connection", "Desk", "--key", "E-1")
    ran = desk.run(*on, "--file", f"logo={tmp_path / 'logo.png'}")
    assert (ran.code, words in ran.json["error"], "nothing changed" in ran.json["remedy"]) == (2, True, True)
    (record,) = desk.run("pending").json["records"]
    assert "logo" not in [one["column"] for one in record["fields"]]


def test_an_erp_conflict_goes_to_its_row(at: At) -> None:
    desk = at("softwareone")
    assert desk.run("pull", "--connection", "Desk", *desk.session()).code == 0
    first, second = [one["id"] for one in desk.held() if one["status"] == "Active"][:2]
    fault = {"status": 409, "body": {"title": "Conflict", "detail": "Planted conflict."}}
    desk.tell(
        "faults",
        {"vendor": "softwareone", "fault": "status", **fault, "match": {"path": f"{first}/synchronize"}},
    )
    ran = desk.run(
        *("action", "synchronize", desk.kind, "--connection", "Desk", "--key", first, second, "--yes"),
        *desk.session(),
    )
    ended = {one["key"]: (one["outcome"], one["message"]) for one in ran.json["outcomes"]}
    assert ran.code == 3
    assert ended[first] == ("refused", "Planted conflict.")
    assert ended[second][0] == "applied"


@pytest.mark.parametrize(
    ("vendor", "changed", "words"),
    [
        (
            "flxpoint",
            {"api_token": "a-channel-token"},
            "Account, source and channel tokens each",
        ),
        ("softwareone", {"api_token": "idt:TKN-0000"}, "missing, wrong or disabled"),
        ("traede", {"app_key": "of another app"}, "Unauthenticated"),
        ("kibo", {"client_secret": "another"}, "is not valid"),
        ("kibo", {"tenant": "1"}, "There is no such tenant."),
        ("kibo", {"site": "1"}, "There is no such site."),
    ],
)
def test_a_sign_in_that_is_not_taken_says_so_and_is_not_kept(
    at: At, vendor: str, changed: Mapping[str, str], words: str
) -> None:
    desk = at(vendor)
    ran = desk.connect("--test", name="Other", **changed)
    assert ran.code == 5
    assert words in ran.json["error"]
    assert "The connection was not added." in ran.json["remedy"]
    assert [one["name"] for one in desk.run("connections").json["connections"]] == ["Shop", "Desk"]
    pulled = desk.run("pull", "--connection", "Desk", *desk.session(changed))
    assert pulled.code == 5
    assert vendor == "traede" or words in pulled.json["error"]


def test_a_token_of_the_wrong_kind_of_account(at: At) -> None:
    desk = at("softwareone")
    desk.tell("behaviours", {"vendor": "softwareone", "permission": "vendor"})
    ran = desk.connect("--test", name="Other")
    assert ran.code == 5
    assert "has no access to buyers" in ran.json["error"]


@pytest.mark.parametrize("vendor", ["softwareone", "flxpoint", "traede", "kibo"])
def test_an_address_without_https(at: At, vendor: str) -> None:
    ran = at(vendor).connect(name="Other", url="http://shop.example.com/api")
    assert (ran.code, "Begin it with https." in ran.json["remedy"]) == (2, True)
