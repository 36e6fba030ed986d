"""A private home with a session bus and, if wanted, a real Secret Service on it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping

from tests.desktop.processes import Processes, wait_for
from tests.desktop.system import System

PASSWORD = b"test keyring"
SECRET_SERVICE = "org.freedesktop.secrets"  # noqa: S105  the name of a service, not a secret


class Session:
    """The environment of one logged-in person, gone with everything in it after `close`."""

    def __init__(self, extra: Mapping[str, str] | None = None, system: System | None = None) -> None:
        self.system = system or System()
        self.home = self.system.make_home()
        self._files = self.system.seen_from_here(self.home)
        runtime = self.home / "runtime"
        self.system.seen_from_here(runtime).mkdir(mode=0o700)
        logs = self._files / "logs"
        logs.mkdir()
        self.system.hand_over(self._files)
        self.processes = Processes(logs, self.system)
        self.env = {
            **self.system.env,
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local/share"),
            "XDG_STATE_HOME": str(self.home / ".local/state"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_RUNTIME_DIR": str(runtime),
            "LANG": "C.UTF-8",
            **(extra or {}),
        }

    def start_bus(self) -> None:
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile"]
        address = self.processes.start_announcing(command, "--print-address={}", env=self.env)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = address

    def start_keyring(self, *, unlocked: bool = True) -> subprocess.Popen[bytes]:
        """Start gnome-keyring; the first unlocking makes the keyring, with a password of its own."""
        command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
        if unlocked:
            command.append("--unlock")
        daemon = self.processes.start(command, env=self.env, text_in=PASSWORD if unlocked else b"")
        wait_for(self.has_secret_service, "the Secret Service")
        return daemon

    def has_secret_service(self) -> bool:
        call = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
        question = ["org.freedesktop.DBus.NameHasOwner", f"string:{SECRET_SERVICE}"]
        return "boolean true" in self.ask([*call, *question])

    def ask(self, command: list[str], *, seconds: float = 10) -> str:
        """Return what a short program prints, or nothing when it fails."""
        done = subprocess.run(
            self.system.command(command),
            env=self.env,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        return done.stdout if done.returncode == 0 else ""

    def close(self) -> None:
        self.processes.stop_all()
        shutil.rmtree(self._files, ignore_errors=True)
