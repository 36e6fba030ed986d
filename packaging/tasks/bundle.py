"""Makes the one-folder program that people install, and the pictures and lists that go into it."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from tasks import system
from tasks.environment import PYTHON
from tasks.shell import ROOT, Stop, answer, run, say

DIST = ROOT / "dist"
BUNDLE = DIST / "counterfoil"
PROGRAM = BUNDLE / ("counterfoil-cli.exe" if sys.platform == "win32" else "counterfoil")
SPEC = ROOT / "packaging" / "counterfoil.spec"
MOST_MEGABYTES = 150
# What a bundle is made with beside the libraries it takes in. Debian keeps Python's shared library apart.
TOOLS = ("binutils", *([f"libpython3.{sys.version_info.minor}"] if sys.base_prefix == "/usr" else []))
ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)

_LIST_PARTS = """
import json, pathlib
from ui.self_check import parts_of
print(json.dumps(parts_of(pathlib.Path.cwd())))
"""


def version() -> str:
    """Read the one place where the version stands."""
    text = (ROOT / "app" / "__init__.py").read_text(encoding="utf-8")
    return text.split('__version__ = "')[1].split('"')[0]


def make(target: Path = DIST, *, left_out: tuple[str, ...] = ()) -> Path:
    """Build the bundle into a folder below `target`; `left_out` is for trying the check of a broken one."""
    with tempfile.TemporaryDirectory(prefix="counterfoil-build-") as folder:
        work = Path(folder)
        env = {
            "COUNTERFOIL_VERSION": version(),
            "COUNTERFOIL_PARTS": str(write_parts(work)),
            "COUNTERFOIL_LEFT_OUT": " ".join(left_out),
            "PYINSTALLER_CONFIG_DIR": str(work / "cache"),
            **_icons(work),
        }
        options = ["--noconfirm", "--log-level=ERROR", f"--distpath={target}", f"--workpath={work / 'work'}"]
        if run([PYTHON, "-m", "PyInstaller", *options, SPEC], env=env) != 0:
            raise Stop("The bundle could not be built; the reason stands above.")
    return target / "counterfoil"


def write_parts(folder: Path) -> Path:
    """Write down what the source holds: the packaged program compares itself with it."""
    listing = answer([PYTHON, "-c", _LIST_PARTS])
    if not listing or not json.loads(listing)["vendors"]:
        raise Stop("The vendors in app/vendors could not be listed.")
    place = folder / "bundled-parts.json"
    place.write_text(listing, encoding="utf-8")
    return place


def draw_icons(folder: Path) -> dict[int, Path]:
    """Draw the program's icon as PNG in every size."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {size: folder / f"counterfoil-{size}.png" for size in ICON_SIZES}
    for size, place in drawn.items():
        draw(size, place)
    return drawn


def draw(size: int, place: Path) -> None:
    """Draw the program's icon by Qt, in the form that the ending of `place` names."""
    command = [PYTHON, ROOT / "packaging" / "tasks" / "draw_icon.py"]
    picture = ROOT / "resources" / "icons" / "app.svg"
    if run([*command, picture, str(size), place], env={"QT_QPA_PLATFORM": "offscreen"}) != 0:
        raise Stop(f"The icon could not be drawn as {place.name}.")


def _icons(work: Path) -> dict[str, str]:
    """Windows and macOS keep the icon inside the program, each in a form of its own."""
    ending = {"win32": "ico", "darwin": "icns"}.get(sys.platform)
    if ending is None:
        return {}
    place = work / f"counterfoil.{ending}"
    draw(256 if ending == "ico" else 512, place)
    return {f"COUNTERFOIL_{ending.upper()}": str(place)}


def megabytes(folder: Path) -> float:
    """*Units*: millions of bytes in the files, links not counted."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1e6


def build(_arguments: list[str]) -> int:
    """Make `dist/counterfoil`, weigh it, and let it check itself."""
    if sys.platform == "linux":
        system.require([*system.QT, *system.QT_X11, *TOOLS])
    shutil.rmtree(BUNDLE, ignore_errors=True)
    make()
    if sys.platform == "win32":
        draw(256, DIST / "counterfoil.ico")  # for the installer itself
    size = megabytes(BUNDLE)
    say(f"{BUNDLE}: {size:.0f} MB")
    if size > MOST_MEGABYTES:
        raise Stop(f"That is more than {MOST_MEGABYTES} MB. See what came in, and NOT_NEEDED in {SPEC.name}.")
    return run([PROGRAM, "--self-check"])
