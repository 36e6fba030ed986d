"""`counterfoil --self-check`: proves that an installed program is whole, and says what it lacks."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QPluginLoader
from PySide6.QtWidgets import QApplication

from app import __version__
from ui import assets

PARTS = "bundled-parts.json"  # written by the build, from the source's folders
Check = Callable[[Mapping[str, Sequence[str]]], str]


class Lacking(Exception):
    """A part is not there or does not work; the text says which."""


def run() -> int:
    """Check every part and print a line for each; 0 when all are well, 5 otherwise."""
    parts = expected_parts()
    print(f"Counterfoil {__version__}, {'packaged' if is_packaged() else 'from source'}")  # noqa: T201  its answer
    results = [_line(name, check, parts) for name, check in CHECKS.items()]
    return 0 if all(results) else 5


def is_packaged() -> bool:
    return bool(getattr(sys, "frozen", False))


def expected_parts() -> Mapping[str, Sequence[str]]:
    """*Shape*: vendors, simulators and resources by name: from the build's list, else from the folders."""
    if is_packaged():
        found: dict[str, list[str]] = json.loads(assets.resource_text(PARTS) or "{}")
        return found
    return parts_of(Path(__file__).resolve().parents[1])


def parts_of(root: Path) -> dict[str, list[str]]:
    """List what the folders of the source hold."""
    resources = [*root.glob("resources/icons/*.svg"), *root.glob("resources/examples/*")]
    return {
        "vendors": _packages(root / "app" / "vendors"),
        "simulators": _packages(root / "app" / "sandbox"),
        "resources": sorted(path.relative_to(root / "resources").as_posix() for path in resources),
    }


def _packages(folder: Path) -> list[str]:
    return sorted(found.parent.name for found in folder.glob("*/__init__.py"))


def _line(name: str, check: Check, parts: Mapping[str, Sequence[str]]) -> bool:
    try:
        words, is_well = check(parts), True
    except Exception as error:  # whatever it is, it is the finding, and the next check goes on
        words, is_well = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__, False
    print(f"{'ok    ' if is_well else 'FAILED'} {name}: {words}", flush=True)  # noqa: T201  its answer
    return is_well


def _compared(found: Sequence[str], wanted: Sequence[str]) -> str:
    if not wanted:
        raise Lacking("the list of what should be there is missing")
    if missing := sorted(set(wanted) - set(found)):
        raise Lacking("missing: " + ", ".join(missing))
    return ", ".join(found)


def check_vendors(parts: Mapping[str, Sequence[str]]) -> str:
    from app.vendors.registry import all_kinds, all_vendors  # noqa: PLC0415  part of what is checked

    all_kinds()
    return _compared(sorted(all_vendors()), parts.get("vendors", ()))


def check_simulators(parts: Mapping[str, Sequence[str]]) -> str:
    """Start them all on loopback and end them again."""
    from app.sandbox.server import start_sandbox  # noqa: PLC0415  as above

    sandbox = start_sandbox(records=1)
    try:
        found = sorted(set(sandbox.address()) - {"control"})
    finally:
        sandbox.stop()
    return _compared(found, parts.get("simulators", ()))


def check_resources(parts: Mapping[str, Sequence[str]]) -> str:
    wanted = parts.get("resources", ())
    _compared([name for name in wanted if assets.resource_path(name).is_file()], wanted)
    if not assets.resource_text("CHANGELOG.md"):
        raise Lacking("missing: CHANGELOG.md")
    if assets.pixmap("app", 64).isNull():
        raise Lacking("the program's icon cannot be drawn")
    return f"{len(wanted)} icons and examples"


def check_qt(_parts: Mapping[str, Sequence[str]]) -> str:
    """Look at the platform in use; on Linux also load the plugin of X11, which wants many libraries."""
    if sys.platform == "linux":
        folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforms")
        loader = QPluginLoader(str(folder / "libqxcb.so"))
        if not loader.load():
            raise Lacking(loader.errorString())
    return f"{QApplication.platformName()} in use, Qt {QLibraryInfo.version().toString()}"


def check_store(_parts: Mapping[str, Sequence[str]]) -> str:
    from app.bootstrap import open_workspace  # noqa: PLC0415  part of what is checked

    with tempfile.TemporaryDirectory(prefix="counterfoil-check-") as folder:
        with open_workspace(Path(folder)):
            pass
        with open_workspace(Path(folder), writable=False) as again:
            again.store.connections.list()
    return "opens, and opens again"


def check_workers(_parts: Mapping[str, Sequence[str]]) -> str:
    """Have another process of this program read a file, as it does with large ones."""
    from app.intake.check_workers import read_by_worker  # noqa: PLC0415  part of what is checked

    with tempfile.TemporaryDirectory(prefix="counterfoil-check-") as folder:
        rows = read_by_worker(Path(folder))
    return f"one started, and read {rows} row"


def check_trust(_parts: Mapping[str, Sequence[str]]) -> str:
    """Make the context that every request to a vendor is made with."""
    import ssl  # noqa: PLC0415  part of what is checked

    import truststore  # noqa: PLC0415  as above

    truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return ssl.OPENSSL_VERSION


def check_keyring(_parts: Mapping[str, Sequence[str]]) -> str:
    """Say whether secrets can be kept; a keyring that is not there is no fault of the program."""
    from app.credentials import Credentials  # noqa: PLC0415  part of what is checked

    status = Credentials().status()
    return status.state if not status.why else f"{status.state}. {status.why}"


CHECKS: dict[str, Check] = {
    "vendors": check_vendors,
    "simulators": check_simulators,
    "resources": check_resources,
    "Qt": check_qt,
    "store": check_store,
    "workers": check_workers,
    "certificates": check_trust,
    "keyring": check_keyring,
}
