"""A line per field: its words, its colour and the problem that belongs to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from app.records.change import MISSING, FieldChange, Raw
from app.records.problems import Problem, Severity, warning
from app.vendors.registry import kind_named
from ui import theme
from ui.models.diff_table import diff_lines, diff_table

KIND = kind_named("traede.customers")
FIELDS = (
    FieldChange("name", "A", "B"),
    FieldChange("currency", MISSING, "DKK"),
    FieldChange("addresses[title=Shop]", {"title": "Shop"}, None),
    FieldChange("discount_percentage", 10.0, Raw("12,5o")),
)


def test_colour_says_added_changed_or_removed() -> None:
    assert [line.color for line in diff_lines(KIND, FIELDS)] == ["changed", "added", "deleted", "changed"]


def test_error_of_a_field_comes_before_its_warning() -> None:
    problems = (Problem("name", "Too long."), warning("name", "Odd."))
    (line, *_) = diff_lines(KIND, FIELDS, problems)
    assert (line.problem, line.severity) == ("Too long.", Severity.ERROR)


def test_table_shows_old_beside_new_and_marks_what_is_wrong(qapp: QApplication) -> None:
    theme.follow(qapp, "light")
    table = diff_table()
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    table.fill(diff_lines(KIND, FIELDS, (Problem("discount_percentage", "No number."),)))
    shown = [table.index(3, column).data() for column in range(3)]
    assert shown == ["Discount %", "10", "→  12,5o"]
    assert table.index(3, 2).data(Qt.ItemDataRole.ForegroundRole) == theme.current().error
    assert "No number." in table.index(3, 0).data(Qt.ItemDataRole.ToolTipRole)
