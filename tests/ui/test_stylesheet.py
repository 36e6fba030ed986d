"""What the style sheet does where Qt would do something else by itself."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from ui import theme


def test_a_list_of_choices_shows_all_of_its_lines(qapp: QApplication, qtbot: QtBot) -> None:
    theme.follow(qapp, "light")
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems(["Nordic test", "Nordic", "Sandbox"])
    box.setCurrentIndex(1)
    box.show()
    box.showPopup()
    line = box.view().sizeHintForRow(0)
    assert line >= 26
    assert box.view().viewport().height() >= 3 * line
    box.hidePopup()
