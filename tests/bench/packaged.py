"""The program that people install: its size, its start on a real screen against a bare window, its memory."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.table import Row, seconds
from tests.desktop.screen import Desktop

BUNDLE = Path(__file__).resolve().parents[2] / "dist" / "counterfoil"
_TIMES = 5
_SETTLED_SECONDS = 3.0  # the workspace is open and shown by then
_MOST_SECONDS = 30.0
_BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.setWindowTitle("Bare window")
window.resize(1280, 820)
window.show()
application.exec()
"""


def packaged(folder: Path) -> Iterator[Row]:
    """Measure the bundle in dist/, made by `packaging/dev.py build`; nothing where there is none."""
    if not (BUNDLE / "counterfoil").exists():
        sys.stderr.write("left out: there is no dist/counterfoil; `packaging/dev.py build` makes it\n")
        return
    files = [path for path in BUNDLE.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in files) / 1e6
    yield Row("packaged program, unpacked", f"{size:.0f} MB", bar="150 MB")
    yield _start(folder / "packaged")


def _start(workspace: Path) -> Row:
    ours, theirs, peak = [], [], 0.0
    desktop = Desktop()
    try:
        desktop.start()
        program = [str(BUNDLE / "counterfoil"), "--workspace", str(workspace)]
        _until_shown(desktop, program, "Counterfoil")  # makes the workspace
        for _ in range(_TIMES):
            theirs.append(_until_shown(desktop, [sys.executable, "-c", _BARE], "Bare window")[0])
            taken, megabytes = _until_shown(desktop, program, "Counterfoil")
            ours.append(taken)
            peak = max(peak, megabytes)
    finally:
        desktop.close()
    return Row(
        "packaged program, window on the screen",
        seconds(median(ours)),
        "a bare window",
        seconds(median(theirs)),
        median(ours) / median(theirs),
        peak_megabytes=peak,
    )


def _until_shown(desktop: Desktop, command: list[str], title: str) -> tuple[float, float]:
    """Seconds until the window is on the screen, and the most memory it held a moment later."""
    began = time.monotonic()
    process = desktop.run(command)
    while not desktop.xdotool("search", "--onlyvisible", "--name", f"^{title}$"):
        if time.monotonic() - began > _MOST_SECONDS:
            raise RuntimeError(f"{title} did not come within {_MOST_SECONDS:.0f} s")
    taken = time.monotonic() - began
    time.sleep(_SETTLED_SECONDS)
    status = Path("/proc", str(process.pid), "status").read_text(encoding="utf-8")
    held = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    desktop.stop(process)
    return taken, int(held[1]) * 1024 / 1e6 if held else 0.0
