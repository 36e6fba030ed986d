"""Draws the pictures of `resources/screenshots/`, light and dark: `python -m tests.screenshots [FOLDER]`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["COUNTERFOIL_HOME"] = tempfile.mkdtemp(prefix="counterfoil-screenshots-")

from tests.screenshots.stage import Stage, play
from ui import theme
from ui.assets import resource_path

SIZE = (1280, 820)


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else resource_path("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    schemes: tuple[theme.Choice, ...] = ("light", "dark")
    for scheme in schemes:
        with Stage(folder, scheme=scheme, size=SIZE) as stage:
            play(stage)
            for name in stage.taken:
                sys.stdout.write(f"{folder / name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
