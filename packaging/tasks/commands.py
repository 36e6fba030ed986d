"""The subcommands: what each sets up, and what it then runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tasks import bundle, check_deb, deb, environment, pins, system
from tasks.environment import DEVELOPMENT, PYTHON, RUNTIME
from tasks.shell import Stop, run, say

# Tests that start processes of their own or take long; `check` is for every few minutes.
SLOWER = "desktop or keyring or e2e or slow"
# Names the folder of the vendors' API descriptions, which are no part of the project.
SPECS_VARIABLE = "COUNTERFOIL_SPECS"
# Only Linux can open a desktop and a Secret Service beside the person's own.
LINUX_ONLY = "desktop or keyring"


@dataclass(frozen=True)
class Command:
    summary: str
    start: Callable[[list[str]], int]


def python(*arguments: str, env: dict[str, str] | None = None) -> int:
    """Run the environment's Python in the project root."""
    return run([PYTHON, *arguments], env=env)


def has_screen() -> bool:
    """Whether windows can be shown; everywhere but on Linux there is always a screen."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def prepare(requirements: str) -> None:
    """Set up what a command with windows needs; without a screen Qt draws offscreen and needs less."""
    system.require([*system.QT, *(system.QT_X11 if has_screen() else ())])
    environment.ensure(requirements)


def setup(_arguments: list[str]) -> int:
    system.require([*system.QT, *system.QT_X11])
    environment.ensure(DEVELOPMENT)
    say(f"Ready: {environment.SCRIPTS / 'counterfoil'}")
    return 0


def demo(arguments: list[str]) -> int:
    prepare(RUNTIME)
    words = [word for word in arguments if word != "--offscreen"]
    offscreen = len(words) < len(arguments) or not has_screen()
    return python("-m", "ui", "--demo", *words, env={"QT_QPA_PLATFORM": "offscreen"} if offscreen else None)


def run_app(arguments: list[str]) -> int:
    prepare(RUNTIME)
    return python("-m", "ui", *arguments)


def bench(arguments: list[str]) -> int:
    prepare(DEVELOPMENT)
    return python("-m", "tests.bench", *arguments)


def screenshots(arguments: list[str]) -> int:
    prepare(DEVELOPMENT)
    return python("-m", "tests.screenshots", *arguments)


def build(arguments: list[str]) -> int:
    prepare(DEVELOPMENT)
    return bundle.build(arguments)


def deb_package(arguments: list[str]) -> int:
    prepare(DEVELOPMENT)
    return deb.deb(arguments)


def show_version(_arguments: list[str]) -> int:
    say(bundle.version())
    return 0


def try_deb(arguments: list[str]) -> int:
    if not bundle.PROGRAM.exists():
        build([])
    return check_deb.check_deb(arguments)


def check_specs(arguments: list[str]) -> int:
    folder = " ".join(arguments) or os.environ.get(SPECS_VARIABLE, "")
    if not folder:
        raise Stop(f"Name the folder of the vendors' API descriptions, or set {SPECS_VARIABLE} to it.")
    if not Path(folder).is_dir():
        raise Stop(f"{folder} is no folder.")
    prepare(DEVELOPMENT)
    return python("-m", "tests.specs", os.fspath(Path(folder).resolve()))


def check(arguments: list[str]) -> int:
    prepare(DEVELOPMENT)
    failed = static_gates()
    say("== tests")
    if python("-m", "pytest", "-q", "-m", f"not ({SLOWER})", *arguments) != 0:
        failed.append("quick tests")
    return verdict(failed)


def test(arguments: list[str]) -> int:
    if sys.platform == "linux":
        system.require_desktop()
        system.require([*bundle.TOOLS, *deb.VALIDATORS])
    environment.ensure(DEVELOPMENT)
    failed = static_gates()
    if not arguments:
        failed += specs_gate()
    say("== tests")
    if python("-m", "pytest", *pytest_options(arguments), *arguments) != 0:
        failed.append("tests")
    return verdict(failed)


def pytest_options(arguments: list[str]) -> list[str]:
    """Coverage with its floor and no skips; a part of the tests, named in `arguments`, has no floor."""
    options = ["--no-skips", "--cov", "--cov-report=term"]
    if arguments:
        options.append("--cov-fail-under=0")
    if sys.platform != "linux":
        say(f"Left out here, because they need Linux: tests marked {LINUX_ONLY}.")
        options += ["-m", f"not ({LINUX_ONLY})"]
    return options


def static_gates() -> list[str]:
    """Run everything that reads the code without running it; return what failed."""
    gates = {
        "format": ["-m", "ruff", "format", "--check", "."],
        "lint": ["-m", "ruff", "check", "."],
        "types": ["-m", "mypy"],
        "layers": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    }
    failed = []
    for name, arguments in gates.items():
        say(f"== {name}")
        if python(*arguments) != 0:
            failed.append(name)
    return failed


def specs_gate() -> list[str]:
    """Run what needs the vendors' own documents where they are, and say so where they are not."""
    say("== specs")
    if not os.environ.get(SPECS_VARIABLE):
        say(f"Left out: {SPECS_VARIABLE} names no folder of the vendors' API descriptions.")
        return []
    try:
        return ["specs"] if check_specs([]) != 0 else []
    except Stop as stop:
        say(str(stop))
        return ["specs"]


def verdict(failed: list[str]) -> int:
    """Name the gates that failed; silent when none did."""
    if failed:
        say("Failed: " + ", ".join(failed))
    return 1 if failed else 0


COMMANDS = {
    "setup": Command("make .venv and install what is missing", setup),
    "demo": Command("open a throw-away workspace connected to the sandbox (--offscreen: no window)", demo),
    "run": Command("start Counterfoil", run_app),
    "test": Command("the gate: format, lint, types, layers, and every test with coverage", test),
    "check": Command("the quick part of the gate, for daily use", check),
    "check-specs": Command("hold requests and simulators against the vendors' API descriptions", check_specs),
    "bench": Command("print the table of speed ratios", bench),
    "screenshots": Command("draw the pictures of the documentation again", screenshots),
    "build": Command("make the program that people install, in dist/counterfoil", build),
    "deb": Command("make the Debian package and have it judged (--new: build first)", deb_package),
    "check-deb": Command("try the package in a fresh Debian (as root; --base TAR: of this system)", try_deb),
    "version": Command("print the version, for the installers", show_version),
    "lock": Command("pin the requirements again (--upgrade: to the newest)", pins.lock),
}
