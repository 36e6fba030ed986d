"""The loop in a real window: a file dragged from a file manager, by keyboard, and by a screen reader's bus."""

from __future__ import annotations

import csv
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.accessibility import Accessibility
from tests.desktop.files import FileManager
from tests.desktop.screen import Desktop
from tests.e2e.command_line import Sandbox
from tests.e2e.window import (
    BAD_KEY,
    EXAMPLE,
    GRID,
    Window,
    connected,
    counterfoil,
    example_in,
    expected_customer,
    fixed_by_keyboard,
    wait_until_right,
)

pytestmark = [pytest.mark.desktop, pytest.mark.e2e, pytest.mark.timeout(240)]


def wanted() -> dict[str, dict[str, Any]]:
    """The customers of the example file as TRAEDE should hold them."""
    with EXAMPLE.open(encoding="utf-8", newline="") as file:
        rows = [dict(row) for row in csv.DictReader(file)]
    distinct = [row for index, row in enumerate(rows) if row not in rows[:index]]
    groups = groupby(distinct, key=lambda row: row["customer_number"])
    return {key: expected_customer(list(group)) for key, group in groups}


def assert_holds_the_file(sandbox: Sandbox) -> None:
    held = sandbox.customers()
    for key, customer in wanted().items():
        assert held[key]["name"] == customer["name"]
        assert held[key]["currency"] == customer["currency"]
        for address in customer["addresses"]:
            assert address.items() <= _titled(held[key], address["title"]).items()


def _titled(customer: dict[str, Any], title: str) -> dict[str, Any]:
    (found,) = [one for one in customer["addresses"] if one["title"] == title]
    return dict(found)


def keep_fix_review_push(window: Window, *, discount: str) -> None:
    window.button("Keep all 42").press()
    fixed_by_keyboard(window, discount)
    wait_until_right(window)
    window.desktop.key("ctrl+s")
    window.button("Push 42 changes to Nordic test")
    window.desktop.key("ctrl+Return")
    window.says("42 applied")


def test_a_dragged_file_is_kept_fixed_reviewed_and_pushed(
    desktop: Desktop,
    accessibility: Accessibility,
    file_manager: Callable[[Path], FileManager],
    tmp_path: Path,
) -> None:
    example_in(tmp_path / "files")
    with connected(desktop, tmp_path / "ws") as sandbox:
        with counterfoil(desktop, accessibility, tmp_path / "ws") as window:
            files = file_manager(tmp_path / "files")
            desktop.drag(files.icon(EXAMPLE.name), desktop.area(window.handle).middle)
            keep_fix_review_push(window, discount="12.5")
        assert_holds_the_file(sandbox)
        assert sandbox.customers()[BAD_KEY]["discount_percentage"] == 12.5


def test_the_whole_loop_goes_by_keyboard_alone(
    desktop: Desktop, accessibility: Accessibility, tmp_path: Path
) -> None:
    example = example_in(tmp_path / "files")
    with connected(desktop, tmp_path / "ws") as sandbox:
        with counterfoil(desktop, accessibility, tmp_path / "ws") as window:
            desktop.key("ctrl+o")
            desktop.find_window("Import")
            desktop.type(str(example))
            desktop.key("Return")
            window.button("Keep all 42")
            window.come_forward()
            desktop.key("ctrl+k")
            window.table(GRID, rows=1)
            desktop.key("Right", "Right", "Right")
            desktop.type("7.5")
            desktop.key("Return")
            wait_until_right(window)
            desktop.key("ctrl+s")
            window.button("Push 42 changes to Nordic test")
            desktop.key("ctrl+Return")
            window.says("42 applied")
        assert_holds_the_file(sandbox)
        assert sandbox.customers()[BAD_KEY]["discount_percentage"] == 7.5


def test_a_screen_readers_bus_drives_the_loop(
    desktop: Desktop, accessibility: Accessibility, tmp_path: Path
) -> None:
    example = example_in(tmp_path / "files")
    with connected(desktop, tmp_path / "ws") as sandbox:
        with counterfoil(desktop, accessibility, tmp_path / "ws") as window:
            window.button("Import").press()
            name = window.widgets.find("text", "File name:")
            name.set_text(str(example))
            window.button("Open").press()
            window.button("Keep all 42").press()
            window.table(GRID, rows=1)
            field = window.widgets.find("text", "Discount %")
            field.focus()
            field.set_text("5")
            window.widgets.find("text", "Name").focus()
            wait_until_right(window)
            window.button("Review 42 changes").press()
            window.button("Push 42 changes to Nordic test").press()
            window.says("42 applied")
        assert_holds_the_file(sandbox)
        assert sandbox.customers()[BAD_KEY]["discount_percentage"] == 5
