"""Records and requests of an opened push, each in a line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from app.values import Change, JournalledRequest, Outcome, RecordOutcome
from ui import theme
from ui.models.history_details import outcomes_table, requests_table, why_text

SENT = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


def request(**values: Any) -> JournalledRequest:
    usual: dict[str, Any] = {
        "id": 1,
        "push_id": 1,
        "operation": "sync",
        "method": "POST",
        "url": "/customers/sync",
        "headers": {},
        "body": "{}",
        "state": "applied",
        "attempts": 1,
        "sent_at": SENT,
        "answered_at": SENT,
        "status": 200,
        "answer": "",
        "message": "",
        "keys": ("1", "2"),
    }
    return JournalledRequest(**{**usual, **values})


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.follow(qapp, "light")


def test_outcome_is_told_with_the_vendors_words() -> None:
    table = outcomes_table()
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    table.fill([RecordOutcome("traede.customers", "7", Change.ADDED, Outcome.REFUSED, "No such term.")])
    assert [table.index(0, column).data() for column in range(4)] == ["7", "Added", "Refused", "No such term."]


@pytest.mark.parametrize(
    ("reason", "words"),
    [("stopped", "Stop was pressed before its turn."), ("no-change", "It holds this already.")],
)
def test_skipped_record_says_why(reason: str, words: str) -> None:
    outcome = RecordOutcome("k", "7", Change.CHANGED, Outcome.SKIPPED, reason=reason)
    assert why_text(outcome) == words


@pytest.mark.parametrize(
    ("state", "words"), [("split", "Refused, halved"), ("sent", "Sent, no answer"), ("new-state", "new-state")]
)
def test_request_says_what_it_became(state: str, words: str) -> None:
    table = requests_table()
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    table.fill([request(state=state, keys=("1", "2", "3", "4", "5"))])
    line = [table.index(0, column).data() for column in range(1, 6)]
    assert line == ["POST sync", "1, 2, 3 and 2 more", "200", "1", words]


def test_request_that_was_never_sent_says_so() -> None:
    table = requests_table()
    table.fill([request(state="dropped", sent_at=None, status=None)])
    assert (table.index(0, 0).data(), table.index(0, 3).data()) == ("not sent", "—")
