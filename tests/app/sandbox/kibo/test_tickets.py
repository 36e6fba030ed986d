from __future__ import annotations

import pytest

from app.sandbox.kibo.tickets import MAX_TICKETS, Tickets
from tests.app.sandbox.kibo.visit import ACCOUNTS, SIGN_IN, KiboVisitor


def test_the_credentials_are_those_of_the_form(kibo: KiboVisitor) -> None:
    assert list(kibo.credentials) == ["client_id", "client_secret", "tenant", "site"]
    assert kibo.credentials["client_secret"].startswith("sandbox-")
    assert kibo.credentials["tenant"].isdecimal()


@pytest.mark.parametrize("prefix", ["", "/api"])
def test_a_client_signs_in(kibo: KiboVisitor, prefix: str) -> None:
    answer = kibo.visitor.client.post(kibo.url + prefix + SIGN_IN, json=kibo.client())
    assert answer.status_code == 200
    assert set(answer.json()) == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert answer.json()["expires_in"] == 3600
    assert kibo.view()["tokens_issued"] == 1


def test_the_log_masks_what_signs_in(kibo: KiboVisitor) -> None:
    refresh = kibo.sign_in(kibo.client()).json()["refresh_token"]
    kibo.sign_in(kibo.client(refresh_token=refresh))
    seen = kibo.visitor.requests()["requests"]
    assert [each["body"]["client_secret"] for each in seen] == ["***", "***"]
    assert seen[0]["body"]["client_id"] == kibo.credentials["client_id"]
    assert refresh not in str(seen)


def test_the_time_of_a_token_is_switchable_and_can_be_unsaid(kibo: KiboVisitor) -> None:
    kibo.behave(token_seconds=90)
    assert kibo.sign_in(kibo.client()).json()["expires_in"] == 90
    kibo.behave(shows_expiry=False)
    assert "expires_in" not in kibo.sign_in(kibo.client()).json()


@pytest.mark.parametrize("status", [401, 200])
@pytest.mark.parametrize("wrong", [{"client_id": "nobody"}, {"client_secret": "nope"}, {"client_secret": None}])
def test_a_wrong_client_is_told_in_two_ways(kibo: KiboVisitor, wrong: dict[str, object], status: int) -> None:
    kibo.behave(wrong_client=status)
    answer = kibo.sign_in(kibo.client(**wrong))
    assert (answer.status_code, answer.json()["errorCode"]) == (status, "UNAUTHORIZED")
    assert "access_token" not in answer.json()


@pytest.mark.parametrize("grant", [None, "", "password"])
def test_another_grant_is_400(kibo: KiboVisitor, grant: object) -> None:
    assert kibo.sign_in(kibo.client(grant_type=grant)).status_code == 400


def test_a_form_instead_of_json_is_415(kibo: KiboVisitor) -> None:
    answer = kibo.visitor.client.post(kibo.url + SIGN_IN, data=kibo.client())
    assert answer.status_code == 415


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"x"'])
def test_a_sign_in_that_is_no_object_is_400(kibo: KiboVisitor, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = kibo.visitor.client.post(kibo.url + SIGN_IN, content=content, headers=headers)
    assert answer.status_code == 400


def test_signing_in_is_a_post(kibo: KiboVisitor) -> None:
    answer = kibo.visitor.client.get(kibo.url + SIGN_IN)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("grant", ["client_credentials", "refresh_token"])
def test_a_refresh_token_gives_a_new_token(kibo: KiboVisitor, grant: str) -> None:
    first = kibo.sign_in(kibo.client()).json()
    body = kibo.client(grant_type=grant, refresh_token=first["refresh_token"])
    second = kibo.sign_in(body).json()
    assert second["access_token"] != first["access_token"]
    assert kibo.sign_in(body | {"refresh_token": "nope"}).status_code == 401
    assert kibo.sign_in(body | {"client_secret": "nope"}).status_code == 401


@pytest.mark.parametrize("header", [None, "", "Bearer nope", "Basic abc"])
def test_without_a_token_everything_is_401(kibo: KiboVisitor, header: str | None) -> None:
    headers = {name: text for name, text in kibo.headers.items() if name != "Authorization"}
    headers |= {} if header is None else {"Authorization": header}
    for path in (ACCOUNTS, "/platform/adminuser/accounts", "/nothing"):
        answer = kibo.visitor.client.get(kibo.url + path, headers=headers)
        assert (answer.status_code, answer.json()["errorCode"]) == (401, "UNAUTHORIZED")


def test_a_token_without_bearer_is_401(kibo: KiboVisitor) -> None:
    headers = kibo.headers | {"Authorization": kibo.headers["Authorization"].removeprefix("Bearer ")}
    assert kibo.visitor.client.get(kibo.url + ACCOUNTS, headers=headers).status_code == 401


def test_a_token_ends() -> None:
    now = [100.0]
    tickets = Tickets("me", "mine", clock=lambda: now[0])
    body = {"client_id": "me", "client_secret": "mine", "grant_type": "client_credentials"}
    told = tickets.issue(body, lifetime_seconds=60, wrong_status=401)
    header = f"Bearer {told['access_token']}"
    now[0] = 159.9
    assert tickets.is_good(header, lifetime_seconds=60)
    now[0] = 160.0
    assert not tickets.is_good(header, lifetime_seconds=3600)


def test_a_token_ends_with_a_shorter_time(kibo: KiboVisitor) -> None:
    assert kibo.get().status_code == 200
    kibo.behave(token_seconds=0)
    assert kibo.get().status_code == 401


def test_the_tokens_are_bounded() -> None:
    tickets = Tickets("me", "mine", clock=lambda: 0.0)
    body = {"client_id": "me", "client_secret": "mine", "grant_type": "client_credentials"}
    issued = [tickets.issue(body, lifetime_seconds=60, wrong_status=401) for _ in range(MAX_TICKETS + 1)]
    assert not tickets.is_good(f"Bearer {issued[0]['access_token']}", lifetime_seconds=60)
    assert tickets.is_good(f"Bearer {issued[-1]['access_token']}", lifetime_seconds=60)
