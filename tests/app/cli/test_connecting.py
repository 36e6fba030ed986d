"""connect and connections: what is kept where, and what is said when it cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.app.cli.conftest import CREDENTIALS
from tests.app.cli.running import Ran, Run
from tests.memory_keyring import MemoryKeyring

URL = "http://127.0.0.1:9"
SIGN_IN = json.dumps(CREDENTIALS)


def connect(run: Run, name: str = "Nordic", *words: str, stdin: str = SIGN_IN, url: str = URL) -> Ran:
    return run("connect", "traede", "--name", name, "--url", url, *words, stdin=stdin)


def names(run: Run) -> list[str]:
    return [each["name"] for each in run("connections").json["connections"]]


def test_credentials_go_into_the_keyring_and_nowhere_else(
    run: Run, folder: Path, memory_keyring: MemoryKeyring
) -> None:
    ran = connect(run)
    assert ran.code == 0
    assert CREDENTIALS["access_token"] in " ".join(memory_keyring.entries.values())
    content = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert not any(secret.encode() in content for secret in CREDENTIALS.values())
    assert not any(secret in ran.out + ran.err for secret in CREDENTIALS.values())


def test_session_credentials_are_not_stored(run: Run, credentials: Path, memory_keyring: MemoryKeyring) -> None:
    assert connect(run, "Nordic", "--session-credentials", str(credentials), stdin="").code == 0
    assert connect(run, "Baltic", "--session-credentials", "-").code == 0
    assert memory_keyring.entries == {}
    assert names(run) == ["Shop", "Nordic", "Baltic"]


def test_without_a_keyring_nothing_is_stored(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring  # noqa: PLC0415  only this test takes the backend away
    import keyring.backends.fail  # noqa: PLC0415  as above

    monkeypatch.setattr(keyring, "get_keyring", keyring.backends.fail.Keyring)
    ran = connect(run)
    assert ran.code == 5
    assert "keyring" in ran.json["error"]
    assert "--session-credentials" in ran.json["remedy"]
    assert names(run) == ["Shop"]


@pytest.mark.parametrize(
    "stdin",
    ["", "planted words", '["planted"]', '{"access_token": "planted"}', '{"access_token": 1, "app_key": ""}'],
)
def test_credentials_that_are_none_are_bad_usage_and_not_repeated(run: Run, stdin: str) -> None:
    ran = connect(run, stdin=stdin)
    assert ran.code == 2
    assert "planted" not in ran.out + ran.err
    assert names(run) == ["Shop"]


@pytest.mark.parametrize(
    ("words", "url"),
    [
        (("--environment", "moon"), URL),
        ((), "http://example.com"),
        ((), "https://example.com/?token=x"),
        ((), "nowhere"),
    ],
)
def test_unsafe_address_and_unknown_environment_are_refused(run: Run, words: tuple[str, ...], url: str) -> None:
    ran = connect(run, "Nordic", *words, url=url)
    assert ran.code in {2, 5}
    assert names(run) == ["Shop"]


def test_connection_that_fails_its_test_is_not_added(run: Run, memory_keyring: MemoryKeyring) -> None:
    ran = connect(run, "Nordic", "--test")
    assert ran.code == 5
    assert "not added" in ran.json["remedy"]
    assert names(run) == ["Shop"]
    assert memory_keyring.entries == {}


def test_name_is_taken_whatever_its_case(run: Run) -> None:
    assert connect(run, "SHOP").code == 2


def test_rename_and_remove(run: Run) -> None:
    assert run("connections", "rename", "Shop", "Nordic").json["name"] == "Nordic"
    assert run("connections", "remove", "Shop").code == 2
    assert run("connections", "remove", "Nordic").code == 0
    assert names(run) == []


def test_missing_credentials_file_is_bad_usage(run: Run) -> None:
    assert run("push", "--connection", "Shop", "--session-credentials", "not-there.json").code == 2


def test_switches_are_set_as_a_person_types_them(run: Run) -> None:
    assert connect(run, "Nordic", "--option", "try_get_customers=ja", "--option", "batch_size=50").code == 0
    assert run("connections").json["connections"][1]["options"] == {"try_get_customers": True, "batch_size": 50}
    ran = run("connections", "set", "Nordic", "try_get_customers=no", "path_prefix=v10")
    assert ran.code == 0
    assert ran.json["options"]["addresses_sync_mode"] == "append"
    found = run("connections").json["connections"][1]["options"]
    assert found == {"try_get_customers": False, "batch_size": 50, "path_prefix": "v10"}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("try_get_customers=perhaps", "Choose yes or no."),
        ("batch_size=many", "Write a whole number."),
        ("batch_size=501", "from 1 to 500"),
        ("addresses_sync_mode=merge", "append, replace"),
        ("nonsense=1", "batch_size"),
        ("nonsense", "NAME=VALUE"),
    ],
)
def test_a_switch_that_is_none_is_bad_usage_and_changes_nothing(run: Run, word: str, said: str) -> None:
    for ran in (run("connections", "set", "Shop", word), connect(run, "Nordic", "--option", word)):
        assert ran.code == 2
        assert said in ran.json["remedy"]
    assert [each["options"] for each in run("connections").json["connections"]] == [{}]
