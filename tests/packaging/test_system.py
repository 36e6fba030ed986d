"""System packages: which are missing, and what happens with and without the right to install."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tasks import system
from tasks.shell import Stop

INSTALLED = """installed|libgl1|
installed|libglib2.0-0t64|libglib2.0-0 (= 2.80), libgio
deinstalled|xvfb|
"""
# Fails until `update` was called, as on a machine without package lists.
APT = """#!/bin/sh
echo "$@" >> {log}
case "$*" in *update*) touch {lists};; *install*) test -e {lists} || {{ echo no lists; exit 100; }};; esac
"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Debian of scripts: the path holds only its dpkg-query and apt-get, and `env`."""
    programs = {
        "dpkg-query": f"#!/bin/sh\ncat <<'END'\n{INSTALLED}END\n",
        "apt-get": APT.format(log=tmp_path / "calls", lists=tmp_path / "lists"),
    }
    for name, text in programs.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    for name in ("env", "cat", "touch", "sh"):
        found = shutil.which(name)
        assert found is not None
        (tmp_path / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_a_renamed_library_counts_by_what_it_provides(machine: Path) -> None:
    assert system.missing_packages(["libgl1", "libglib2.0-0", "xvfb"]) == ["xvfb"]


def test_without_rights_the_one_line_to_run_is_said(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Stop, match="sudo apt-get install --no-install-recommends xvfb openbox\n"):
        system.require(["libgl1", "xvfb", "openbox"])
    assert not (machine / "calls").exists()


def test_root_installs_after_fetching_the_package_lists(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    system.require(["libgl1", "xvfb"])
    install = "-qq --yes --no-install-recommends install xvfb"
    assert (machine / "calls").read_text(encoding="utf-8").splitlines() == [install, "-qq update", install]


def test_the_reason_of_apt_is_shown(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    (machine / "apt-get").write_text("#!/bin/sh\necho no route to the mirror\nexit 100\n", encoding="utf-8")
    with pytest.raises(Stop, match="no route to the mirror"):
        system.require(["xvfb"])


def test_nothing_missing_installs_nothing(machine: Path) -> None:
    system.require(["libgl1"])
    assert not (machine / "calls").exists()


def test_elsewhere_than_on_debian_missing_programs_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Stop, match="Xvfb, openbox"):
        system.require_desktop()
