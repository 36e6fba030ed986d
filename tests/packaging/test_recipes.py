"""The recipes for other systems, as far as Linux can tell: what they name is there, and one version rules."""

from __future__ import annotations

import plistlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tasks import bundle
from tasks.check_deb import readme_lines
from tasks.commands import COMMANDS

from app import __version__

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
WINDOWS = PACKAGING / "windows" / "counterfoil.iss"
MACOS = PACKAGING / "macos" / "package.sh"
WORKFLOW = PACKAGING / "ci" / "installers.yml"
RECIPES = [WINDOWS, MACOS, WORKFLOW, PACKAGING / "counterfoil.spec"]
# Made by the build: the bundle's folder, on Windows with its picture, on macOS the app around it.
MADE = ("dist/counterfoil", "dist/Counterfoil", "dist/*")
VERSION = re.compile(r"(?<![\d.])\d+\.\d+\.\d+(?![\d.])")


def named_files(recipe: Path) -> set[str]:
    """Paths of the project in a recipe, with forward slashes."""
    text = recipe.read_text(encoding="utf-8").replace("\\", "/")
    paths = re.findall(r"(?:packaging|resources|app|dist)/[\w.*/-]+|\bLICENSE\b|\bREADME\.md\b", text)
    return {path.rstrip(".") for path in paths}


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.name)
def test_every_file_that_a_recipe_names_exists_or_is_made(recipe: Path) -> None:
    missing = {name for name in named_files(recipe) if not (ROOT / name).exists() and not name.startswith(MADE)}
    assert missing == set()


@pytest.mark.parametrize("recipe", [WINDOWS, MACOS, WORKFLOW], ids=lambda path: path.name)
def test_a_recipe_for_another_system_says_that_it_was_not_run_here(recipe: Path) -> None:
    assert "cannot be run on Linux" in recipe.read_text(encoding="utf-8")


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.name)
def test_no_recipe_holds_a_version_of_its_own(recipe: Path) -> None:
    assert VERSION.findall(recipe.read_text(encoding="utf-8")) == []


def test_the_version_comes_from_the_program() -> None:
    command = [sys.executable, str(PACKAGING / "dev.py"), "version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == bundle.version() == __version__


@pytest.mark.parametrize("recipe", [WINDOWS, MACOS, WORKFLOW], ids=lambda path: path.name)
def test_every_command_of_a_recipe_is_one_of_the_task_runner(recipe: Path) -> None:
    text = recipe.read_text(encoding="utf-8").replace("\\", "/")
    used = set(re.findall(r"packaging/dev\.py ([\w-]+)", text))
    assert used
    assert used <= set(COMMANDS)


def test_the_parts_for_macos_can_be_read() -> None:
    plist = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert plist == {"com.apple.security.cs.allow-unsigned-executable-memory": True}
    assert subprocess.run(["sh", "-n", str(MACOS)], check=False, timeout=10).returncode == 0


@pytest.mark.parametrize("ending", ["ico", "icns"])
def test_the_icon_is_drawn_in_the_forms_of_other_systems(ending: str, tmp_path: Path) -> None:
    place = tmp_path / f"counterfoil.{ending}"
    bundle.draw(256, place)
    assert place.read_bytes()[:4] == {"ico": b"\0\0\1\0", "icns": b"icns"}[ending]


def test_the_readme_says_what_the_check_of_the_package_types() -> None:
    assert readme_lines() == [
        "sudo apt install ./counterfoil_*.deb",
        "counterfoil --self-check",
        "sudo apt remove counterfoil",
    ]
