"""A disk that is full and a folder that cannot be written: told in words, and nothing saved is lost."""

from __future__ import annotations

import os
import resource
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.app.store.released import leave_workspace, pending_in
from tests.e2e.command_line import KIND, PROGRAM, ROOT, Ran

pytestmark = pytest.mark.e2e
# Root may write everywhere; without this right it is told no like anybody else.
AS_ANYBODY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A workspace with pending changes, in a folder that can be deleted again."""
    place = tmp_path / "ws"
    leave_workspace(place, 1)
    yield place
    place.chmod(stat.S_IRWXU)


def run(folder: Path, *words: str, most_bytes: int = 0) -> Ran:
    """Run a command; no file of it may grow over `most_bytes`, as on a disk that is full."""

    def limit() -> None:
        if most_bytes:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    done = subprocess.run(
        [*AS_ANYBODY, *PROGRAM, "--workspace", str(folder), *words],
        cwd=ROOT,
        preexec_fn=limit,
        env={**os.environ, "COVERAGE_PROCESS_CONFIG": "", "COVERAGE_PROCESS_START": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def many_customers(path: Path) -> Path:
    lines = [f"5{number:05d},Customer {number} {'x' * 200}" for number in range(5000)]
    path.write_text("\n".join(["customer_number,name", *lines]), encoding="utf-8")
    return path


def assert_sound(path: Path, pending: dict[str, tuple[str, str]]) -> None:
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert pending_in(path) == pending


def test_a_disk_too_full_for_a_file_is_told_and_what_was_saved_stays(folder: Path, tmp_path: Path) -> None:
    path = folder / "workspace.sqlite"
    before = pending_in(path)
    file = many_customers(tmp_path / "many.csv")
    words = ("import", str(file), "--into", KIND, "--connection", "Nordic test", "--accept")
    full = run(folder, *words, most_bytes=500_000)
    assert full.code == 5, full.err
    assert "no room to stage the file; nothing was kept" in full.err
    assert_sound(path, before)
    assert run(folder, *words).code == 0


def test_a_disk_too_full_for_an_edit_is_told_and_what_was_saved_stays(folder: Path) -> None:
    before = pending_in(folder / "workspace.sqlite")
    words = ("edit", KIND, "--connection", "Nordic test", "--key", "01000", "name=New")
    full = run(folder, *words, most_bytes=4000)
    assert full.code == 5, full.err
    assert "could not be written; what was saved before is kept" in full.err
    assert "Make room on the disk" in full.err
    assert_sound(folder / "workspace.sqlite", before)
    assert run(folder, *words).code == 0


def test_a_folder_that_cannot_be_written_is_told_and_left_alone(folder: Path) -> None:
    path = folder / "workspace.sqlite"
    before, content = pending_in(path), path.read_bytes()
    path.chmod(0o400)
    folder.chmod(0o500)
    refused = run(folder, "edit", KIND, "--connection", "Nordic test", "--key", "01001", "name=New")
    assert refused.code == 5, refused.err
    assert "could not be written" in refused.err
    assert "make the workspace's folder writable" in refused.err
    assert path.read_bytes() == content
    folder.chmod(0o700)
    path.chmod(0o600)
    assert_sound(path, before)


def test_doctor_checks_a_workspace_that_was_cut_off(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "workspace.sqlite")) as database, database:
        database.execute("UPDATE workspace SET value = '1' WHERE name = 'is_open'")
    looked = run(folder, "doctor", "--json")
    assert looked.json["workspace"]["was_closed_cleanly"] is False
    assert looked.json["workspace"]["integrity"] == "ok"
