"""The details: fields from the declaration, edits in place, problems, old values, and the list of addresses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from app.services import edit_records
from app.values import Connection
from app.vendors.registry import kind_named
from app.workspace import Workspace
from tests.ui.demo_workspace import KIND
from ui.edits import RecordEdits
from ui.models.record_row import row_of
from ui.screens.record_form import RecordForm, groups_of
from ui.session import AppSession


class Desk:
    """A form with what it edits, following the store as the grid would make it."""

    def __init__(self, session: AppSession, connection: Connection) -> None:
        self.kind = kind_named(KIND)
        self.session = session
        self.edits = RecordEdits(session, connection)
        self.form = RecordForm(self.kind, self.edits)
        self.form.resize(400, 900)
        self.form.show()

    def show(self, record_id: int) -> None:
        self.form.show_row(row_of(self.kind, self.session.workspace.store.records.get(KIND, record_id)))

    def wait_saved(self, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: self.edits.pending == 0)


@pytest.fixture
def desk(ids: tuple[int, ...], session: AppSession, connection: Connection, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(session, connection)
    qtbot.addWidget(made.form)
    yield made
    made.wait_saved(qtbot)


def test_nothing_selected_says_so(desk: Desk) -> None:
    desk.form.show_row(None)
    assert desk.form.row is None
    assert not desk.form.fields["name"].isVisible()


def test_every_declared_field_is_there_but_the_delete_switch(desk: Desk) -> None:
    declared = {column.path for column in desk.kind.scalar_columns}
    assert set(desk.form.fields) == declared - {"delete"}
    assert [group.title for group in groups_of(desk.kind)] == ["", "Payment term", "How it is sent"]
    assert set(desk.form.lists) == {"addresses"}


def test_leaving_a_field_saves_it_and_says_so(
    desk: Desk, qtbot: QtBot, workspace: Workspace, ids: tuple[int, ...]
) -> None:
    desk.show(ids[0])
    field = desk.form.fields["name"]
    assert isinstance(field.editor, QLineEdit)
    field.editor.setFocus()
    field.editor.selectAll()
    QTest.keyClicks(field.editor, "Fjord & Fell Group")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    desk.wait_saved(qtbot)
    assert workspace.store.records.get(KIND, ids[0]).edits == {"name": "Fjord & Fell Group"}
    assert desk.form.row is not None
    assert desk.form.row.texts["name"] == "Fjord & Fell Group"


def test_changed_field_shows_the_old_value_and_reverts(
    desk: Desk, qtbot: QtBot, workspace: Workspace, ids: tuple[int, ...]
) -> None:
    desk.show(ids[1])
    field = desk.form.fields["discount_percentage"]
    buttons = [one for one in field.findChildren(QToolButton) if one.accessibleName().startswith("Revert")]
    assert buttons[0].isVisible()
    buttons[0].click()
    desk.wait_saved(qtbot)
    assert workspace.store.records.get(KIND, ids[1]).edits == {}


def test_problem_stands_below_its_field(desk: Desk, ids: tuple[int, ...]) -> None:
    desk.show(ids[4])
    assert "at most 100" in desk.form.fields["discount_percentage"].problem_text
    assert desk.form.fields["name"].problem_text == ""


def test_locked_number_cannot_be_typed_over(desk: Desk, ids: tuple[int, ...]) -> None:
    desk.show(ids[0])
    editor = desk.form.fields["customer_number"].editor
    assert isinstance(editor, QLineEdit)
    assert editor.isReadOnly()


def test_address_is_edited_in_its_cell(
    desk: Desk, qtbot: QtBot, workspace: Workspace, ids: tuple[int, ...]
) -> None:
    desk.show(ids[0])
    table = desk.form.lists["addresses"].model
    names = [column.name for column in table.columns]
    table.setData(table.index(1, names.index("city")), "Ribe")
    desk.wait_saved(qtbot)
    edits = workspace.store.records.get(KIND, ids[0]).edits
    assert edits == {"addresses[title=Shipping address].city": "Ribe"}
    assert table.index(1, names.index("city")).data() == "Ribe"


def test_address_is_added_cell_by_cell_as_one(
    desk: Desk, qtbot: QtBot, workspace: Workspace, ids: tuple[int, ...]
) -> None:
    desk.show(ids[1])
    widget = desk.form.lists["addresses"]
    widget.add_element()
    widget.model.setData(widget.model.index(1, 0), "Outlet")
    widget.model.setData(widget.model.index(1, 1), "Outlet AB")
    desk.wait_saved(qtbot)
    desk.show(ids[1])
    assert len(widget.model.elements) == 2
    record = workspace.store.records.get(KIND, ids[1])
    assert sorted(str(value) for path, value in record.edits.items() if "addresses" in path) == [
        "Outlet",
        "Outlet AB",
    ]


def test_address_that_is_only_here_can_be_removed(
    desk: Desk, qtbot: QtBot, workspace: Workspace, ids: tuple[int, ...]
) -> None:
    values = {"addresses[+].title": "Outlet", "addresses[+].name": "Outlet AB"}
    edit_records.set_values(workspace, KIND, ids[3], values)
    desk.show(ids[3])
    widget = desk.form.lists["addresses"]
    assert [element.values["title"] for element in widget.model.elements][-1] == "Outlet"
    widget.view.setCurrentIndex(widget.model.index(len(widget.model.elements) - 1, 0))
    widget.remove_current()
    desk.wait_saved(qtbot)
    assert workspace.store.records.get(KIND, ids[3]).edits == {}


def test_blank_row_can_be_given_up(desk: Desk, ids: tuple[int, ...]) -> None:
    desk.show(ids[1])
    widget = desk.form.lists["addresses"]
    widget.add_element()
    assert widget.model.rowCount() == 2
    widget.remove_current()
    assert widget.model.rowCount() == 1


def test_record_to_be_deleted_is_closed(desk: Desk, ids: tuple[int, ...]) -> None:
    desk.show(ids[7])
    editor = desk.form.fields["name"].editor
    assert isinstance(editor, QLineEdit)
    assert editor.isReadOnly()
    assert not desk.form.lists["addresses"].model.is_open
