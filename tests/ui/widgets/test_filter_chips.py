"""The filters above the grid, with their counts."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.values import Tallies
from ui.widgets.filter_chips import FilterChips


def test_record_with_an_error_and_a_warning_is_one_problem(qtbot: QtBot) -> None:
    chips = FilterChips()
    qtbot.addWidget(chips)
    chips.show_tallies(Tallies(total=3, with_errors=2, with_warnings=2, with_problems=3))
    assert chips.chip("problems").text() == "Problems  3"
    assert chips.chip("refused").isHidden()
