"""The inputs of columns."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.vendors.registry import kind_named
from ui.widgets.editors import make_editor

KIND = kind_named("traede.customers")


def test_what_has_the_focus_in_an_input_has_its_name(qtbot: QtBot) -> None:
    for path in ("name", "currency", "active"):
        column = KIND.column_by_path[path]
        editor = make_editor(column)
        qtbot.addWidget(editor)
        lines = [editor] if isinstance(editor, QLineEdit) else editor.findChildren(QLineEdit)
        assert [line.accessibleName() for line in lines] == [column.title]
