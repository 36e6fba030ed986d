"""How pushes and what they left read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.errors import Offline, SignInRefused, WrongAddress
from app.values import Connection, PushResult, PushSummary
from ui.screens.push_words import (
    at_once_words,
    left_over_buttons,
    left_over_words,
    push_button_words,
    result_buttons,
    result_severity,
    result_words,
    running_words,
)

TEST = Connection(1, "traede", "Nordic test", "https://example.com", "test", "c")
LIVE = replace(TEST, name="Nordic", environment="production")
CUT_OFF = PushSummary(
    id=9,
    connection_id=1,
    connection_name="Nordic test",
    vendor="traede",
    environment="test",
    started_at=datetime(2026, 3, 12, 12, tzinfo=UTC),
    finished_at=None,
    state="interrupted",
    counts={"applied": 4},
)


def result(**counts: int) -> PushResult:
    return PushResult(9, counts)


def test_button_names_number_and_place() -> None:
    assert push_button_words(TEST, 37) == "Push 37 changes to Nordic test"
    assert push_button_words(LIVE, 1) == "Push 1 change to PRODUCTION: Nordic"
    assert running_words(LIVE) == "Pushing to PRODUCTION: Nordic"


@pytest.mark.parametrize(
    ("counts", "severity", "buttons"),
    [
        ({"applied": 3}, "success", ["history"]),
        ({"applied": 3, "refused": 1}, "error", ["refused", "retry-failed", "export-failed", "history"]),
        ({"failed": 2}, "error", ["retry-failed", "export-failed", "history"]),
        ({"unknown": 2}, "warning", ["settle", "unknown", "history"]),
        ({"skipped": 2}, "warning", ["review", "history"]),
    ],
)
def test_result_leads_on_from_what_happened(counts: dict[str, int], severity: str, buttons: list[str]) -> None:
    assert result_severity(result(**counts)) == severity
    assert [name for name, _, _ in result_buttons(result(**counts))] == buttons


def test_what_was_not_sent_is_said_to_stay() -> None:
    words = result_words(result(applied=2, skipped=1), TEST)
    assert words == "Pushed to Nordic test: 2 applied, 1 skipped. What was not sent stays pending (1)."
    stopped = replace(result(applied=2, skipped=1), stopped_because="Stopped; what was not sent stays pending.")
    assert result_words(stopped, TEST).count("pending") == 1
    assert result_words(PushResult(9, {}), TEST) == "Nothing was pending in Nordic test."


def test_why_it_was_not_sent_is_said_and_what_changed_nothing_is_not_pending() -> None:
    reasons = {"conflict": 2, "held-back": 1, "unknown-before": 3, "no-change": 4}
    words = result_words(replace(result(skipped=10), reasons=reasons), TEST)
    why = "1 held back by problems, 2 in conflict, 3 sent before and perhaps still arriving"
    assert words.endswith(f"What was not sent stays pending ({why}).")
    assert "pending" not in result_words(replace(result(skipped=4), reasons={"no-change": 4}), TEST)


def test_what_waits_for_a_lost_create_can_be_pushed_at_once() -> None:
    resting = replace(result(skipped=3), reasons={"unknown-before": 3})
    assert [name for name, _, _ in result_buttons(resting)] == ["at-once", "review", "history"]
    assert "twice" in at_once_words("SoftwareOne Marketplace")


@pytest.mark.parametrize(
    ("error", "button"),
    [(SignInRefused("No."), "sign-in"), (Offline("Nobody there."), "retry")],
)
def test_run_that_broke_off_says_why_first(error: Any, button: str) -> None:
    broken = replace(result(skipped=3), error=error)
    assert result_words(broken, TEST) == f"{error} Of 3 records: 3 skipped."
    assert result_buttons(broken)[0][0] == button
    assert result_severity(broken) == "error"


def test_unknown_is_said_in_words_whatever_ended_the_push() -> None:
    words = "Nobody can say yet whether the vendor holds what is unknown: settle it first."
    assert (
        result_words(result(applied=2, unknown=1), TEST)
        == f"Pushed to Nordic test: 2 applied, 1 unknown. {words}"
    )
    broken = replace(result(skipped=3, unknown=1), error=WrongAddress("A web page came."))
    assert result_words(broken, TEST).endswith(words)
    assert "Nobody" not in result_words(result(applied=2), TEST)
    settled = result_words(result(unknown=1), TEST, verb="Settled in")
    assert settled.endswith("can be settled again later, or by your own look at the vendor.")


@pytest.mark.parametrize("error", [SignInRefused("No."), WrongAddress("A web page came."), Offline("Nobody.")])
def test_push_that_broke_off_is_tried_again_whole_and_in_one_way_only(error: Any) -> None:
    buttons = [name for name, _, _ in result_buttons(replace(result(skipped=3, failed=1), error=error))]
    assert buttons.count("retry") == 1
    assert "retry-failed" not in buttons


def test_a_connection_that_leads_nowhere_can_be_edited_at_once() -> None:
    nowhere = Offline("No secure connection could be made.", remedy="Check the connection's address.")
    slow = Offline("TRAEDE kept asking to slow down.", remedy="Push again later.")
    names = [
        [name for name, _, _ in result_buttons(replace(result(failed=1), error=one))] for one in (nowhere, slow)
    ]
    assert names[0][:2] == ["retry", "sign-in"]
    assert "sign-in" not in names[1]


def test_push_that_was_cut_off_is_offered() -> None:
    day = CUT_OFF.started_at.astimezone().day
    assert left_over_words(CUT_OFF, 100).startswith(f"A push of {day} March was cut off: 100 records unknown.")
    words = "cut off: 4 applied. What was not sent is still pending; nothing is sent before you say so."
    assert left_over_words(CUT_OFF, 0).endswith(words)
    undo = left_over_words(replace(CUT_OFF, undoes=7), 0)
    assert undo.startswith(f"The undo of push 7 of {day} March was cut off: 4 applied.")


@pytest.mark.parametrize(
    ("push", "unknown", "ready", "buttons"),
    [
        (CUT_OFF, 0, 3, ["go-on", "review", "history"]),
        (CUT_OFF, 2, 3, ["go-on", "settle", "unknown", "review", "history"]),
        (CUT_OFF, 2, 0, ["settle", "unknown", "history"]),
        (replace(CUT_OFF, undoes=7), 0, 3, ["undo", "review", "history"]),
        (replace(CUT_OFF, undoes=7), 2, 3, ["settle", "unknown", "review", "history"]),
        (None, 2, 3, ["settle", "unknown"]),
    ],
)
def test_what_was_left_over_can_be_gone_on_with(
    push: PushSummary | None, unknown: int, ready: int, buttons: list[str]
) -> None:
    offered = left_over_buttons(TEST, push, unknown=unknown, ready=ready)
    assert [name for name, _, _ in offered] == buttons
    assert ("go-on", "Push 3 changes to Nordic test", "push") in offered or "go-on" not in buttons
