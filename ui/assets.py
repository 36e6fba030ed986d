"""The one place that finds icons, examples and texts, from source as from a bundle."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui import theme

_SIZES = (16, 20, 24, 32, 48, 64, 128)


def resource_path(name: str) -> Path:
    """Find a file of `resources/` by its path there."""
    return Path(str(files("resources").joinpath(name)))


def resource_text(name: str) -> str:
    """Read a text of `resources/`, or nothing where it is not there."""
    try:
        return resource_path(name).read_text("utf-8")
    except OSError:
        return ""


def icon(name: str, *, color: str = "") -> QIcon:
    """Make an icon of the set in a colour of the theme ("text" or that of the state it stands for)."""
    wanted = color or _OWN_COLORS.get(name, "icon")
    colors = theme.current()
    normal: QColor = getattr(colors, wanted)
    return _icon(name, normal.name(), colors.disabled.name())


def pixmap(name: str, size: int, *, color: str = "", ratio: float = 2.0) -> QPixmap:
    """Draw one icon of the set at a size in logical pixels."""
    wanted = color or _OWN_COLORS.get(name, "icon")
    return _drawn(name, getattr(theme.current(), wanted).name(), size, ratio)


def vendor_icon(vendor_id: str) -> QIcon:
    """Find a vendor's own icon, or the one for any vendor."""
    return icon(vendor_id if resource_path(f"icons/{vendor_id}.svg").exists() else "vendor")


_OWN_COLORS = {
    "added": "added",
    "changed": "changed",
    "deleted": "deleted",
    "conflict": "conflict",
    "problem": "error",
    "warning": "warning",
    "applied": "success",
    "refused": "error",
    "failed": "warning",
    "skipped": "muted",
    "unknown": "conflict",
    "sent": "info",
}


@cache
def _icon(name: str, normal: str, disabled: str) -> QIcon:
    made = QIcon()
    for size in _SIZES:
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # a selected row keeps the colour of its state
            made.addPixmap(_drawn(name, normal, size, 1.0), mode)
        made.addPixmap(_drawn(name, disabled, size, 1.0), QIcon.Mode.Disabled)
    return made


@cache
def _drawn(name: str, color: str, size: int, ratio: float) -> QPixmap:
    svg = resource_text(f"icons/{name}.svg").replace("currentColor", color)
    picture = QPixmap(QSize(size, size) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture
