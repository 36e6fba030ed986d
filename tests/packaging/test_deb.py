"""The Debian package: what is in it, what it needs, and that the tools of the desktop are content with it."""

from __future__ import annotations

import gzip
import re
import shutil
import sys
from pathlib import Path

import pytest
from tasks import bundle, deb, system
from tasks.shell import answer

from app import __version__

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a .deb is made on Debian")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A stand-in for the bundle, which takes half a minute to make."""
    folder = tmp_path / "counterfoil"
    (folder / "_internal").mkdir(parents=True)
    (folder / "counterfoil").write_text("#!/bin/sh\necho here\n", encoding="utf-8")
    (folder / "_internal" / "part.so").write_bytes(b"part")
    (folder / "_internal" / "part.so").chmod(0o777)
    return folder


@pytest.fixture
def root(program: Path, tmp_path: Path) -> Path:
    deb.lay_out(tmp_path / "root", program, __version__)
    return tmp_path / "root"


def test_the_program_is_on_the_path_and_only_it_can_be_run(root: Path) -> None:
    assert answer([root / "usr/bin/counterfoil"]) == "here\n"
    modes = {path.name: path.stat().st_mode & 0o777 for path in (root / "usr/lib/counterfoil").rglob("*")}
    assert modes == {"_internal": 0o755, "counterfoil": 0o755, "part.so": 0o644}


def test_the_entry_opens_files_and_names_an_icon_that_is_there(root: Path) -> None:
    entry = (root / "usr/share/applications/counterfoil.desktop").read_text(encoding="utf-8")
    assert "\nExec=counterfoil %F\n" in entry
    assert "text/csv;" in entry
    assert "spreadsheetml.sheet;" in entry
    icons = {path.parent.parent.name for path in root.glob("usr/share/icons/hicolor/*/apps/counterfoil.*")}
    assert icons == {f"{size}x{size}" for size in bundle.ICON_SIZES} | {"scalable"}


def test_every_text_names_the_one_version(root: Path) -> None:
    share = root / "usr/share"
    texts = [
        next(share.glob("metainfo/*.xml")).read_text(encoding="utf-8"),
        gzip.decompress((share / "man/man1/counterfoil.1.gz").read_bytes()).decode(),
        gzip.decompress((share / "doc/counterfoil/changelog.gz").read_bytes()).decode(),
    ]
    assert all(__version__ in text and "@" + "VERSION" not in text for text in texts)


def test_the_control_file_asks_for_what_the_bundle_leaves_out(program: Path, tmp_path: Path) -> None:
    package = deb.make(program, tmp_path)
    control = answer(["dpkg-deb", "--field", package]) or ""
    assert f"Version: {__version__}\n" in control
    depends = re.search(r"^Depends: (.*)$", control, re.MULTILINE)
    assert depends is not None
    assert {*system.QT, *system.QT_X11} <= set(depends[1].split(", "))
    owners = {line.split()[1] for line in (answer(["dpkg-deb", "--contents", package]) or "").splitlines()}
    assert owners == {"root/root"}


@pytest.mark.parametrize(
    ("judge", "file"),
    [
        (["desktop-file-validate"], "applications/counterfoil.desktop"),
        (["appstreamcli", "validate", "--no-net"], "metainfo/app.counterfoil.Counterfoil.metainfo.xml"),
    ],
)
def test_the_tools_of_the_desktop_are_content(root: Path, judge: list[str], file: str) -> None:
    assert shutil.which(judge[0]), f"{judge[0]} is not installed"
    assert answer([*judge, root / "usr/share" / file]) is not None
