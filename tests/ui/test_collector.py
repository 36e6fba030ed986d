"""Cycles are collected on the UI thread, and Python's own collector rests meanwhile."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Iterator
from types import ModuleType

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from ui.collector import UiCollector


class Knot(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[UiCollector]:
    made = UiCollector()
    yield made
    made.stop()
    gc.disable()  # as every module of the window's tests has it


def test_pythons_own_collector_rests(collector: UiCollector) -> None:
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()


def test_cycle_goes_once_enough_was_made(collector: UiCollector) -> None:
    gone = weakref.ref(Knot())
    kept = [[number] for number in range(gc.get_threshold()[0] + 1)]
    collector.collect_if_due()
    assert gone() is None
    assert kept


def test_nothing_is_done_while_little_was_made(collector: UiCollector) -> None:
    gc.collect()
    assert collector.collect_if_due() == 0


def test_what_came_with_a_module_is_not_looked_through_again(
    collector: UiCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gc.get_freeze_count() == 0
    monkeypatch.setitem(sys.modules, "just_imported", ModuleType("just_imported"))
    collector.collect_if_due()
    frozen = gc.get_freeze_count()
    assert frozen > 0
    kept = [[number] for number in range(gc.get_threshold()[0] + 1)]
    collector.collect_if_due()
    assert gc.get_freeze_count() <= frozen
    assert kept
    collector.stop()
    assert gc.get_freeze_count() == 0
