"""The small parts of import and review: chips, lists of problems, panes and flowing lines."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.intake.values import RowProblem
from app.records.problems import Problem, warning
from ui import theme
from ui.widgets.choice_chips import ChoiceChips
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.problem_list import SHOWN, ProblemList, problem_text
from ui.widgets.two_panes import TwoPanes
from ui.widgets.unknown_panel import UnknownPanel


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.follow(qapp, "light")


def test_chips_hide_what_would_show_nothing(qtbot: QtBot) -> None:
    chips = ChoiceChips((("all", "All", ""), ("bad", "Bad", "problem"), ("new", "New", "added")), name="Which")
    qtbot.addWidget(chips)
    chips.show_counts({"all": 3, "bad": 2})
    assert chips.chip("bad").text() == "Bad  2"
    assert chips.chip("new").isHidden()
    with qtbot.waitSignal(chips.chosen) as heard:
        chips.chip("bad").click()
    assert (heard.args, chips.current) == (["bad"], "bad")
    chips.select("new")
    assert not chips.chip("new").isHidden()


def test_problem_of_a_row_names_its_place_and_value() -> None:
    problem = RowProblem(4, 5, "discount_percentage", "120", "At most 100 is allowed.")
    assert problem_text(problem) == "Row 4, discount_percentage, “120”: At most 100 is allowed."
    assert problem_text(Problem("name", "Too long.")) == "Too long."


def test_errors_come_before_warnings_and_the_rest_is_counted(qtbot: QtBot) -> None:
    problems = ProblemList()
    qtbot.addWidget(problems)
    problems.show_problems([warning("name", "Odd."), *[Problem("name", f"Wrong {n}.") for n in range(SHOWN)]])
    texts = [label.text() for label in problems.findChildren(QLabel) if label.text()]
    assert texts[0] == "Wrong 0."
    assert texts[-1] == "and 1 more problem"
    problems.show_problems([])
    assert problems.isHidden()


def test_panes_turn_where_it_is_narrow(qtbot: QtBot) -> None:
    panes = TwoPanes(QWidget(), QWidget())
    qtbot.addWidget(panes)
    panes.resize(1200, 600)
    panes.show()
    assert panes.orientation() is Qt.Orientation.Horizontal
    panes.resize(800, 600)
    qtbot.waitUntil(lambda: panes.orientation() is Qt.Orientation.Vertical)


def test_flowing_line_goes_on_below(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box, gap=5)
    parts = [QPushButton(f"Button {number}") for number in range(4)]
    for part in parts:
        flow.addWidget(part)
    one_line = flow.sizeHint()
    assert flow.heightForWidth(one_line.width()) == one_line.height()
    assert flow.heightForWidth(one_line.width() // 2) > one_line.height()
    flow.setGeometry(QRect(0, 0, one_line.width() // 2, 200))
    assert parts[3].y() > parts[0].y()
    assert flow.takeAt(9) is None
    assert flow.itemAt(9) is None


def test_person_answers_for_each_unknown_record(qtbot: QtBot) -> None:
    panel = UnknownPanel()
    qtbot.addWidget(panel)
    asked = [(str(number), f"Name: Havn {number}", "Its answer was lost.") for number in range(1, 7)]
    panel.show_records(asked, 12, "TRAEDE", told="Settled: 12 unknown.")
    buttons = [one for one in panel.findChildren(QPushButton) if one.accessibleName() == "2: It is not"]
    with qtbot.waitSignal(panel.answered) as heard:
        buttons[0].click()
    assert heard.args == ["2", False]
    labels = {label.text(): label for label in panel.findChildren(QLabel)}
    assert "Settled: 12 unknown. Look in TRAEDE: does it hold these as you sent them?" in labels
    assert "and 6 more records" in labels
    assert "Its answer was lost." in labels["Name: Havn 2"].toolTip()
    with qtbot.waitSignal(panel.settle_pressed):
        panel.settle.click()
