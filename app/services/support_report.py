"""What a support person needs, in one text that a person reads before giving it away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from app import log
from app.errors import UnusableFile
from app.services.doctor import examine, lines_of

LOG_LINES = 200
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_MASK = "•••"
_LOG_BYTES = 200_000


def support_report(
    workspace: Path | None, logs: Path, *, keyring_status: Callable[[], Mapping[str, str]] | None = None
) -> str:
    """Write the self-check and the end of the log as text.

    No record, name of a connection, address beyond its host, e-mail or secret is in it; the home folder is
    written as ~. Works on a locked, damaged or missing workspace, and may wait for the keyring.
    """
    report = examine(workspace, keyring_status=keyring_status)
    parts = [
        "Counterfoil: report for support",
        "",
        *lines_of(report.as_json()),
        "",
        f"The last {LOG_LINES} lines of the log:",
        *(_last_lines(logs) or ["The log is empty."]),
    ]
    return _masked("\n".join(parts)) + "\n"


def save_report(place: Path, text: str) -> Path:
    """Write the text that was shown. *Raises* UnusableFile where it cannot be written."""
    try:
        place.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnusableFile(f"{place.name} could not be written.", remedy="Choose another place.") from error
    return place


def _last_lines(logs: Path) -> list[str]:
    """Read the end of the newest log, and of the one before where the newest was just begun."""
    lines: list[str] = []
    for file in _files(logs):
        try:
            with file.open("rb") as opened:
                opened.seek(max(0, file.stat().st_size - _LOG_BYTES))
                found = opened.read().decode("utf-8", errors="replace").splitlines()
        except OSError:
            continue
        lines = [*found, *lines]
        if len(lines) >= LOG_LINES:
            break
    return lines[-LOG_LINES:]


def _files(logs: Path) -> Iterator[Path]:
    yield logs / log.FILE_NAME
    yield logs / f"{log.FILE_NAME}.1"


def _masked(text: str) -> str:
    text = log.redactor().mask(text).replace(str(Path.home()), "~")
    text = _ADDRESS.sub(lambda found: _host_of(found[0]), text)
    return _EMAIL.sub(f"{_MASK}@{_MASK}", text)


def _host_of(address: str) -> str:
    scheme, _, rest = address.partition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    return f"{scheme}://{host}" + (f"/{_MASK}" if rest.rstrip("/") != host else "")
