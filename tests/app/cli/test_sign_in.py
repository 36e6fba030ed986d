"""Another sign-in in the middle of a run, asked for at the terminal: what is kept of it, and where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import keyring.errors
import pytest

from app.errors import StoreFull
from tests.app.cli.person import Person, make_person
from tests.app.cli.running import make_run
from tests.memory_keyring import MemoryKeyring

AT = ("traede.customers", "--connection", "Shop")
PUSH = ("push", "--connection", "Shop", "--yes")


class Shop:
    """A workspace that signs in with an old token, and whoever sits at its terminal."""

    def __init__(self, person: Person, address: dict[str, Any], wrong: dict[str, str]) -> None:
        self.person = person
        self.secrets: dict[str, str] = address["traede"]["credentials"]
        self.wrong = wrong
        self._control = address["control"]

    @property
    def typed(self) -> tuple[str, str]:
        return self.secrets["access_token"], self.secrets["app_key"]

    def held(self) -> int:
        return len(httpx.get(f"{self._control}/traede", trust_env=False).json()["records"])

    def reset(self) -> None:
        httpx.post(f"{self._control}/reset", json={"records": 0}, trust_env=False).raise_for_status()


@pytest.fixture
def shop(tmp_path: Path, shop_sandbox: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Shop:
    """One customer is pending, and the keyring holds an old token."""
    place = ("--workspace", str(tmp_path / "workspace"))
    wrong = {**shop_sandbox["traede"]["credentials"], "access_token": "an-old-made-up-word"}
    made = Shop(make_person(monkeypatch, *place), shop_sandbox, wrong)
    made.reset()
    run = make_run(monkeypatch, *place)
    url = shop_sandbox["traede"]["url"]
    assert run("connect", "traede", "--name", "Shop", "--url", url, stdin=json.dumps(wrong)).code == 0
    assert run("edit", *AT, "--key", "7", "--new", "name=Ny", "currency=DKK").code == 0
    return made


def test_what_is_typed_is_in_the_keyring_for_the_next_run(shop: Shop, memory_keyring: MemoryKeyring) -> None:
    ran = shop.person(*PUSH, secrets=shop.typed)
    assert (ran.code, shop.held()) == (0, 1)
    kept = "".join(memory_keyring.entries.values())
    assert shop.secrets["access_token"] in kept
    assert shop.wrong["access_token"] not in kept
    assert shop.person("edit", *AT, "--key", "7", "name=Nyere").code == 0
    assert shop.person(*PUSH).code == 0


def test_a_part_that_is_left_empty_stays_as_it_was_kept(shop: Shop) -> None:
    ran = shop.person(*PUSH, secrets=(shop.secrets["access_token"], ""))
    assert (ran.code, shop.held()) == (0, 1)


def test_a_sign_in_of_one_run_stays_one(shop: Shop, tmp_path: Path, memory_keyring: MemoryKeyring) -> None:
    before = dict(memory_keyring.entries)
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(shop.wrong), encoding="utf-8")
    ran = shop.person(*PUSH, "--session-credentials", str(file), secrets=shop.typed)
    assert (ran.code, shop.held()) == (0, 1)
    assert memory_keyring.entries == before


def test_without_a_keyring_it_is_used_for_this_run_and_said(
    shop: Shop, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked("made up")

    monkeypatch.setattr(memory_keyring, "set_password", locked)
    ran = shop.person(*PUSH, secrets=shop.typed)
    assert (ran.code, shop.held()) == (0, 1)
    assert "They are used for this run alone." in ran.err


def test_a_wrong_one_is_asked_for_again(shop: Shop) -> None:
    ran = shop.person(*PUSH, secrets=("another-made-up-word", "", *shop.typed))
    assert (ran.code, shop.held()) == (0, 1)
    assert ran.err.count("TRAEDE refused the sign-in.") == 2


def test_what_cannot_be_sent_is_named_and_asked_for_again(shop: Shop) -> None:
    ran = shop.person(*PUSH, secrets=("wörd", "", *shop.typed))
    assert (ran.code, shop.held()) == (0, 1)
    assert "The credential “Access token” (access_token) holds characters that cannot be sent." in ran.err
    assert "wörd" not in ran.out + ran.err


def test_no_answer_stops_with_everything_pending(shop: Shop) -> None:
    ran = shop.person(*PUSH)
    assert (ran.code, shop.held()) == (5, 0)
    assert "Stopped; what was not sent stays pending." in ran.err
    assert "7" in shop.person("pending").out


def test_with_json_nobody_is_asked(shop: Shop) -> None:
    ran = shop.person("--json", *PUSH, secrets=shop.typed)
    assert (ran.code, ran.json["skipped"]) == (5, 1)
    assert "give them with --session-credentials FILE" in ran.err


def test_settling_asks_as_well(shop: Shop) -> None:
    shop.person(*PUSH, secrets=shop.typed)
    shop.person("edit", *AT, "--key", "7", "name=Nyere")
    fault = {"vendor": "traede", "fault": "lose_answer", "times": 0}
    httpx.post(f"{shop._control}/faults", json=fault, trust_env=False).raise_for_status()
    assert shop.person(*PUSH).code == 4
    httpx.delete(f"{shop._control}/faults", trust_env=False).raise_for_status()
    refused = {"vendor": "traede", "fault": "status", "status": 401, "times": 1}
    httpx.post(f"{shop._control}/faults", json=refused, trust_env=False).raise_for_status()
    ran = shop.person("settle", "--connection", "Shop", secrets=("", ""))
    assert "TRAEDE refused the sign-in." in ran.err
    assert (ran.code, ran.out.splitlines()[-1].split(",")[1]) == (0, " 1 applied")


def test_a_workspace_that_cannot_keep_it_ends_the_push_with_everything_pending(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreFull("There is no space left.", remedy="Make room.")

    with monkeypatch.context() as patch:
        patch.setattr("app.services.connections.edit_connection", full)
        ran = shop.person(*PUSH, secrets=shop.typed)
    assert (ran.code, shop.held()) == (5, 0)
    assert "There is no space left. Make room." in ran.err
    assert shop.person(*PUSH, secrets=shop.typed).code == 0


def test_a_terminal_that_is_gone_stops_the_push(shop: Shop) -> None:
    def gone(name: str) -> str:
        raise OSError(5, f"Input/output error at {name}")

    assert shop.person(*PUSH, secrets=map(gone, ["access_token"])).code == 5
    assert shop.held() == 0
