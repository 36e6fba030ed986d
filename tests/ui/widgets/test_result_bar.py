"""Results with several ways on, beside the words where there is room."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QBoxLayout
from pytestqt.qtbot import QtBot

from ui import theme
from ui.widgets.result_bar import ResultBar

BUTTONS = (("refused", "Show refused", "refused"), ("history", "Open in history", "history"))


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication) -> ResultBar:
    theme.follow(qapp, "light")
    made = ResultBar()
    qtbot.addWidget(made)
    made.resize(1200, 80)
    made.show()
    made.show_result("498 applied, 2 refused.", severity="error", buttons=BUTTONS)
    return made


def test_button_is_named_when_pressed(bar: ResultBar, qtbot: QtBot) -> None:
    button = bar.button("history")
    assert button is not None
    with qtbot.waitSignal(bar.pressed) as heard:
        button.click()
    assert heard.args == ["history"]


def test_only_the_first_way_stands_out(bar: ResultBar) -> None:
    roles = [button.property("role") for name, _, _ in BUTTONS if (button := bar.button(name))]
    assert roles == ["primary", None]


def test_next_result_takes_the_place_of_the_last(bar: ResultBar) -> None:
    bar.show_result("All applied.", severity="success")
    assert bar.text == "All applied."
    assert bar.button("history") is None
    assert bar.accessibleDescription() == "All applied."


def test_buttons_go_below_where_it_is_narrow(bar: ResultBar, qtbot: QtBot) -> None:
    assert bar._row.direction() is QBoxLayout.Direction.LeftToRight
    bar.resize(420, 140)
    qtbot.waitUntil(lambda: bar._row.direction() is QBoxLayout.Direction.TopToBottom)
