"""Writes the pinned requirements: versions and hashes for every system, and no address."""

from __future__ import annotations

import shutil

from tasks import environment
from tasks.environment import DEVELOPMENT, RUNTIME
from tasks.shell import ROOT, Stop, run, say

HEADER = "# Written by `python3 packaging/dev.py lock`. Versions and hashes only: addresses stay out.\n"
EXTRAS = {RUNTIME: ("build",), DEVELOPMENT: ("build", "bundle", "dev")}
OPTIONS = (
    *("--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
)


def lock(arguments: list[str]) -> int:
    """Resolve pyproject.toml again; existing pins stay unless `--upgrade` is among `arguments`."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(environment.SCRIPTS))
    if uv is None:
        raise Stop("Pinning needs uv. Install it (for example `pip install uv`) and run this command again.")
    for name, extras in EXTRAS.items():
        _compile(uv, name, [*arguments, *_same_versions(name), *(f"--extra={extra}" for extra in extras)])
        say(f"packaging/{name} is up to date.")
    return 0


def _same_versions(name: str) -> list[str]:
    """Hold the development requirements to the versions of the runtime ones."""
    return ["--constraint", f"packaging/{RUNTIME}"] if name == DEVELOPMENT else []


def _compile(uv: str, name: str, options: list[str]) -> None:
    target = ROOT / "packaging" / name
    if run([uv, "pip", "compile", *OPTIONS, *options, "pyproject.toml", "--output-file", target]) != 0:
        raise Stop(f"uv could not resolve the requirements; packaging/{name} is as it was.")
    pins = target.read_text(encoding="utf-8")
    if "://" in pins:
        raise Stop(f"packaging/{name} holds an address. Take the source out of pyproject.toml.")
    target.write_text(HEADER + pins.removeprefix(HEADER), encoding="utf-8", newline="\n")
