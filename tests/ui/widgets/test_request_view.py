"""The exact request, as text, with the lines of one record marked."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.values import JournalledRequest, RequestPreview
from ui import theme
from ui.widgets.request_view import RequestView, pretty

BODY = json.dumps({"customers": [{"customer_number": "1", "name": "Bø"}, {"customer_number": "2"}]})
PREVIEW = RequestPreview("POST", "https://example.com/sync", {"Authorization": "•••"}, BODY, ("1", "2"))


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> RequestView:
    theme.follow(qapp, "light")
    made = RequestView()
    qtbot.addWidget(made)
    return made


def marked(view: RequestView) -> list[str]:
    return [selection.cursor.block().text().strip() for selection in view.text.extraSelections()]


def test_preview_marks_the_lines_of_its_record(view: RequestView) -> None:
    view.show_preview(PREVIEW, "2")
    assert view.text.toPlainText().startswith("POST https://example.com/sync\nAuthorization: •••\n\n{")
    assert marked(view) == ["{", '"customer_number": "2"', "}"]


def test_record_without_a_key_marks_nothing(view: RequestView) -> None:
    view.show_preview(PREVIEW, "#3")
    assert marked(view) == []


def test_body_that_is_no_json_stays_as_it_is(view: RequestView) -> None:
    assert pretty("<html>") == "<html>"
    view.show_words("Nothing would be sent.", "It is held back.")
    assert view.text.toPlainText() == "It is held back."


def test_answer_stands_below_what_was_sent(view: RequestView) -> None:
    at = datetime(2026, 3, 12, tzinfo=UTC)
    sent = JournalledRequest(
        id=1,
        push_id=1,
        operation="sync",
        method="POST",
        url="/sync",
        headers={},
        body=BODY,
        state="refused",
        attempts=1,
        sent_at=at,
        answered_at=at,
        status=422,
        answer='{"errors":[]}',
        message="Refused.",
        keys=("1",),
    )
    view.show_journalled(sent)
    assert "— Answer: 422 —\nRefused.\n\n{\n" in view.text.toPlainText()


def test_all_of_it_can_be_copied(view: RequestView) -> None:
    view.show_preview(PREVIEW, "1")
    view.findChildren(QPushButton)[0].click()
    assert "Authorization: •••" in QGuiApplication.clipboard().text()
