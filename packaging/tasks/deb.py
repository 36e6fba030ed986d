"""Makes the Debian package out of the bundle."""

from __future__ import annotations

import gzip
import hashlib
import platform
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tasks import bundle, system
from tasks.shell import ROOT, Stop, answer, run, say

PARTS = ROOT / "packaging" / "debian"
LIBRARY = Path("usr/lib/counterfoil")
MAINTAINER = "The Counterfoil authors <maintainers@counterfoil.app>"
# The libraries of the desktop that the bundle leaves to the system, the certificates that it trusts,
# and the icon theme and the list of programs that its own entries belong to.
DEPENDS = (*system.QT, *system.QT_X11, "libstdc++6", "libgcc-s1", "zlib1g", "ca-certificates")
RECOMMENDS = (
    "gnome-keyring | kwalletmanager",
    *("dbus-user-session", "hicolor-icon-theme", "libwayland-client0", "libwayland-cursor0", "libwayland-egl1"),
)
# Packages whose programs judge what was made.
VALIDATORS = ("desktop-file-utils", "appstream")
JUDGES = (*VALIDATORS, "lintian")


def deb(arguments: list[str]) -> int:
    """Build the bundle where it is missing, then the package; `--new` builds the bundle anew."""
    system.require(["zstd", *JUDGES] if system.is_debian() else [])
    if "--new" in arguments or not bundle.PROGRAM.exists():
        bundle.build([])
    package = make(bundle.BUNDLE, bundle.DIST)
    say(f"{package}: {package.stat().st_size / 1e6:.0f} MB")
    return judge(package)


def make(program: Path, target: Path, *, version: str = "") -> Path:
    """Put a bundle and what the desktop wants to know of it into a package below `target`."""
    wanted = version or bundle.version()
    architecture = (answer(["dpkg", "--print-architecture"]) or "").strip()
    if not architecture:
        raise Stop("Only Debian and its kin can make a .deb.")
    package = target / f"counterfoil_{wanted}_{architecture}.deb"
    with tempfile.TemporaryDirectory(prefix="counterfoil-deb-") as folder:
        root = Path(folder) / "root"
        lay_out(root, program, wanted)
        _write_control(root, wanted, architecture)
        options = ["--root-owner-group", "-Zzstd", "-z9", "--build"]
        if run(["dpkg-deb", *options, root, package]) != 0:
            raise Stop("dpkg-deb could not make the package; its reason stands above.")
    return package


def lay_out(root: Path, program: Path, version: str) -> None:
    """Put every file where Debian wants it."""
    shutil.copytree(program, root / LIBRARY, symlinks=True)
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/counterfoil").symlink_to(Path("../lib/counterfoil/counterfoil"))
    _put(root / "usr/share/applications/counterfoil.desktop", _text("counterfoil.desktop", version))
    metainfo = root / "usr/share/metainfo/app.counterfoil.Counterfoil.metainfo.xml"
    _put(metainfo, _text("metainfo.xml", version))
    _put(root / "usr/share/man/man1/counterfoil.1.gz", _packed(_text("counterfoil.1", version)))
    documents = root / "usr/share/doc/counterfoil"
    _put(documents / "copyright", _text("copyright", version))
    _put(documents / "changelog.gz", _packed(_changelog(version)))
    _put(root / "usr/share/lintian/overrides/counterfoil", _text("lintian-overrides", version))
    _put_icons(root / "usr/share/icons/hicolor")
    _set_modes(root)


def _put_icons(theme: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="counterfoil-icons-") as folder:
        for size, drawn in bundle.draw_icons(Path(folder)).items():
            _put(theme / f"{size}x{size}/apps/counterfoil.png", drawn.read_bytes())
    picture = ROOT / "resources" / "icons" / "app.svg"
    _put(theme / "scalable/apps/counterfoil.svg", picture.read_bytes())


def _put(place: Path, content: str | bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content.encode() if isinstance(content, str) else content)


def _text(name: str, version: str) -> str:
    text = (PARTS / name).read_text(encoding="utf-8")
    return text.replace("@VERSION@", version).replace("@DATE@", f"{_built_at():%Y-%m-%d}")


def _packed(text: str) -> bytes:
    return gzip.compress(text.encode(), 9, mtime=0)


def _built_at() -> datetime:
    """The time of the last change, so that building twice gives the same package."""
    seconds = answer(["git", "log", "-1", "--format=%ct"]) or ""
    return datetime.fromtimestamp(int(seconds), UTC) if seconds.strip() else datetime.now(UTC)


def _changelog(version: str) -> str:
    return (
        f"counterfoil ({version}) unstable; urgency=medium\n\n"
        "  * What is new stands in Help, About, in the program itself.\n\n"
        f" -- {MAINTAINER}  {_built_at():%a, %d %b %Y %H:%M:%S +0000}\n"
    )


def _set_modes(root: Path) -> None:
    """Readable by all and writable by their owner alone; only the program itself can be run."""
    for path in root.rglob("*"):
        if not path.is_symlink():
            is_program = path.is_dir() or path == root / LIBRARY / "counterfoil"
            path.chmod(0o755 if is_program else 0o644)
    root.chmod(0o755)


def _write_control(root: Path, version: str, architecture: str) -> None:
    kilobytes = sum(path.lstat().st_size for path in root.rglob("*")) // 1024
    libc = platform.libc_ver()[1] or "2.36"
    fields = {
        "Package": "counterfoil",
        "Version": version,
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(kilobytes),
        "Depends": ", ".join([f"libc6 (>= {libc})", *DEPENDS]),
        "Recommends": ", ".join(RECOMMENDS),
        "Section": "misc",
        "Priority": "optional",
        "Description": _DESCRIPTION,
    }
    control = root / "DEBIAN"
    _put(control / "control", "".join(f"{name}: {value}\n" for name, value in fields.items()))
    _put(control / "md5sums", _sums(root))
    control.chmod(0o755)


_DESCRIPTION = """edit B2B commerce records offline and push reviewed changes
 Counterfoil takes spreadsheets of customers, buyers or references, shows what
 each row will do, lets the bad cells be fixed in place and every change be
 reviewed, and sends them. Afterwards every record has a known outcome.
 .
 It works on a local file, offline; sign-ins stay in the keyring."""


def _sums(root: Path) -> str:
    files = sorted(path for path in (root / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    lines = (f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n" for path in files)  # noqa: S324  what dpkg asks for
    return "".join(lines)


def judge(package: Path) -> int:
    """Let the tools of the desktop and of Debian judge the package; 1 when one complains."""
    with tempfile.TemporaryDirectory(prefix="counterfoil-judge-") as folder:
        run(["dpkg-deb", "--extract", package, folder])
        share = Path(folder) / "usr/share"
        verdicts = [
            run(["desktop-file-validate", share / "applications/counterfoil.desktop"]),
            run(["appstreamcli", "validate", "--no-net", *share.glob("metainfo/*.xml")]),
            run(["lintian", "--allow-root", "--fail-on=error,warning", package]),
        ]
    return 1 if any(verdicts) else 0
