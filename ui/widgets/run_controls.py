"""The buttons of a push under way: pause and go on, another sign-in where it is asked for, and Stop."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.jobs import Halt
from ui import theme
from ui.widgets.words import IconButton

STOP_TIP = "Sends nothing more; what is under way is waited for"


@dataclass(frozen=True)
class Way:
    """What the one button does that pauses and goes on; `is_pause` says which of both."""

    words: str
    icon: str
    tip: str
    role: str = "plain"
    is_pause: bool = False


_PAUSE = Way("Pause", "pause", "Sends nothing new until you go on (Ctrl+P)", is_pause=True)
_GO_ON = Way("Go on", "go-on", "Goes on where it was (Ctrl+P)", "primary")
_WAYS = {
    Halt.PAUSING: Way("Go on", "go-on", _GO_ON.tip),
    Halt.PAUSED: _GO_ON,
    Halt.SIGN_IN: Way("Go on", "go-on", "Sends again, with the credentials as they are now (Ctrl+P)"),
    Halt.NETWORK: Way("Try now", "retry", "Tries at once whether the network is back (Ctrl+P)"),
    Halt.FAILURES: _GO_ON,
}


class RunControls(QWidget):
    """Each signal follows its button. The button that pauses keeps its place, and the focus, as it changes."""

    pause_pressed = Signal()
    go_on_pressed = Signal()
    sign_in_pressed = Signal()
    stop_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._way: Way | None = None
        self.sign_in = IconButton("Change credentials", role="primary", icon="edit")
        self.pause = IconButton("Pause", icon="pause")
        self.stop = IconButton("Stop", icon="stop")
        self.stop.set_words("Stop", STOP_TIP)
        self.sign_in.clicked.connect(self.sign_in_pressed)
        self.pause.clicked.connect(self.press)
        self.stop.clicked.connect(self.stop_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        for button in (self.sign_in, self.pause, self.stop):
            row.addWidget(button)
        self.show_halt(Halt.NONE)

    def show_halt(self, halt: Halt) -> None:
        """Offer what ends this halt."""
        self.sign_in.setVisible(halt is Halt.SIGN_IN)
        way = _WAYS.get(halt, _PAUSE)
        if way == self._way:
            return
        self._way = way
        self.pause.set_role(way.role)
        self.pause.set_icon(way.icon)
        self.pause.set_words(way.words, way.tip)

    def allow(self, *, is_allowed: bool) -> None:
        for button in (self.sign_in, self.pause, self.stop):
            button.setEnabled(is_allowed)

    def press(self) -> None:
        """Pause, or go on: whatever the button says."""
        if self.pause.isEnabled() and self._way is not None:
            (self.pause_pressed if self._way.is_pause else self.go_on_pressed).emit()
