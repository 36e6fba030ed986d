"""The built program: whole, small, and able to do the loop; one that lacks a vendor says so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tasks import bundle

from app import __version__
from ui.self_check import CHECKS, parts_of

ROOT = Path(__file__).resolve().parents[2]
SELF_CHECK = [sys.executable, "-m", "ui", "--self-check"]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def ran(*words: object, seconds: float = 100) -> subprocess.CompletedProcess[str]:
    """Run as a person does: away from the source, and without its Python."""
    env = {name: text for name, text in os.environ.items() if not name.startswith(("PYTHONPATH", "VIRTUAL"))}
    command = [str(word) for word in words]
    return subprocess.run(
        command, cwd="/", env=env, capture_output=True, text=True, check=False, timeout=seconds
    )


def test_the_built_program_finds_all_its_parts(program: Path) -> None:
    done = ran(program, "--self-check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[0] == f"Counterfoil {__version__}, packaged"
    assert done.stdout.count("\nok ") == len(CHECKS)
    assert all(vendor in done.stdout for vendor in parts_of(ROOT)["vendors"])


def test_a_program_without_one_of_the_vendors_fails_its_check(tmp_path: Path) -> None:
    broken = bundle.make(tmp_path, left_out=("app.vendors.traede",)) / bundle.PROGRAM.name
    done = ran(broken, "--self-check")
    assert done.returncode == 5
    assert "FAILED vendors: Lacking: missing: traede" in done.stdout
    assert done.stdout.count("\nok ") == len(CHECKS) - 1


def test_a_program_without_its_pictures_fails_its_check(program: Path) -> None:
    icon = program.parent / "_internal" / "resources" / "icons" / "push.svg"
    away = icon.rename(icon.with_suffix(".away"))
    done = ran(program, "--self-check")
    away.rename(icon)
    assert done.returncode == 5
    assert "FAILED resources: Lacking: missing: icons/push.svg" in done.stdout


def test_the_built_program_walks_the_whole_loop(program: Path) -> None:
    done = ran(program, "--demo")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Everything is as promised." in done.stdout


def test_the_built_program_answers_on_the_command_line(program: Path) -> None:
    done = ran(program, "kinds", "--json")
    assert "traede.customers" in json.loads(done.stdout)


def test_the_bundle_is_small_and_holds_no_tests(program: Path) -> None:
    assert bundle.megabytes(program.parent) <= bundle.MOST_MEGABYTES
    names = {path.name for path in program.parent.rglob("*")}
    assert not names & {"tests", "pytest", "libgtk-3.so.0", "libQt6Quick.so.6", "libqgtk3.so"}


def test_the_check_from_source_finds_the_same_parts() -> None:
    done = subprocess.run(SELF_CHECK, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", from source" in done.stdout


def test_the_icon_is_drawn_in_every_size(tmp_path: Path) -> None:
    drawn = bundle.draw_icons(tmp_path)
    assert set(drawn) == set(bundle.ICON_SIZES)
    for size, place in drawn.items():
        assert place.read_bytes()[16:24] == size.to_bytes(4, "big") * 2
