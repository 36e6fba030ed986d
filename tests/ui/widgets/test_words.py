"""Buttons that keys press wherever the focus is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ui.widgets.choice_chips import ChoiceChips
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.result_bar import ResultBar


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_focused_button_is_pressed_by_enter_and_space(key: Qt.Key, qtbot: QtBot) -> None:
    notice, result = NoticeBar(), ResultBar()
    notice.show_notice("Kept.", button="Review")
    result.show_result("Sure?", severity="warning", buttons=(("confirm", "Push", "push"),))
    chips = ChoiceChips((("one", "One", ""),), name="Which")
    for holder in (notice, result, chips, EmptyState("Nothing", "here", "Go on", second="Go back")):
        qtbot.addWidget(holder)
        holder.show()
        for button in holder.findChildren(QPushButton):
            if button.isVisible():
                with qtbot.waitSignal(button.clicked):
                    QTest.keyClick(button, key)
