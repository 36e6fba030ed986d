"""Light and dark: readable in both, and every icon and mark there is."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from app.values import RECORD_FILTERS
from ui import assets, theme
from ui.actions import COMMANDS
from ui.marks import mark_named
from ui.widgets.filter_chips import FILTERS
from ui.widgets.plain import plain_label, plain_tooltip

READABLE = 4.5  # contrast for text, WCAG 2.2 AA


def luminance(color: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(color)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _parts(color: QColor) -> tuple[float, float, float]:
    return color.redF(), color.greenF(), color.blueF()


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colors", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_is_readable_on_what_it_stands_on(colors: theme.Colors) -> None:
    pairs = [(colors.text, colors.panel), (colors.muted, colors.panel), (colors.muted, colors.window)]
    pairs += [(colors.text, colors.selection), (colors.accent_text, colors.accent)]
    pairs += [(colors.production_text, colors.production), (colors.test, colors.test_soft)]
    names = [field.name for field in fields(colors) if f"{field.name}_soft" in vars(colors)]
    pairs += [(getattr(colors, name), colors.panel) for name in names]
    pairs += [(colors.text, getattr(colors, f"{name}_soft")) for name in names]
    assert [pair for pair in pairs if contrast(*pair) < READABLE] == []


def test_every_named_icon_is_drawn() -> None:
    names = {command.icon for command in COMMANDS} | {one.icon for one in FILTERS} | {"app", "traede", "vendor"}
    missing = [name for name in names if name and not assets.resource_path(f"icons/{name}.svg").exists()]
    assert missing == []


def test_every_state_has_a_mark() -> None:
    for name in RECORD_FILTERS:
        if name not in ("all", "pending", "problems", "conflicts"):
            mark = mark_named(name)
            assert mark is not None
            assert assets.resource_path(f"icons/{mark.icon_name}.svg").exists()


def test_unknown_vendor_gets_the_plain_icon(qapp: QApplication) -> None:
    assert not assets.vendor_icon("some-new-vendor").isNull()


def test_missing_text_is_empty() -> None:
    assert assets.resource_text("no-such-file.md") == ""
    assert isinstance(assets.resource_path("icons/app.svg"), Path)


def test_followers_are_told_of_a_change(qapp: QApplication, qtbot: QtBot) -> None:
    theme.follow(qapp, "light")
    with qtbot.waitSignal(theme.hub().changed):
        theme.follow(qapp, "dark")
    assert theme.is_dark()
    theme.follow(qapp, "light")


def test_markup_is_shown_as_text(qtbot: QtBot) -> None:
    label = plain_label("<b>bold</b>")
    qtbot.addWidget(label)
    assert isinstance(label, QLabel)
    assert plain_tooltip("<img src=x>") == "<p style='white-space:pre-wrap'>&lt;img src=x&gt;</p>"
    assert plain_tooltip("") == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_choice_that_is_not_taken_is_seen_too(qapp: QApplication, qtbot: QtBot, scheme: theme.Choice) -> None:
    theme.follow(qapp, scheme)
    button = QRadioButton("")
    qtbot.addWidget(button)
    button.show()
    picture = button.grab().toImage()
    ring = [picture.pixelColor(x, picture.height() // 2).lightness() for x in range(picture.width())]
    assert max(ring) - min(ring) > 60
