"""Light and dark: the colours, spacing and fonts of the window, following the desktop unless told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.stylesheet import stylesheet

GAP = 8
PAGE = 16
ROW = 34
Choice = Literal["system", "light", "dark"]


@dataclass(frozen=True)
class Colors:
    """One scheme. `*_soft` are backgrounds behind text of the colour they soften."""

    window: QColor
    panel: QColor
    raised: QColor
    line: QColor
    text: QColor
    muted: QColor
    disabled: QColor
    icon: QColor
    accent: QColor
    accent_text: QColor
    accent_soft: QColor
    selection: QColor
    hover: QColor
    added: QColor
    added_soft: QColor
    changed: QColor
    changed_soft: QColor
    deleted: QColor
    deleted_soft: QColor
    conflict: QColor
    conflict_soft: QColor
    error: QColor
    error_soft: QColor
    warning: QColor
    warning_soft: QColor
    success: QColor
    success_soft: QColor
    info: QColor
    info_soft: QColor
    production: QColor
    production_text: QColor
    test: QColor
    test_soft: QColor


def _scheme(**values: str) -> Colors:
    return Colors(**{name: QColor(value) for name, value in values.items()})


LIGHT = _scheme(
    window="#f4f6f9",
    panel="#ffffff",
    raised="#fafbfc",
    line="#dfe4ea",
    text="#1a2330",
    muted="#5c6878",
    disabled="#a9b2be",
    icon="#465264",
    accent="#2456c4",
    accent_text="#ffffff",
    accent_soft="#e6edfb",
    selection="#d3e1fc",
    hover="#eef1f5",
    added="#17794a",
    added_soft="#e2f4ea",
    changed="#2456c4",
    changed_soft="#eef3fd",
    deleted="#a83248",
    deleted_soft="#fbe7ea",
    conflict="#7a3fb0",
    conflict_soft="#f2e9fa",
    error="#c0262d",
    error_soft="#fdeaea",
    warning="#97600a",
    warning_soft="#fdf2dc",
    success="#17794a",
    success_soft="#e2f4ea",
    info="#2456c4",
    info_soft="#e6edfb",
    production="#b3141d",
    production_text="#ffffff",
    test="#0f6f78",
    test_soft="#dff2f3",
)
DARK = _scheme(
    window="#14181e",
    panel="#1c222a",
    raised="#222932",
    line="#333c48",
    text="#e6eaf0",
    muted="#9aa6b5",
    disabled="#5b6675",
    icon="#b4bfcc",
    accent="#6d9bff",
    accent_text="#0c1526",
    accent_soft="#24334f",
    selection="#34507f",
    hover="#28303b",
    added="#5fce95",
    added_soft="#173528",
    changed="#7fa8ff",
    changed_soft="#212c42",
    deleted="#f08a99",
    deleted_soft="#43232b",
    conflict="#c79bf2",
    conflict_soft="#352649",
    error="#ff8080",
    error_soft="#472325",
    warning="#f0bd5e",
    warning_soft="#3d311a",
    success="#5fce95",
    success_soft="#173528",
    info="#7fa8ff",
    info_soft="#22304c",
    production="#c9252f",
    production_text="#ffffff",
    test="#62ccd6",
    test_soft="#173437",
)


class Hub(QObject):
    """`changed` tells widgets that paint themselves to ask for the colours again."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice: Choice = "system"
        self.colors = LIGHT
        self.is_following = False


@cache
def hub() -> Hub:
    return Hub()


def current() -> Colors:
    return hub().colors


def is_dark() -> bool:
    return current() is DARK


def follow(application: QApplication, choice: Choice) -> None:
    """Take a scheme, and that of the desktop from now on where the choice is "system"."""
    hints = QGuiApplication.styleHints()
    if not hub().is_following:
        hub().is_following = True
        hints.colorSchemeChanged.connect(_desktop_changed)
    application.setStyle("fusion")
    hub().choice = choice
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    hints.setColorScheme(schemes.get(choice, Qt.ColorScheme.Unknown))
    _apply(application)


def _desktop_changed(_scheme: Qt.ColorScheme) -> None:
    application = QApplication.instance()
    if isinstance(application, QApplication):
        _apply(application)


def _apply(application: QApplication) -> None:
    choice = hub().choice
    dark = (
        QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        if choice == "system"
        else choice == "dark"
    )
    hub().colors = DARK if dark else LIGHT
    application.setPalette(_palette(current()))
    icons = Path(str(files("resources").joinpath("icons")))
    application.setStyleSheet(stylesheet(current(), icons=icons, is_dark=is_dark()))
    hub().changed.emit()


def _palette(colors: Colors) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, color in (
        (roles.Window, colors.window),
        (roles.WindowText, colors.text),
        (roles.Base, colors.panel),
        (roles.AlternateBase, colors.raised),
        (roles.Text, colors.text),
        (roles.Button, colors.raised),
        (roles.ButtonText, colors.text),
        (roles.BrightText, colors.accent_text),
        (roles.Highlight, colors.accent),
        (roles.HighlightedText, colors.accent_text),
        (roles.ToolTipBase, colors.panel),
        (roles.ToolTipText, colors.text),
        (roles.PlaceholderText, colors.muted),
        (roles.Link, colors.accent),
        (roles.LinkVisited, colors.accent),
        (roles.Accent, colors.accent),
        (roles.Light, colors.raised),
        (roles.Mid, colors.line),
        (roles.Dark, colors.line),
        (roles.Midlight, colors.line),
    ):
        palette.setColor(role, color)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colors.disabled)
    return palette


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget its part in the style sheet ("primary", "muted", "card" …)."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def tabular(font: QFont) -> QFont:
    """Give a font with figures of one width, so that columns of numbers line up."""
    figures = QFont(font)
    figures.setFeature(QFont.Tag("tnum"), 1)
    return figures


def monospace(font: QFont) -> QFont:
    """Give the desktop's fixed font at the size of another."""
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    fixed.setPointSizeF(font.pointSizeF())
    return fixed


def bold(font: QFont) -> QFont:
    heavy = QFont(font)
    heavy.setWeight(QFont.Weight.DemiBold)
    return heavy
