"""The self-check: what a support person needs, redacted; works on a locked or broken workspace too."""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app import __version__
from app.vendors.registry import all_vendors

DATABASE_NAME = "workspace.sqlite"
_LIBRARIES = ("PySide6-Essentials", "httpx", "pydantic", "keyring", "sqlmodel", "sqlalchemy", "filelock")
_COUNTED = ("connections", "pushes", "requests")


@dataclass(frozen=True)
class Report:
    """Everything found; `is_well` is False when something keeps Counterfoil from working."""

    is_well: bool
    version: str
    python: str
    platform: str
    sqlite: str
    libraries: Mapping[str, str]
    workspace: Mapping[str, Any]
    keyring: Mapping[str, str]
    vendors: Mapping[str, tuple[str, ...]]
    qt: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def examine(
    folder: Path | None = None, *, keyring_status: Callable[[], Mapping[str, str]] | None = None
) -> Report:
    """Look at everything without changing anything; a part that fails says so in its place."""
    workspace = _safely(lambda: _workspace(_place(folder)))
    qt = _qt()
    vendors = {vendor.id: tuple(kind.id for kind in vendor.kinds) for vendor in all_vendors().values()}
    return Report(
        is_well=workspace["state"] in ("well", "missing") and bool(vendors) and bool(qt["is_present"]),
        version=__version__,
        python=sys.version.split()[0],
        platform=platform.platform(),
        sqlite=sqlite3.sqlite_version,
        libraries={name: _version_of(name) for name in _LIBRARIES},
        workspace=workspace,
        keyring=_safely(keyring_status or _keyring),
        vendors=vendors,
        qt=qt,
    )


def lines_of(found: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Write a report for people, a finding a line."""
    for name, value in found.items():
        if isinstance(value, Mapping):
            yield f"{indent}{name}:"
            yield from lines_of(value, f"{indent}  ")
        else:
            yield f"{indent}{name}: {value}"


def _place(folder: Path | None) -> Path:
    if folder is not None:
        return folder.expanduser().absolute()
    from app.settings import data_paths  # noqa: PLC0415  asks the operating system for its folders

    return data_paths().workspace


def _workspace(folder: Path) -> dict[str, Any]:
    """*Shape*: path, state (well, missing, damaged, newer), and what could be read of the file."""
    found: dict[str, Any] = {"path": _without_home(folder), "state": "missing"}
    path = folder / DATABASE_NAME
    if not path.is_file():
        return found
    found |= {"size_bytes": path.stat().st_size, "backups": len(list(folder.glob("backups/*.sqlite")))}
    found["locked_by"] = _holder(folder)
    try:
        # Read-write without creating: a log left over by a crash can only be read so.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=2)) as database:
            database.execute("PRAGMA query_only=ON")
            return found | _contents(database, is_locked=bool(found["locked_by"]))
    except sqlite3.Error as error:
        return found | {"state": "damaged", "problem": f"{type(error).__name__}: {error}"}


def _contents(database: sqlite3.Connection, *, is_locked: bool) -> dict[str, Any]:
    from app.store.database import APPLICATION_ID  # noqa: PLC0415  loads SQLAlchemy
    from app.store.schema import VERSION  # noqa: PLC0415  as above

    version = database.execute("PRAGMA user_version").fetchone()[0]
    owner = database.execute("PRAGMA application_id").fetchone()[0]
    problems = [row[0] for row in database.execute("PRAGMA quick_check(20)") if row[0] != "ok"]
    found: dict[str, Any] = {"schema_version": version, "known_version": VERSION, "integrity": problems or "ok"}
    if problems or owner != APPLICATION_ID:
        return found | {"state": "damaged"}
    if version > VERSION:
        return found | {"state": "newer"}
    flag = database.execute("SELECT value FROM workspace WHERE name = 'is_open'").fetchone()
    was_clean = is_locked or flag is None or flag[0] == "0"
    return found | {"state": "well", "was_closed_cleanly": was_clean, "counts": _counts(database)}


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    kinds = [kind.id.replace(".", "_") for vendor in all_vendors().values() for kind in vendor.kinds]
    present = {row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    wanted = [name for name in (*_COUNTED, *kinds) if name in present]
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in wanted}  # noqa: S608  our own names


def _holder(folder: Path) -> str:
    from app.store.writer_lock import holder_of, is_held  # noqa: PLC0415  loads filelock

    if not is_held(folder):
        return ""
    holder = holder_of(folder)
    program, pid, since = (holder.get(name, "?") for name in ("program", "pid", "since"))
    return f"{program}, process {pid}, since {since}"


def _keyring() -> Mapping[str, str]:
    from app.credentials import Credentials  # noqa: PLC0415  only this part needs it

    status = Credentials().status()
    return {"state": status.state, "why": status.why}


def _qt() -> dict[str, Any]:
    """By its metadata alone: the core imports no Qt."""
    return {"is_present": find_spec("PySide6") is not None, "version": _version_of("PySide6-Essentials")}


def _version_of(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"


def _safely(look: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
    """A part that cannot be examined is a finding, not an end."""
    try:
        return dict(look())
    except Exception as error:
        return {"state": "unknown", "problem": type(error).__name__}


def _without_home(folder: Path) -> str:
    """A home folder names its person."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        return str(folder)
