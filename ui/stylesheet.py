"""The style sheet: what Fusion and the palette leave open, in the colours of a scheme."""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

if TYPE_CHECKING:
    from ui.theme import Colors

_SHEET = Template("""
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 6px 8px; }
QMenuBar { background: $panel; border-bottom: 1px solid $line; padding: 2px 6px; }
QMenuBar::item { padding: 4px 10px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $panel; border: 1px solid $line; padding: 6px; }
QMenu::item { padding: 6px 28px 6px 28px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QMenu::icon { left: 8px; }
QStatusBar { background: $panel; border-top: 1px solid $line; }
QStatusBar::item { border: none; }

QTabBar { background: $panel; }
QTabBar::tab { background: transparent; padding: 9px 16px 8px 14px; color: $muted;
    border-bottom: 3px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 3px solid $accent; }
QTabBar::tab:hover:!selected { color: $text; background: $hover; }
QTabBar::tab:focus { color: $accent; }
QTabWidget { background: $panel; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar::tab:first { margin-left: 10px; }

QLabel[role="title"] { font-size: 17pt; font-weight: 600; }
QLabel[role="heading"] { font-size: 12pt; font-weight: 600; }
QLabel[role="section"] { font-weight: 600; color: $muted; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="strong"] { font-weight: 600; }

QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: 8px; }
QLabel[role="picture"] { background: $window; border: 1px solid $line; border-radius: 6px; }
QFrame[role="strip"] { background: $panel; border: none; border-bottom: 1px solid $line; }
QFrame[role="panel"] { background: $panel; border: none; border-left: 1px solid $line; }
QFrame[role="production"] { background: $production; border: none; }
QFrame[role="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="demo"] { background: $test_soft; border: none; border-bottom: 1px solid $line; }
QFrame[role="info"] { background: $info_soft; border: 1px solid $info_line; border-radius: 7px; }
QFrame[role="success"] { background: $success_soft; border: 1px solid $success_line; border-radius: 7px; }
QFrame[role="warning"] { background: $warning_soft; border: 1px solid $warning_line; border-radius: 7px; }
QFrame[role="error"] { background: $error_soft; border: 1px solid $error_line; border-radius: 7px; }

QLabel[role="error"] { color: $error; background: transparent; border: none; }
QLabel[role="warning"] { color: $warning; background: transparent; border: none; }
QLabel[role="success"] { color: $success; background: transparent; border: none; }
QLabel[role="info"] { color: $info; background: transparent; border: none; }

QPushButton, QToolButton { border: 1px solid $line; border-radius: 6px; background: $panel; color: $text;
    padding: 6px 13px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; background: $raised; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 5px 12px; }
QPushButton[role="primary"] { background: $accent; color: $accent_text; border: 1px solid $accent;
    font-weight: 600; }
QPushButton[role="primary"]:hover { background: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 5px 12px; }
QPushButton[role="primary"]:disabled { background: $raised; color: $disabled; border: 1px solid $line; }
QPushButton[role="danger"] { background: $production; color: $production_text; border: 1px solid $production;
    font-weight: 600; }
QPushButton[role="danger"]:focus { border: 2px solid $text; padding: 5px 12px; }
QPushButton[role="danger"]:disabled { background: $raised; color: $disabled; border: 1px solid $line; }
QPushButton[role="quiet"], QToolButton[role="quiet"] { background: transparent; border: 1px solid transparent;
    padding: 5px; }
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus { border: 1px solid $accent; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: $accent;
    padding: 3px 6px; text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid $accent; padding: 3px 6px; }
QToolButton::menu-indicator { image: none; }

QPushButton[role="chip"] { border-radius: 13px; padding: 3px 12px; min-height: 18px; background: transparent;
    border: 1px solid $line; color: $muted; }
QPushButton[role="chip"]:hover { background: $hover; }
QPushButton[role="chip"]:checked { background: $accent_soft; border: 1px solid $accent; color: $text; }
QPushButton[role="chip"]:focus { border: 2px solid $accent; padding: 2px 11px; }
QPushButton[role="segment"] { border: 1px solid transparent; border-radius: 6px; padding: 5px 14px;
    background: transparent; color: $muted; }
QPushButton[role="segment"]:hover { color: $text; }
QPushButton[role="segment"]:checked { background: $panel; color: $text; border: 1px solid $line; }
QPushButton[role="segment"]:focus { border: 2px solid $accent; padding: 4px 13px; }
QFrame[role="segments"] { background: $window; border: 1px solid $line; border-radius: 8px; }

QLineEdit, QComboBox, QSpinBox, QPlainTextEdit { background: $panel; border: 1px solid $line;
    border-radius: 6px; padding: 5px 8px; selection-background-color: $accent;
    selection-color: $accent_text; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit:focus { border: 2px solid $accent;
    padding: 4px 7px; }
QLineEdit:disabled, QLineEdit:read-only, QComboBox:disabled { background: $raised; color: $muted; }
QLineEdit[state="error"], QComboBox[state="error"] { border: 2px solid $error; padding: 4px 7px; }
QLineEdit[state="warning"], QComboBox[state="warning"] { border: 2px solid $warning; padding: 4px 7px; }
QLineEdit[role="cell"], QComboBox[role="cell"] { border: 2px solid $accent; border-radius: 0;
    padding: 0 6px; }
QComboBox { padding-right: 24px; combobox-popup: 0; }
QComboBox::drop-down { border: none; width: 24px; subcontrol-position: center right; }
QComboBox::down-arrow { image: url("$chevron"); width: 14px; height: 14px; }
QSpinBox QLineEdit { border: none; background: transparent; padding: 0 0 0 6px; }
QSpinBox::up-button, QSpinBox::down-button { border: none; background: transparent; width: 20px; }
QSpinBox::up-arrow { image: url("$chevron_up"); width: 11px; height: 11px; }
QSpinBox::down-arrow { image: url("$chevron"); width: 11px; height: 11px; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line; padding: 4px;
    selection-background-color: $accent_soft; selection-color: $text; outline: none; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 2px 6px; }

QTableView, QTreeView, QListView { background: $panel; alternate-background-color: $panel; border: none;
    gridline-color: $line; selection-background-color: $selection; selection-color: $text; }
QTableView[role="boxed"], QTreeView[role="boxed"] { border: 1px solid $line; border-radius: 7px; }
QTableView:focus { border: none; }
QTableView[role="boxed"]:focus { border: 1px solid $accent; }
QListView { border: 1px solid $line; outline: none; }
QListView::item { min-height: 24px; padding: 2px 8px; }
QListView::item:selected { background: $selection; color: $text; }
QHeaderView { background: $raised; }
QHeaderView::section { background: $raised; color: $muted; border: none; border-right: 1px solid $line;
    border-bottom: 1px solid $line; padding: 7px 10px; font-weight: 600; }
QHeaderView::section:last { border-right: none; }
QHeaderView::section:hover { color: $text; }
QTableCornerButton::section { background: $raised; border: none; }

QProgressBar { background: $line; border: none; border-radius: 4px; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget#qt_scrollarea_viewport, QScrollArea > QWidget > QWidget { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: $scroll; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QGroupBox { border: none; margin-top: 20px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; color: $muted; }
QRadioButton, QCheckBox { spacing: 8px; padding: 3px; }
QRadioButton::indicator { width: 14px; height: 14px; border: 2px solid $muted; border-radius: 9px;
    background: $panel; }
QRadioButton::indicator:checked { width: 8px; height: 8px; border: 5px solid $accent; }
QRadioButton::indicator:focus { border-color: $text; }
""")


def stylesheet(colors: Colors, *, icons: Path, is_dark: bool) -> str:
    """Write the sheet in the colours of a scheme; `icons` is the folder of the set."""
    names = {name: value.name() for name, value in vars(colors).items()}
    names["accent_hover"] = colors.accent.darker(112).name()
    shade = "dark" if is_dark else "light"
    names["chevron"] = (icons / f"chevron-{shade}.svg").as_posix()
    names["chevron_up"] = (icons / f"chevron-up-{shade}.svg").as_posix()
    names["scroll"] = _mixed(colors.line, colors.muted, 0.35)
    for name in ("info", "success", "warning", "error"):
        names[f"{name}_line"] = _mixed(getattr(colors, f"{name}_soft"), getattr(colors, name), 0.3)
    return _SHEET.substitute(names)


def _mixed(one: QColor, other: QColor, share: float) -> str:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*(round(here + (there - here) * share) for here, there in pairs)).name()
