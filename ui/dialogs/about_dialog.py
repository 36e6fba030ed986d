"""About Counterfoil: what it is, which version, what changed."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app import __version__
from ui import assets, theme
from ui.widgets.plain import plain_label


class AboutDialog(QDialog):
    """Shows the changelog that ships with the app."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Counterfoil")
        self.resize(560, 480)
        picture = QLabel()
        picture.setPixmap(assets.pixmap("app", 64))
        words = QVBoxLayout()
        words.addWidget(plain_label("Counterfoil", role="title"))
        words.addWidget(plain_label(f"Version {__version__}", role="muted"))
        words.addWidget(plain_label("Keep the stub, send the rest.", role="muted"))
        head = QHBoxLayout()
        head.setSpacing(theme.PAGE)
        head.addWidget(picture)
        head.addLayout(words, 1)
        changes = QPlainTextEdit(assets.resource_text("CHANGELOG.md") or "No changes are listed.")
        changes.setReadOnly(True)
        changes.setAccessibleName("What changed")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.PAGE, theme.PAGE, theme.PAGE, theme.PAGE)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(plain_label("What changed", role="section"))
        layout.addWidget(changes, 1)
        layout.addWidget(buttons)
