"""A word on the desktop for who went away, where the desktop takes such words."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from ui import assets

SHOWN_MILLISECONDS = 20_000
# A desktop may read the text as markup, and not each of them takes an escape back.
_NO_MARKUP = str.maketrans("<>", "‹›")


def notify(title: str, text: str) -> QSystemTrayIcon | None:
    """Show a notification and take its icon away again; None where the desktop has no place for it."""
    if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
        return None
    picture = assets.icon("app")
    tray = QSystemTrayIcon(picture, QApplication.instance())
    tray.setToolTip(title)
    tray.messageClicked.connect(tray.deleteLater)
    tray.show()
    tray.showMessage(title, text.translate(_NO_MARKUP), picture, SHOWN_MILLISECONDS)
    QTimer.singleShot(SHOWN_MILLISECONDS, tray, tray.deleteLater)
    return tray
