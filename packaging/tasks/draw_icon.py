"""Draws an SVG in one size: `draw_icon.py PICTURE.svg SIZE FILE`. Runs in the project's environment."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


def main(picture: str, size: int, place: str) -> int:
    """Write the picture in the form that the ending of `place` names; 1 when that fails."""
    application = QGuiApplication([])
    renderer = QSvgRenderer(picture)
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    is_drawn = renderer.isValid() and image.save(place)
    application.quit()
    return 0 if is_drawn else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
