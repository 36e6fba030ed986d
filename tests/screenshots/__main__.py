"""Draws the pictures of `resources/screenshots/`, light and dark: `python -m tests.screenshots [FOLDER]`."""

from __future__ import annotations

import sys

from tests.screenshots.drive import draw
from tests.screenshots.stage import play

if __name__ == "__main__":
    sys.exit(draw(play))
