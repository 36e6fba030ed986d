"""A refused sign-in in the middle of a push: it waits for another one and goes on with the same push."""

from __future__ import annotations

from typing import Any

import pytest

from app.jobs import Halt
from app.services.connections import edit_connection
from app.services.history import list_pushes
from tests.app.push.desk import CREDENTIAL, Desk, Open
from tests.app.push.pending import VENDORS, open_three, writes, written
from tests.app.push.shop import InBackground, counts, watched


def refuse(desk: Desk, **when: Any) -> None:
    """Refuse every write until the faults are cleared."""
    desk.fault("status", status=401, times=0, match=writes(desk), **when)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_401_in_the_middle_asks_and_goes_on_in_the_same_push(
    desk_at: Open, vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_three(desk_at, vendor, monkeypatch)
    refuse(desk, after=1)
    running = InBackground(desk, watched())
    words = running.await_halt(Halt.SIGN_IN)
    title = desk.vendor.title
    assert words == f"{title} refused the sign-in. Enter new credentials, then go on."
    assert {one["status"] for one in written(desk)[1:]} == {401}
    desk.clear_faults()
    running.context.go_on()
    result = running.result()
    assert (result.counts, result.exit_code) == (counts(applied=3), 0)
    assert len(list_pushes(desk.workspace)) == 1
    assert [one["status"] for one in written(desk)].count(401) == len(written(desk)) - 3


def test_a_sign_in_that_lacks_a_right_is_not_called_a_wrong_one(
    desk_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_three(desk_at, "traede", monkeypatch)
    desk.fault("status", status=403, times=0, match=writes(desk))
    running = InBackground(desk, watched())
    words = running.await_halt(Halt.SIGN_IN)
    assert words.startswith("TRAEDE knows this sign-in, but does not allow it to do this.")
    desk.clear_faults()
    running.context.go_on()
    assert running.result().counts == counts(applied=3)


@pytest.mark.parametrize("vendor", VENDORS)
def test_stop_instead_of_another_sign_in_leaves_everything_pending(
    desk_at: Open, vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_three(desk_at, vendor, monkeypatch)
    refuse(desk)
    running = InBackground(desk, watched())
    running.await_halt(Halt.SIGN_IN)
    running.context.cancel()
    assert running.result().counts == counts(skipped=3)
    desk.clear_faults()
    assert desk.push().counts == counts(applied=3)


@pytest.mark.parametrize("vendor", VENDORS)
def test_with_nobody_to_ask_it_ends_with_everything_pending(
    desk_at: Open, vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_three(desk_at, vendor, monkeypatch)
    desk.fault("status", status=401, times=0, match={})
    result = desk.push()
    assert (result.counts, result.exit_code) == (counts(skipped=3), 5)
    assert "credentials" in result.stopped_because


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_sign_in_that_was_entered_meanwhile_is_used(
    desk_at: Open, vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_three(desk_at, vendor, monkeypatch)
    right = dict(desk.workspace.credentials.get(CREDENTIAL))
    desk.workspace.credentials.keep_for_session(CREDENTIAL, {**right, **wrong(desk)})
    running = InBackground(desk, watched())
    running.await_halt(Halt.SIGN_IN)
    assert not desk.workspace.store.journal.counts(1)["failed"]
    sent = len(desk.requests())
    running.context.go_on()  # without having entered anything
    running.wait_until(lambda: len(desk.requests()) > sent)
    running.await_halt(Halt.SIGN_IN)
    edit_connection(desk.workspace, desk.connection.id, secrets=right)
    running.context.go_on()
    assert running.result().counts == counts(applied=3)


def wrong(desk: Desk) -> dict[str, str]:
    """A sign-in that no simulator takes; what is no secret stays right."""
    return {one.name: "wrong-on-purpose" for one in desk.vendor.credentials if one.is_secret}


def test_credentials_that_cannot_be_read_are_asked_for_again(
    desk_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_three(desk_at, "traede", monkeypatch)
    right = dict(desk.workspace.credentials.get(CREDENTIAL))
    refuse(desk)
    running = InBackground(desk, watched())
    running.await_halt(Halt.SIGN_IN)
    desk.workspace.credentials.delete(CREDENTIAL)
    running.context.go_on()
    running.await_halt(Halt.SIGN_IN, "No credentials are stored")
    desk.clear_faults()
    desk.workspace.credentials.keep_for_session(CREDENTIAL, right)
    running.context.go_on()
    assert running.result().counts == counts(applied=3)


def test_a_new_secret_is_masked_like_the_one_before(desk_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = open_three(desk_at, "traede", monkeypatch)
    refuse(desk)
    running = InBackground(desk, watched())
    running.await_halt(Halt.SIGN_IN)
    desk.clear_faults()
    later = {"access_token": "another-made-up-word", "app_key": "yet-another-word"}
    desk.workspace.credentials.keep_for_session(CREDENTIAL, later)
    body = {"errors": [{"detail": "No: another-made-up-word"}]}
    desk.fault("status", status=422, times=0, body=body)
    running.context.go_on()
    result = running.result()
    assert result.counts == counts(refused=3)
    assert "another-made-up-word" not in str(desk.outcomes(result.push_id))


def test_a_token_that_ends_and_is_refused_asks_as_well(desk_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = open_three(desk_at, "kibo", monkeypatch)
    refuse(desk, after=1)
    desk.fault("status", status=401, times=0, match={"path": "/oauth"})
    running = InBackground(desk, watched())
    running.await_halt(Halt.SIGN_IN)
    desk.clear_faults()
    running.context.go_on()
    assert running.result().counts == counts(applied=3)
