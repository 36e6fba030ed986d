"""Puts the cursor at a field of the details, ready to type, also at one of an element of a list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from app.records.paths import column_of
from ui.screens.record_form import RecordForm
from ui.widgets.editors import ChoiceBox


def show_field(form: RecordForm, path: str) -> None:
    """Bring a place of the record that is shown into view; the cursor stays where it is."""
    field = form.fields.get(path)
    if field is not None and not form.isHidden():
        _show(form, field)


def go_to_field(form: RecordForm, path: str) -> bool:
    """Go to a place of the record that is shown; tells whether it has a field there."""
    field = form.fields.get(path)
    if field is not None:
        _show(form, field)
        _type_into(field.editor)
        return True
    listed = form.lists.get(path.partition("[")[0])
    if listed is None:
        return False
    _show(form, listed)
    if not listed.go_to(path, column_of(path)):
        listed.view.setFocus(Qt.FocusReason.ShortcutFocusReason)  # of an element that is gone
    return True


def focused_path(form: RecordForm) -> str:
    """Name the place of the record whose field has the focus; "" outside of the details."""
    focus = form.window().focusWidget()
    if focus is None or not form.isAncestorOf(focus):
        return ""
    for path, field in form.fields.items():
        if field.isAncestorOf(focus):
            return path
    return next((path for one in form.lists.values() if (path := one.focused_path)), "")


def _show(form: RecordForm, field: QWidget) -> None:
    form.show()
    for area in form.findChildren(QScrollArea):
        area.ensureWidgetVisible(field)


def _type_into(editor: QLineEdit | ChoiceBox) -> None:
    editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
    line = editor.lineEdit() if isinstance(editor, ChoiceBox) else editor
    if line is not None:
        line.selectAll()
