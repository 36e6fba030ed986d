"""The columns of an undo in review."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.records.change import FieldChange
from app.undo_values import Undo, UndoneRecord
from app.values import BaseState, Change, Record, ReviewedRecord
from app.vendors.registry import kind_named
from ui import theme
from ui.models.undo_table import undo_table

KIND = kind_named("kibo.accounts")


def item(became: Undo = Undo.REVERSED, **fields: object) -> UndoneRecord:
    record = Record(7, KIND.id, 1, "1042", BaseState.KNOWN, {}, {}, change=Change.CHANGED)
    change = FieldChange("taxId", "DK9", "DK1")
    return UndoneRecord(ReviewedRecord(record, (change,)), became, **fields)  # type: ignore[arg-type]  # as given


def line(one: UndoneRecord) -> list[str]:
    table = undo_table(KIND)
    table.fill([one])
    return [table.index(0, column).data() for column in range(4)]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (item(is_sent=True), ["Puts back", "1042", "Tax id: DK9 → DK1", ""]),
        (item(is_sent=True, action="Enable"), ["Runs", "1042", "Enable", ""]),
        (item(words="It is as it was before."), ["As before", "1042", "", "It is as it was before."]),
        (item(Undo.KEPT, words="Touched."), ["Kept", "1042", "", "Touched."]),
        (item(Undo.IMPOSSIBLE, words="Masked."), ["Impossible", "1042", "", "Masked."]),
        (item(Undo.IMPOSSIBLE, words="Name it.", needs_number=True), ["Name it", "1042", "", "Name it."]),
        (item(Undo.KEPT, words="Part.", is_sent=True), ["Puts back", "1042", "Tax id: DK9 → DK1", "Part."]),
    ],
)
def test_each_record_says_what_happens_to_it_and_why_not(one: UndoneRecord, words: list[str]) -> None:
    assert line(one) == words


def test_what_goes_back_in_part_is_coloured_where_it_says_why(qapp: QApplication) -> None:
    table = undo_table(KIND)
    table.fill([item(Undo.KEPT, words="Part.", is_sent=True)])
    color = table.index(0, 3).data(Qt.ItemDataRole.ForegroundRole)
    assert color == theme.current().warning
