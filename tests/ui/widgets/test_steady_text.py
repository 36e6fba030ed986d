"""Words that change many times a second leave the window around them as it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.steady_text import SteadyText


class Watch(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def test_words_that_change_ask_for_no_other_room(qtbot: QtBot, qapp: QApplication) -> None:
    around, words, watch = QWidget(), SteadyText(), Watch()
    qtbot.addWidget(around)
    QVBoxLayout(around).addWidget(words)
    around.resize(300, 80)
    with qtbot.waitExposed(around):
        around.show()
    qapp.processEvents()
    around.installEventFilter(watch)
    words.setText("4,000 rows  ·  2,000 rows/s")
    qapp.processEvents()
    assert words.text() == "4,000 rows  ·  2,000 rows/s"
    assert watch.count == 0
