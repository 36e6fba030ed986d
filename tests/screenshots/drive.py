"""Opens the stages of a drawing: light and dark, and wide and narrow where both are wanted."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

# Before anything of Qt or of the settings is imported.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["COUNTERFOIL_HOME"] = tempfile.mkdtemp(prefix="counterfoil-screenshots-")

from tests.screenshots.stage import Size, Stage
from ui import theme
from ui.assets import resource_path

SIZE: Size = (1280, 820)
BOTH: Mapping[str, Size] = {"wide": SIZE, "narrow": (900, 760)}
_SCHEMES: tuple[theme.Choice, ...] = ("light", "dark")
Play = Callable[[Stage], None]


def draw(play: Play, *, sizes: Mapping[str, Size] | None = None) -> int:
    """Play on a stage of each scheme and size, each size in a folder of its name; gives an exit code.

    The folder is the first word of the command line; pictures of one size only may go to those that are kept.
    """
    if sizes and len(sys.argv) < 2:
        sys.exit("Name a folder for the pictures.")
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else resource_path("screenshots")
    for scheme in _SCHEMES:
        for name, size in (sizes or {"": SIZE}).items():
            _draw(play, place / name, scheme, size)
    return 0


def _draw(play: Play, folder: Path, scheme: theme.Choice, size: Size) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with Stage(folder, scheme=scheme, size=size) as stage:
        play(stage)
        for name in stage.taken:
            sys.stdout.write(f"{folder / name}\n")
