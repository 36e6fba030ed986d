"""Text shown as text: labels and tooltips that never take a vendor's or a file's words as markup."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui import theme

_TOOLTIP_LENGTH = 2000


def plain_label(
    text: str = "", *, role: str = "", is_wrapped: bool = False, parent: QWidget | None = None
) -> QLabel:
    """Make a label that shows its text as it is, selectable where it wraps."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(is_wrapped)
    if is_wrapped:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        theme.set_role(label, role)
    return label


def plain_tooltip(text: str) -> str:
    """Escape a tooltip, which Qt would otherwise take for markup, and keep its line breaks."""
    if not text:
        return ""
    shown = text if len(text) <= _TOOLTIP_LENGTH else f"{text[:_TOOLTIP_LENGTH]}…"
    return f"<p style='white-space:pre-wrap'>{html.escape(shown)}</p>"
