"""Signing in to the simulated Kibo by token, from the connection's own address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.errors import SignInRefused, WrongAddress
from app.values import Pulled
from tests.app.services.place import Place

TICKETS = "/authtickets/oauth"
Connect = Callable[..., Place]


def test_one_token_serves_a_pull_and_the_next(place: Connect) -> None:
    opened = place("kibo", records=3).with_options(page_size=1)
    opened.pull()
    opened.pull()
    assert len(opened.requests(TICKETS)) == 1


def test_a_token_that_ended_early_is_renewed_in_the_middle(place: Connect) -> None:
    opened = place("kibo", records=3).with_options(page_size=1)
    opened.fault("status", status=401, after=1, match={"path": "/b2baccounts"})
    assert opened.pull() == Pulled(read=3, added=3)
    assert len(opened.requests(TICKETS)) == 2


def test_a_short_token_is_renewed_before_its_end(place: Connect) -> None:
    opened = place("kibo", records=3)
    opened.behave(token_seconds=1)
    opened.pull()
    opened.behave(token_seconds=3600)
    assert opened.pull() == Pulled(read=3)


@pytest.mark.parametrize("status", [401, 200])
def test_a_wrong_secret_is_told_before_anything_is_read(place: Connect, status: int) -> None:
    opened = place("kibo", records=1)
    opened.behave(wrong_client=status)
    secrets = opened.workspace.credentials.get("of Place", ["client_id", "tenant", "site"])
    opened.workspace.credentials.keep_for_session(
        "of Place", {**secrets, "client_secret": "wrong-secret-of-a-test"}
    )
    with pytest.raises(SignInRefused) as refusal:
        opened.pull()
    assert "wrong-secret" not in str(refusal.value)
    assert opened.requests("/b2baccounts") == []


def test_an_address_without_a_sign_in_is_no_kibo(place: Connect) -> None:
    opened = place("kibo", records=1)
    elsewhere = replace(opened.connection, base_url=opened.connection.base_url.replace("/kibo", "/nowhere"))
    opened.workspace.store.connections.update(elsewhere)
    with pytest.raises(WrongAddress):
        opened.pull()


def test_no_token_is_ever_written_down(place: Connect) -> None:
    opened = place("kibo", records=1)
    opened.pull()
    written = b"".join(file.read_bytes() for file in opened.workspace.folder.rglob("*") if file.is_file())
    assert b"sandbox-access" not in written
