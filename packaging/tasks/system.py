"""Which libraries and programs of the operating system a task needs, and how Debian installs them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable

from tasks.shell import Stop, answer, quietly, say

# What Qt's libraries link to, also when it draws on no screen.
QT = ("libglib2.0-0", "libgl1", "libegl1", "libdbus-1-3", "libfontconfig1", "libxkbcommon0")
# What Qt's X11 plugin adds. When one is missing Qt blames xcb-cursor, whichever it is.
QT_X11 = (
    *("libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1"),
    *("libxcb-shape0", "libxcb-xkb1", "libxcb-render0"),
)
# A desktop for the tests: a screen, a window manager, a file manager, a keyring, an accessibility bus.
# The last two let the file manager, which is GTK 2, tell where its icons are.
DESKTOP = (
    *("xvfb", "openbox", "xdotool", "x11-utils", "imagemagick", "pcmanfm", "gnome-keyring", "dbus-x11"),
    *("at-spi2-core", "python3-pyatspi", "shared-mime-info", "libatk-adaptor", "libgail-common"),
)
# The same desktop, as programs to look for where the package names differ.
DESKTOP_PROGRAMS = (
    *("Xvfb", "openbox", "xdotool", "xprop", "xwininfo", "import", "pcmanfm"),
    *("gnome-keyring-daemon", "dbus-daemon", "dbus-send"),
)


def is_debian() -> bool:
    return sys.platform == "linux" and bool(shutil.which("dpkg-query") and shutil.which("apt-get"))


def missing_packages(wanted: Iterable[str]) -> list[str]:
    """Return those of `wanted` that no installed Debian package is or provides."""
    # Newer releases rename libraries (libglib2.0-0t64) and keep the old name as a provided one.
    listing = answer(["dpkg-query", "-W", "-f", "${db:Status-Status}|${Package}|${Provides}\n"]) or ""
    installed = set()
    for line in listing.splitlines():
        status, package, provides = line.split("|", 2)
        if status == "installed":
            installed.add(package)
            installed.update(part.split()[0] for part in provides.split(",") if part.strip())
    return [package for package in wanted if package not in installed]


def require(wanted: Iterable[str]) -> None:
    """Install what is missing of the Debian packages `wanted`, or say the line that does."""
    if not is_debian():
        return
    missing = missing_packages(wanted)
    if not missing:
        return
    prefix = _rights()
    if prefix is None:
        line = "sudo apt-get install --no-install-recommends " + " ".join(missing)
        raise Stop(f"Some system packages are missing. Run this line, then this command again:\n\n  {line}\n")
    say("Installing system packages: " + " ".join(missing))
    _install([*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"], missing)


def _install(apt: list[str], packages: list[str]) -> None:
    install = [*apt, "-qq", "--yes", "--no-install-recommends", "install", *packages]
    if quietly(install) is None:
        return
    # Fresh machines have no package lists, and old lists name files that are gone: fetch them first.
    trouble = quietly([*apt, "-qq", "update"]) or quietly(install)
    if trouble is not None:
        raise Stop(f"{trouble}\napt-get could not install them; its reason stands above.")


def require_desktop() -> None:
    """Make sure that the tests can open a desktop of their own on this Linux."""
    if is_debian():
        require([*QT, *QT_X11, *DESKTOP])
        return
    missing = [program for program in DESKTOP_PROGRAMS if not shutil.which(program)]
    if missing:
        raise Stop(
            "The tests open a desktop of their own and these programs are missing: "
            + ", ".join(missing)
            + ". Install them, and pyatspi for the system's Python."
        )


def _rights() -> list[str] | None:
    """Return what to put before apt-get, or None when this user may not install."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and answer(["sudo", "-n", "true"]) is not None:
        return ["sudo", "-n"]
    return None
