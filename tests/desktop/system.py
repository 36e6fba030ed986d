"""Where the programs of a test desktop run: on this machine, or in a fresh system in a folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# conftest.py sets these for the test process; programs of the session get their own.
LEFT_OUT = ("PYTHON_KEYRING_BACKEND", "QT_QPA_PLATFORM", "XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE")
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True)
class System:
    """`root` is where its files are seen from here; with a `user` its programs are run in there by chroot."""

    root: Path = Path("/")
    user: str = ""

    @property
    def env(self) -> Mapping[str, str]:
        """The environment that programs start from; nothing of this machine's own in a fresh system."""
        if self.user:
            return {"PATH": SYSTEM_PATH}
        return {name: value for name, value in os.environ.items() if name not in LEFT_OUT}

    def command(self, words: Sequence[str | os.PathLike[str]]) -> list[str]:
        """Say how to start a program there; its process id is the same here."""
        inside = (
            [str(shutil.which("chroot")), f"--userspec={self.user}:{self.user}", str(self.root)]
            if self.user
            else []
        )
        return [*inside, *(os.fspath(word) for word in words)]

    def seen_from_here(self, path: str | os.PathLike[str]) -> Path:
        """Name a file of that system by its place in this machine's own tree."""
        return self.root / Path(path).relative_to("/")

    def make_home(self) -> Path:
        """Make a folder for one session, as the system itself names it."""
        # Not pytest's folder: the path of a socket has room for about 100 characters.
        made = Path(tempfile.mkdtemp(prefix="cf-", dir=self.seen_from_here(tempfile.gettempdir())))
        return Path("/") / made.relative_to(self.root)

    def hand_over(self, folder: Path) -> None:
        """Let the user of that system own a folder."""
        if self.user:
            for place in (folder, *folder.rglob("*")):
                shutil.chown(place, self._number(2), self._number(3))

    def _number(self, field: int) -> int:
        lines = self.seen_from_here("/etc/passwd").read_text(encoding="utf-8").splitlines()
        return next(int(line.split(":")[field]) for line in lines if line.startswith(f"{self.user}:"))
