"""Connections made, changed and removed, their secrets kept first and gone last."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_workspace
from app.credentials import Credentials
from app.errors import CredentialsMissing, KeyringLocked, NoKeyring, NotAllowed, NotFound, UsageError
from app.jobs import JobContext
from app.services import connections, edit_records
from app.services.propose_file import propose
from app.store.journal import Journal
from app.values import BaseState, Change, Connection, Record
from app.workspace import Workspace
from tests.app.conftest import SECRETS, TRAEDE, StoppedClock
from tests.memory_keyring import MemoryKeyring


def add(workspace: Workspace, **changed: Any) -> Connection:
    wanted: dict[str, Any] = {
        "vendor": "traede",
        "name": "Shop",
        "base_url": "https://api.example.test",
        "environment": "test",
        "secrets": SECRETS,
    }
    return connections.add_connection(workspace, **(wanted | changed))


def make_known(workspace: Workspace, connection: Connection) -> None:
    record = Record(0, TRAEDE, connection.id, "1", BaseState.KNOWN, {"customer_number": "1"}, {})
    workspace.store.records.save([record])


def test_secrets_go_into_the_keyring_and_nowhere_else(
    workspace: Workspace, memory_keyring: MemoryKeyring
) -> None:
    padded = {name: f"  {value}\n" for name, value in SECRETS.items()}
    made = add(workspace, base_url=" https://api.example.test/v1/ ", secrets=padded)
    assert made.base_url == "https://api.example.test/v1"
    assert dict(workspace.credentials.get(made.credential_id)) == SECRETS
    assert memory_keyring.entries
    files = [file.read_bytes() for file in workspace.folder.rglob("*") if file.is_file()]
    assert not any(value.encode() in content for value in SECRETS.values() for content in files)


def test_secrets_for_the_session_are_not_stored(workspace: Workspace, memory_keyring: MemoryKeyring) -> None:
    made = add(workspace, for_session_only=True)
    assert workspace.credentials.is_for_session(made.credential_id)
    assert memory_keyring.entries == {}


class RefusingCredentials(Credentials):
    """A keyring that cannot be used."""

    def __init__(self, error: type[NoKeyring | KeyringLocked]) -> None:
        super().__init__()
        self._error = error

    def set(self, credential_id: str, values: object) -> None:
        raise self._error("This computer has no keyring.")

    def delete(self, credential_id: str) -> None:
        raise self._error("This computer has no keyring.")


def test_without_a_keyring_nothing_is_stored(tmp_path: Path, clock: StoppedClock) -> None:
    with open_workspace(tmp_path, credentials=RefusingCredentials(NoKeyring), clock=clock) as workspace:
        with pytest.raises(NoKeyring):
            add(workspace)
        assert connections.list_connections(workspace) == ()


def test_a_locked_keyring_keeps_a_connection_from_being_removed(tmp_path: Path, clock: StoppedClock) -> None:
    with open_workspace(tmp_path, credentials=RefusingCredentials(KeyringLocked), clock=clock) as workspace:
        made = workspace.store.connections.add(
            vendor="traede",
            name="A",
            base_url="https://a.test",
            environment="test",
            options={},
            credential_id="c",
        )
        with pytest.raises(KeyringLocked):
            connections.remove_connection(workspace, made.id)
        assert connections.list_connections(workspace) == (made,)
        workspace.credentials.keep_for_session("c", SECRETS)
        connections.remove_connection(workspace, made.id)
        assert connections.list_connections(workspace) == ()


def test_a_store_that_fails_takes_the_secrets_back(
    workspace: Workspace, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> Connection:
        raise NotAllowed("taken meanwhile")

    monkeypatch.setattr(workspace.store.connections, "add", refuse)
    with pytest.raises(NotAllowed):
        add(workspace)
    assert memory_keyring.entries == {}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"base_url": "http://api.example.test"}, "readable by others"),
        ({"base_url": "https://api.example.test?key=1"}, "query"),
        ({"base_url": "https://u:p@api.example.test"}, "sign-in"),
        ({"base_url": "api.example.test"}, "does not name a server"),
        ({"environment": "live"}, "“live” is no environment"),
        ({"name": " "}, "needs a name"),
        ({"vendor": "acme"}, "There is no vendor"),
        ({"options": {"batch": 1}}, "no switch “batch”"),
        ({"options": {"batch_size": 0}}, "cannot be “0”"),
        ({"options": {"batch_size": True}}, "cannot be “True”"),
        ({"options": {"addresses_sync_mode": "merge"}}, "cannot be “merge”"),
        ({"options": {"path_prefix": "v1?x"}}, "cannot be “v1?x”"),
        ({"secrets": {"access_token": "t"}}, "“App key” (app_key) is missing"),
        ({"secrets": {**SECRETS, "app_key": " "}}, "“App key” (app_key) is missing"),
        ({"secrets": {**SECRETS, "password": "x"}}, "no credential “password”"),
        ({"secrets": {**SECRETS, "app_key": "a\r\nb"}}, "cannot be sent"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_name(
    workspace: Workspace, memory_keyring: MemoryKeyring, changed: dict[str, Any], words: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(words)):
        add(workspace, **changed)
    assert connections.list_connections(workspace) == ()
    assert memory_keyring.entries == {}


@pytest.mark.parametrize("pasted", ["", "/", "/public", "/public/v1", "/public/v1/"])
def test_a_pasted_address_may_go_on_as_every_path_of_the_vendor_begins(
    workspace: Workspace, pasted: str
) -> None:
    wanted = {"vendor": "softwareone", "secrets": {"api_token": "a-token"}}
    made = add(workspace, base_url=f"https://api.example.test/market{pasted}", **wanted)
    assert made.base_url == "https://api.example.test/market"
    changed = connections.edit_connection(workspace, made.id, base_url=f"https://api.example.test{pasted}")
    assert changed.base_url == "https://api.example.test"


def test_a_server_on_this_machine_may_go_without_encryption(workspace: Workspace) -> None:
    assert add(workspace, base_url="http://127.0.0.1:8080/").base_url == "http://127.0.0.1:8080"


def test_renaming_keeps_everything_else(workspace: Workspace) -> None:
    made = add(workspace)
    add(workspace, name="Other")
    renamed = connections.rename_connection(workspace, made.id, "  New   name ")
    assert (renamed.name, renamed.credential_id) == ("New name", made.credential_id)
    assert connections.rename_connection(workspace, made.id, "NEW NAME").name == "NEW NAME"
    with pytest.raises(NotAllowed, match="other"):
        connections.rename_connection(workspace, made.id, "other")


def test_new_secrets_replace_the_old_ones(workspace: Workspace) -> None:
    made = add(workspace)
    newer = {**SECRETS, "app_key": "a newer key"}
    edited = connections.edit_connection(workspace, made.id, secrets=newer)
    assert dict(workspace.credentials.get(edited.credential_id)) == newer
    with pytest.raises(CredentialsMissing):
        workspace.credentials.get(made.credential_id)


def test_one_new_secret_goes_with_the_others_that_are_kept(workspace: Workspace) -> None:
    made = add(workspace)
    edited = connections.edit_connection(workspace, made.id, secrets={"app_key": "a newer key"})
    assert dict(workspace.credentials.get(edited.credential_id)) == {**SECRETS, "app_key": "a newer key"}
    workspace.credentials.delete(edited.credential_id)
    with pytest.raises(UsageError, match="Access token"):
        connections.edit_connection(workspace, made.id, secrets={"app_key": "the newest key"})


def test_secrets_of_a_session_cover_the_stored_ones(workspace: Workspace) -> None:
    made = add(workspace)
    newer = {**SECRETS, "app_key": "a newer key"}
    for change in (
        lambda: connections.edit_connection(workspace, made.id, secrets=newer, for_session_only=True),
        lambda: connections.use_for_session(workspace, made.id, newer),
    ):
        change()
        assert dict(workspace.credentials.get(made.credential_id)) == newer
        workspace.credentials.forget_session(made.credential_id)
        assert dict(workspace.credentials.get(made.credential_id)) == SECRETS


def test_records_a_vendor_holds_never_go_to_another_server(workspace: Workspace) -> None:
    made = add(workspace)
    connections.edit_connection(workspace, made.id, base_url="https://typo.example.test")
    make_known(workspace, made)
    with pytest.raises(NotAllowed, match="holds records"):
        connections.edit_connection(workspace, made.id, base_url="https://api.example.test")
    with pytest.raises(NotAllowed):
        connections.edit_connection(workspace, made.id, environment="production")
    edited = connections.edit_connection(workspace, made.id, base_url="https://typo.example.test/v10")
    assert edited.base_url.endswith("/v10")


def test_new_switches_assess_pending_records_anew(workspace: Workspace) -> None:
    made = add(workspace)
    record = Record(
        *(0, TRAEDE, made.id, "1", BaseState.KNOWN),
        base={"customer_number": "1", "addresses": [{"title": "Shop"}]},
        edits={"addresses[title=Shop]": None},
        change=Change.CHANGED,
    )
    (record_id,) = workspace.store.records.save([record])
    connections.edit_connection(workspace, made.id, options={"addresses_sync_mode": "append"})
    assert [one.is_error for one in workspace.store.records.get(TRAEDE, record_id).problems] == [True]
    connections.edit_connection(workspace, made.id, options={"addresses_sync_mode": "replace"})
    assert not any(one.is_error for one in workspace.store.records.get(TRAEDE, record_id).problems)


def test_removing_takes_records_and_secrets_along(workspace: Workspace, memory_keyring: MemoryKeyring) -> None:
    made = add(workspace)
    make_known(workspace, made)
    edit_records.add_record(workspace, TRAEDE, made.id, {"customer_number": "2"})
    assert connections.connection_contents(workspace, made.id) == connections.ConnectionContents(2, 1)
    assert connections.remove_connection(workspace, made.id).connection_id == made.id
    assert memory_keyring.entries == {}
    assert workspace.store.records.many(TRAEDE, [1, 2]) == ()
    with pytest.raises(NotFound):
        connections.connection_contents(workspace, made.id)


def test_an_open_journal_keeps_the_connection(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    made = add(workspace)
    monkeypatch.setattr(Journal, "has_open", lambda *_: True)
    with pytest.raises(NotAllowed, match="not known yet"):
        connections.remove_connection(workspace, made.id)
    with pytest.raises(NotAllowed):
        connections.edit_connection(workspace, made.id, environment="production")
    assert connections.list_connections(workspace) == (made,)


def test_removing_takes_open_proposals_along(workspace: Workspace, tmp_path: Path) -> None:
    made, other = add(workspace), add(workspace, name="Other")
    file = tmp_path / "customers.csv"
    file.write_text("customer_number,name\n1,Fell\n", encoding="utf-8")
    for connection in (made, other):
        propose(workspace, JobContext(), file, kind=TRAEDE, connection_id=connection.id)
    connections.remove_connection(workspace, made.id)
    assert [proposal.connection_id for proposal in workspace.store.proposals.list()] == [other.id]
