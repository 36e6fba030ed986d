"""Tries the Debian package in a fresh minimal system: install, run, upgrade with pending changes, remove."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tasks import bundle, deb, environment, system
from tasks.chroot import PERSON, Chroot
from tasks.shell import ROOT, Stop, run, say

OLDER = "0.0.1~older"
INSTALL = "apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 install"
EXAMPLE = "/usr/lib/counterfoil/_internal/resources/examples/traede-customers.csv"
WORK = "counterfoil --workspace work"


def check_deb(arguments: list[str]) -> int:
    """Run every step; `--base FILE.tar` saves fetching the minimal system."""
    if os.geteuid() != 0:
        raise Stop("Making a fresh system needs root: sudo python3 packaging/dev.py check-deb")
    system.require(["debootstrap", "xvfb", "xdotool"])
    base = Path(arguments[arguments.index("--base") + 1]) if "--base" in arguments else None
    with tempfile.TemporaryDirectory(prefix="counterfoil-fresh-") as folder:
        fresh = Chroot(Path(folder) / "root")
        try:
            fresh.make(base)
            _steps(fresh, Path(folder))
        finally:
            fresh.remove()
    say("Installed, ran, upgraded with its pending changes, removed; the workspace stayed.")
    return 0


def _steps(fresh: Chroot, folder: Path) -> None:
    newer = _hand_in(fresh, deb.make(bundle.BUNDLE, folder))
    older = _hand_in(fresh, deb.make(bundle.BUNDLE, folder, version=OLDER))
    say(f"== install {older}")
    fresh.want(f"{INSTALL} ./{older}")
    say(fresh.want("counterfoil --self-check", user=PERSON))
    pending = _leave_pending_changes(fresh)
    say(f"== upgrade to {newer} with {len(pending)} pending records")
    (fresh.folder / "root" / older).unlink()
    for line in readme_lines()[:-1]:
        _follow(fresh, line)
    _expect(_pending(fresh) == pending and bool(pending), "The pending changes are not what they were.")
    say("== the window")
    _expect_window(fresh)
    _expect("counterfoil.desktop" in _openers(fresh), "CSV files are not offered to Counterfoil.")
    say("== a desktop with a file manager")
    _expect_desktop(fresh)
    say("== remove")
    kept = _workspace(fresh)
    _follow(fresh, readme_lines()[-1])
    _expect(_leftovers(fresh) == [], f"Left behind: {_leftovers(fresh)}")
    _expect(_workspace(fresh) == kept and bool(kept), "The workspace was touched.")


def readme_lines() -> list[str]:
    """Read what a person is told to type: the lines to install with, and the last one to remove with."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## Install\n")[1].split("\n## ")[0]
    return [line for block in section.split("```")[1::2] for line in block.strip().splitlines()]


def _follow(fresh: Chroot, line: str) -> None:
    """Type a line of the README word by word; `sudo` is who types it."""
    is_root = line.startswith("sudo ")
    say(f"$ {line}")
    fresh.want(line.removeprefix("sudo "), user="root" if is_root else PERSON)


def _hand_in(fresh: Chroot, package: Path) -> str:
    shutil.copy(package, fresh.folder / "root" / package.name)
    return package.name


def _leave_pending_changes(fresh: Chroot) -> list[object]:
    """Connect to the packaged sandbox with credentials for that run alone, and keep a file."""
    sandbox = fresh.start("exec counterfoil sandbox --records 5", user=PERSON)
    assert sandbox.stdout is not None  # noqa: S101  asked for in `start`
    try:
        address = json.loads(sandbox.stdout.readline())["traede"]
        secrets = fresh.folder / "home" / PERSON / "sign-in.json"
        secrets.write_text(json.dumps(address["credentials"]), encoding="utf-8")
        words = f"connect traede --name Try --url {address['url']} --session-credentials sign-in.json"
        fresh.want(f"{WORK} {words}", user=PERSON)
    finally:
        sandbox.send_signal(signal.SIGINT)
        sandbox.communicate(timeout=30)
    code, said = fresh.run(
        f"{WORK} import {EXAMPLE} --into traede.customers --connection Try --accept", user=PERSON
    )
    _expect(code in (0, 3), f"The import ended with {code}: {said}")
    return _pending(fresh)


def _pending(fresh: Chroot) -> list[object]:
    found: list[object] = json.loads(fresh.want(f"{WORK} pending --json 2>/dev/null", user=PERSON))["records"]
    return found


def _expect_window(fresh: Chroot) -> None:
    """Open the window on a screen of this machine, without any network, and let a second start join it."""
    alone = f"unshare --net setpriv --reuid={PERSON} --regid={PERSON} --clear-groups env HOME=/home/{PERSON}"
    with _screen(fresh) as display:
        process = fresh.start(f"exec {alone} counterfoil --workspace /home/{PERSON}/work", display=display)
        try:
            _wait_for_window({**os.environ, "DISPLAY": display})
            code, said = fresh.run(f"timeout 30 {WORK} {EXAMPLE}", user=PERSON, display=display)
            _expect(code == 0, f"The second start ended with {code}: {said}")
        finally:
            process.terminate()
            process.communicate(timeout=30)


def _expect_desktop(fresh: Chroot) -> None:
    """Double-click the icon, drag a CSV, push, start again: as a person does, in there."""
    fresh.want(f"{INSTALL} {' '.join(system.DESKTOP)}")
    if run([environment.PYTHON, "-m", "tests.desktop.fresh", fresh.folder]) != 0:
        raise Stop("On the desktop of the new system something is not as it should; it stands above.")


def _wait_for_window(env: dict[str, str]) -> None:
    search = ["xdotool", "search", "--onlyvisible", "--name", "^Counterfoil$"]
    for _ in range(100):
        done = subprocess.run(search, env=env, capture_output=True, text=True, check=False, timeout=10)
        if done.stdout.strip():
            return
        time.sleep(0.2)
    raise Stop("The window did not open within 20 seconds.")


@contextmanager
def _screen(fresh: Chroot) -> Iterator[str]:
    """Start a screen here and show it in there by its socket."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-ac"]
    server = subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader) as told:
            number = told.readline().strip()
        fresh.mount("tmp/.X11-unix", "--bind", "/tmp/.X11-unix")  # noqa: S108  where X keeps its sockets
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(timeout=10)


def _openers(fresh: Chroot) -> str:
    """Ask the desktop's own list which programs open a CSV."""
    fresh.want(f"{INSTALL} desktop-file-utils")
    return fresh.want("cat /usr/share/applications/mimeinfo.cache")


def _leftovers(fresh: Chroot) -> list[str]:
    places = ("usr/lib/counterfoil", "usr/bin/counterfoil", "usr/share/doc/counterfoil")
    return [name for name in places if os.path.lexists(fresh.folder / name)]


def _workspace(fresh: Chroot) -> str:
    return fresh.want("sha256sum work/workspace.sqlite; ls work", user=PERSON)


def _expect(is_so: bool, complaint: str) -> None:  # noqa: FBT001  reads as the sentence it is
    if not is_so:
        raise Stop(complaint)
