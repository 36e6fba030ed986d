"""The dialogs that the menus of the window open, and what is chosen in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import theme

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def open_settings(window: MainWindow) -> None:
    from ui.dialogs.settings_dialog import SettingsDialog  # noqa: PLC0415  at first use

    SettingsDialog(window).open()


def open_about(window: MainWindow) -> None:
    from ui.dialogs.about_dialog import AboutDialog  # noqa: PLC0415  at first use

    AboutDialog(window).open()


def open_support(window: MainWindow) -> None:
    """Show what a support person needs, before it is saved or copied."""
    from ui.dialogs.support_dialog import SupportDialog  # noqa: PLC0415  at first use

    SupportDialog(window.session, window).open()


def choose_theme(window: MainWindow, choice: theme.Choice) -> None:
    """Take a theme and keep it as the setting it is."""
    from ui.dialogs.settings_dialog import keep_theme  # noqa: PLC0415  at first use

    window.set_theme(choice)
    keep_theme(window.session, choice)
