"""Where Counterfoil starts: a command of the command line, or else the window."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import main as run_command
from app.cli import names_a_command

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui import theme
    from ui.joining import Joining
    from ui.main_window import MainWindow
    from ui.startup import Startup


@dataclass(frozen=True)
class Wish:
    """What the window was asked for."""

    files: tuple[Path, ...] = ()
    workspace: Path | None = None
    is_demo: bool = False
    pictures: Path | None = None


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command or the window and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--self-check"]:
        return check_self()
    if names_a_command(words):
        return run_command(words)
    wish = read_wish(words)
    if wish.is_demo and not has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from ui.demo_walk import walk  # noqa: PLC0415  only this way in needs it

        return walk(wish)
    return run_window(wish)


def check_self() -> int:
    """Prove that this program is whole; the exit code says whether."""
    if not has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # Qt ends a program that finds no screen
    from ui import self_check  # noqa: PLC0415  a command must not load Qt

    make_application()
    return self_check.run()


def read_wish(words: Sequence[str]) -> Wish:
    """Read the words after `counterfoil`; leaves with 2 where they make no sense."""
    parser = argparse.ArgumentParser(prog="counterfoil", add_help=False)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--pictures", type=Path, help="where the demo without a screen leaves its pictures")
    found = parser.parse_args(list(words))
    return Wish(tuple(found.files), found.workspace, found.demo, found.pictures)


def has_screen() -> bool:
    """Tell whether there is somewhere to show a window."""
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal"):
        return False
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_window(wish: Wish) -> int:
    """Show the window until it is closed."""
    application = make_application()
    if joins_first_window(wish):
        return 0
    window, startup = make_window(wish)
    joining = tie(window, startup, wish)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in the terminal ends a window at once
    start_log(wish)
    window.show()
    startup.begin_after_paint()
    try:
        code = application.exec()
    finally:
        joining.close()
        startup.tidy()
    if window.closing.has_left_a_push:
        # Python would wait for the threads that wait for an answer.
        os._exit(code)
    return code


def joins_first_window(wish: Wish) -> bool:
    """Hand the files to the window that has this workspace, where there is one."""
    from ui.second_start import hand_over  # noqa: PLC0415  a command must not load Qt

    return not wish.is_demo and hand_over(workspace_of(wish), wish.files)


def tie(window: MainWindow, startup: Startup, wish: Wish) -> Joining:
    """Let later starts of the same workspace join this window."""
    from ui.joining import Joining  # noqa: PLC0415  a command must not load Qt

    return Joining(window, startup, startup.folder or workspace_of(wish), wish.files)


def workspace_of(wish: Wish) -> Path:
    """Find the folder that the window will open."""
    if wish.workspace is not None:
        return wish.workspace
    from app.settings import data_paths  # noqa: PLC0415  a command must not load it here

    return data_paths().workspace


def start_log(wish: Wish) -> None:
    """Write the log; the demo leaves none behind."""
    if not wish.is_demo:
        from app import log  # noqa: PLC0415  a command sets up its own
        from app.settings import data_paths  # noqa: PLC0415  as above

        with suppress(OSError):  # a folder that cannot be written must not keep the window away
            log.setup(data_paths().logs)


def make_application() -> QApplication:
    """Make the one application object, dressed."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415  a command must not load Qt

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101  nothing makes another kind
    application.setApplicationName("Counterfoil")
    application.setDesktopFileName("counterfoil")
    return application


def make_window(wish: Wish) -> tuple[MainWindow, Startup]:
    """Make the frame and what will fill it."""
    from PySide6.QtCore import QSettings  # noqa: PLC0415  a command must not load Qt
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415  as above

    from ui import theme  # noqa: PLC0415  as above
    from ui.collector import UiCollector  # noqa: PLC0415  as above
    from ui.main_window import MainWindow  # noqa: PLC0415  as above
    from ui.session import AppSession  # noqa: PLC0415  as above
    from ui.startup import Startup  # noqa: PLC0415  as above

    application = QApplication.instance()
    assert isinstance(application, QApplication)  # noqa: S101  made by make_application
    folder = Path(tempfile.mkdtemp(prefix="counterfoil-demo-")) if wish.is_demo else wish.workspace
    preferences = QSettings(str(preferences_file(wish, folder)), QSettings.Format.IniFormat)
    theme.follow(application, chosen_theme(wish))
    session = AppSession(preferences)
    session.is_demo = wish.is_demo
    window = MainWindow(session)
    session.setParent(window)
    UiCollector(window)
    startup = Startup(session, folder, window)
    startup.failed.connect(window.show_trouble)
    window.retry_requested.connect(window.show_opening)
    window.retry_requested.connect(startup.begin)
    window.offer(wish.files)
    return window, startup


def preferences_file(wish: Wish, folder: Path | None) -> Path:
    """Find the file of window sizes; the demo must not touch a person's own."""
    if wish.is_demo and folder is not None:
        return folder / "window.ini"
    from app.settings import data_paths  # noqa: PLC0415  a command must not load it here

    return data_paths().config / "window.ini"


def chosen_theme(wish: Wish) -> theme.Choice:
    """Read the theme from the settings; the demo follows the desktop."""
    if wish.is_demo:
        return "system"
    from app import settings  # noqa: PLC0415  a command must not load it here

    return settings.load(settings.data_paths().settings_file).settings.theme


if __name__ == "__main__":
    sys.exit(main())
