"""What of dragged files and folders can be imported, and what to say of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ui.models.when import plural

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

READABLE = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm")
PICTURES = (".png", ".jpg", ".jpeg", ".gif")
_FROM_FOLDER = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm")  # texts in a folder are mostly no tables
_LOOKED_AT = 2000  # names in a folder; a whole home is no place to import from
_SHOWN = 4


@dataclass(frozen=True)
class Dropped:
    """The tables among what is dragged, in the order of their names within a folder, and what is left out."""

    files: tuple[Path, ...]
    left_out: tuple[Path, ...] = ()
    refusal: str = ""

    @property
    def words(self) -> str:
        """Name the files as they will come, one after another, and what is left out."""
        if len(self.files) == 1:
            words = self.files[0].name
        else:
            words = f"{plural(len(self.files), 'file')}, one after another: {_names(self.files)}"
        return f"{words}\nLeft out: {_names(self.left_out)}" if self.left_out else words


def dropped(mime: QMimeData) -> Dropped:
    """Look at what is dragged over the window."""
    paths = _paths(mime)
    if not paths:
        return Dropped((), refusal="Counterfoil reads files of this computer")
    files, left_out = list[Path](), list[Path]()
    for path in paths:
        found = tables_in(path) if path.is_dir() else (path,) if is_table(path) else ()
        files += found
        left_out += () if found else (path,)
    return Dropped(tuple(files), tuple(left_out), "" if files else _refusal(paths[0]))


def dropped_picture(mime: QMimeData) -> Path | None:
    """Find the one picture that is dragged; several at once, or beside other files, are none."""
    paths = _paths(mime)
    is_picture = len(paths) == 1 and paths[0].suffix.casefold() in PICTURES and not paths[0].is_dir()
    return paths[0] if is_picture else None


def is_table(path: Path) -> bool:
    """Tell by its ending whether a file may be a table."""
    return path.suffix.casefold() in READABLE


def tables_in(folder: Path) -> tuple[Path, ...]:
    """List the tables that lie directly in a folder, by name."""
    try:
        names = [entry for entry, _ in zip(folder.iterdir(), range(_LOOKED_AT), strict=False)]
    except OSError:
        return ()
    tables = [
        one
        for one in names
        if one.suffix.casefold() in _FROM_FOLDER and not one.name.startswith((".", "~")) and one.is_file()
    ]
    return tuple(sorted(tables, key=lambda one: one.name.casefold()))


def _refusal(path: Path) -> str:
    if path.is_dir():
        return "There is no CSV file or workbook in this folder"
    kind = path.suffix.casefold() or "file without an ending"
    return f"Counterfoil reads CSV files and .xlsx workbooks; this is a {kind}"


def _paths(mime: QMimeData) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())


def _names(paths: tuple[Path, ...]) -> str:
    names = ", ".join(path.name for path in paths[:_SHOWN])
    return f"{names}…" if len(paths) > _SHOWN else names
