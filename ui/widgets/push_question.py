"""The question before something unusual is sent; its first button says yes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.values import Connection
from ui.widgets.result_bar import ResultBar

CONFIRM = "confirm"
Button = tuple[str, str, str]


class PushQuestion(ResultBar):
    """Hidden until it asks. `pressed` carries “confirm”, a button of the asker, or “close”."""

    def __init__(self, connection: Connection, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = "danger" if connection.environment == "production" else "primary"
        self._name = name
        self.hide()

    def ask(self, text: str, yes: tuple[str, str], *others: Button) -> None:
        """Ask in place, the keys going to the yes; `yes` is its words and icon."""
        buttons = ((CONFIRM, *yes), *others, ("close", "Not now", ""))
        self.show_result(text, severity="warning", buttons=buttons)
        self.setAccessibleName(self._name)
        self.show()
        if confirm := self.button(CONFIRM):
            confirm.set_role(self._role)
            confirm.setFocus(Qt.FocusReason.OtherFocusReason)
