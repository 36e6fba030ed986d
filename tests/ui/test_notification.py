"""Words on the desktop, where it takes them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from ui.notification import notify


def test_desktop_without_a_place_for_words_is_left_alone(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    assert notify("Counterfoil", "Done.") is None


def test_words_are_shown_with_the_icon(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _: None)
    monkeypatch.setattr(
        QSystemTrayIcon, "showMessage", lambda _, title, text, *__: shown.append(f"{title}: {text}")
    )
    tray = notify("Counterfoil", "Done for <b>Shop</b>.")
    assert tray is not None
    assert not tray.icon().isNull()
    assert shown == ["Counterfoil: Done for ‹b›Shop‹/b›."]
    tray.deleteLater()
