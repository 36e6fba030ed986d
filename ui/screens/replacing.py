"""Find and replace in the records of a screen: its dialog, and what is said when it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.edit_values import Replaced
from app.values import Changed, RecordQuery
from ui.models.when import plural
from ui.session import AppSession

if TYPE_CHECKING:
    from app.vendors.declaration import Kind
    from ui.dialogs.replace_dialog import ReplaceDialog


class Replacing(QObject):
    """`told` has words for the person."""

    told = Signal(str)

    def __init__(
        self, session: AppSession, kind: Kind, query: Callable[[], RecordQuery], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._kind = kind
        self._query = query
        self._screen = parent

    def open(self) -> ReplaceDialog:
        """Ask what to replace, beginning with what the table is filtered by."""
        from ui.dialogs.replace_dialog import ReplaceDialog  # noqa: PLC0415  at first use

        query = self._query()
        dialog = ReplaceDialog(self._session, self._kind, query, self._screen.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.replaced.connect(self._tell)
        dialog.form.wanted.setText(query.text)
        dialog.open()
        return dialog

    def _tell(self, replaced: Replaced) -> None:
        query = self._query()
        self._session.changes.announce(Changed(query.connection_id, query.kind))
        words = f"Replaced {plural(replaced.values, 'value')} in {plural(replaced.records, 'record')}."
        left = f" {plural(replaced.left, 'value')} left as they are." if replaced.left else ""
        self.told.emit(f"{words}{left} Ctrl+Z takes it back.")
