"""A fresh minimal Debian in a folder, for trying a package on a machine that has nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tasks.shell import Stop, run

RELEASE = "bookworm"
PERSON = "tester"
# How this machine reaches its packages; the new system needs the same way.
FROM_HOST = ("etc/resolv.conf", "etc/hosts", "etc/apt/apt.conf.d", "etc/apt/sources.list.d")
CERTIFICATES = Path("etc/ssl/certs/ca-certificates.crt")


class Chroot:
    """Made by `make`, gone after `remove`; only root can."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._mounted: list[Path] = []

    def make(self, base: Path | None) -> None:
        """Unpack `base`, a tar of a minbase system, or fetch one with debootstrap."""
        self.folder.mkdir(parents=True)
        fetch = ["debootstrap", "--variant=minbase", RELEASE, str(self.folder)]
        command = ["tar", "-C", str(self.folder), "-xf", str(base)] if base else fetch
        if run(command) != 0:
            raise Stop("The minimal system could not be made; the reason stands above.")
        for name in FROM_HOST:
            self._copy(Path(name))
        (self.folder / "etc/apt/sources.list").write_text("", encoding="utf-8")
        (self.folder / CERTIFICATES).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path("/") / CERTIFICATES, self.folder / CERTIFICATES)
        self.mount("proc", "-t", "proc", "proc")
        for name in ("dev", "dev/shm"):
            self.mount(name, "--bind", f"/{name}")
        # Nobody is there to say yes.
        (self.folder / "etc/apt/apt.conf.d/99yes").write_text(
            'APT::Get::Assume-Yes "true";\n', encoding="utf-8"
        )
        self.want(f"apt-get -qq update && useradd -m {PERSON}")

    def mount(self, name: str, *how: str) -> None:
        place = self.folder / name
        place.mkdir(parents=True, exist_ok=True)
        if run(["mount", *how, place]) != 0:
            raise Stop(f"{place} could not be mounted.")
        self._mounted.append(place)

    def start(self, line: str, *, user: str = "root", display: str = "") -> subprocess.Popen[str]:
        """Start a shell line in there, with an environment of its own."""
        home = "/root" if user == "root" else f"/home/{user}"
        env = {"HOME": home, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
        env |= {"DISPLAY": display} if display else {}
        env |= {"DEBIAN_FRONTEND": "noninteractive"}
        command = [
            "chroot",
            f"--userspec={user}:{user}",
            str(self.folder),
            "/bin/sh",
            "-c",
            f"cd {home}; {line}",
        ]
        return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, line: str, *, user: str = "root", display: str = "") -> tuple[int, str]:
        """Return the exit code and what was printed."""
        process = self.start(line, user=user, display=display)
        said, _ = process.communicate(timeout=900)
        return process.returncode, said

    def want(self, line: str, *, user: str = "root") -> str:
        """Run what must work, and return what it printed."""
        code, said = self.run(line, user=user)
        if code != 0:
            raise Stop(f"In the new system this ended with {code}:\n  {line}\n{said}")
        return said

    def remove(self) -> None:
        """Unmount everything first: what is bound there is this machine's own."""
        for place in reversed(self._mounted):
            if run(["umount", place]) != 0 and os.path.ismount(place):
                raise Stop(f"{place} is still mounted; unmount it, then remove {self.folder}.")
        shutil.rmtree(self.folder)

    def _copy(self, name: Path) -> None:
        source, target = Path("/") / name, self.folder / name
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.exists():
            shutil.copy(source, target)
