"""Widgets in a line: they wrap where it is narrow, and take what room they ask for by now."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.flow_layout import FlowLayout


@pytest.fixture
def row(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    flow = FlowLayout(made)
    for word in ("one", "two", "three"):
        flow.addWidget(QLabel(word))
    made.resize(400, 60)
    with qtbot.waitExposed(made):
        made.show()
    return made


def labels(row: QWidget) -> list[QLabel]:
    return row.findChildren(QLabel)


def test_narrow_row_goes_on_in_the_next_line(row: QWidget) -> None:
    assert len({label.y() for label in labels(row)}) == 1
    row.resize(labels(row)[0].width() + 2, 200)
    assert len({label.y() for label in labels(row)}) == 3


def test_longer_word_gets_its_room_at_once(row: QWidget, qtbot: QtBot) -> None:
    first, second, _ = labels(row)
    before = second.x()
    first.setText("one that has become much longer")
    qtbot.waitUntil(lambda: second.x() > before)
    assert first.width() == first.sizeHint().width()


def test_hidden_widget_leaves_no_hole(row: QWidget, qtbot: QtBot, qapp: QApplication) -> None:
    first, second, _ = labels(row)
    first.hide()
    qtbot.waitUntil(lambda: second.x() == 0)
    first.show()
    qtbot.waitUntil(lambda: second.x() > 0)


def test_larger_letters_get_their_room(row: QWidget, qtbot: QtBot) -> None:
    first, second, _ = labels(row)
    before = second.x()
    row.setStyleSheet("QLabel { font-size: 40px }")
    qtbot.waitUntil(lambda: second.x() > before)
    assert first.width() == first.sizeHint().width()
