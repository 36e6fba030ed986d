"""What a vendor would undo is said in the details before anything is edited."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.services.connections import add_connection
from app.values import BaseState, Record
from app.vendors.assess import assessed
from app.vendors.registry import kind_named
from app.workspace import Workspace
from ui.edits import RecordEdits
from ui.models.record_row import row_of
from ui.screens.record_form import RecordForm
from ui.session import AppSession

KIND = kind_named("softwareone.buyers")


@pytest.mark.parametrize(("status", "words"), [("Active", "overwrites its name, address"), ("Enabled", "")])
def test_what_the_erp_overwrites_is_said_first(
    workspace: Workspace, session: AppSession, qtbot: QtBot, status: str, words: str
) -> None:
    connection = add_connection(
        workspace,
        vendor="softwareone",
        name="Place",
        base_url="http://127.0.0.1:9",
        environment="test",
        secrets={"api_token": "a made-up word"},
        for_session_only=True,
    )
    base = {"id": "BUY-1", "name": "Åse & Søn", "status": status, "address": {"city": "Ribe"}}
    record = Record(1, KIND.id, connection.id, "BUY-1", BaseState.KNOWN, base, {})
    form = RecordForm(KIND, RecordEdits(session, connection))
    qtbot.addWidget(form)
    form.resize(400, 700)
    form.show()
    form.show_row(row_of(KIND, assessed(KIND, record, {})))
    assert words in form.caution
    assert bool(form.caution) == bool(words)
