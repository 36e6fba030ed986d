"""The desktop's own dialogs for files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

_PICTURES = "Pictures (*.png *.jpg *.jpeg *.gif)"
TABLES = "Tables (*.csv *.tsv *.txt *.tab *.xlsx *.xlsm);;All files (*)"
_WRITTEN = {"CSV (*.csv)": ".csv", "Excel workbook (*.xlsx)": ".xlsx"}
_MAPPINGS = "Mappings (*.json);;All files (*)"


def ask_for_files(parent: QWidget) -> tuple[Path, ...]:
    """Ask for files to import; empty when nothing was chosen."""
    names, _filter = QFileDialog.getOpenFileNames(parent, "Import", "", TABLES)
    return tuple(Path(name) for name in names)


def ask_where_to_save_report(parent: QWidget) -> Path | None:
    name, _filter = QFileDialog.getSaveFileName(parent, "Save", "counterfoil-report.txt", "Text (*.txt)")
    return Path(name) if name else None


def ask_for_picture(parent: QWidget) -> Path | None:
    """Ask for a picture to attach; None when nothing was chosen."""
    name, _filter = QFileDialog.getOpenFileName(parent, "Choose a picture", "", _PICTURES)
    return Path(name) if name else None


def ask_where_to_export(parent: QWidget, *, name: str = "records.csv", title: str = "Export") -> Path | None:
    """Ask where a table goes, as CSV or as a workbook; None when nothing was chosen."""
    chosen, kind = QFileDialog.getSaveFileName(parent, title, name, ";;".join(_WRITTEN))
    if not chosen:
        return None
    place = Path(chosen)
    return place if place.suffix else place.with_suffix(_WRITTEN.get(kind, ".csv"))


def ask_for_mapping(parent: QWidget) -> Path | None:
    name, _filter = QFileDialog.getOpenFileName(parent, "Read a mapping", "", _MAPPINGS)
    return Path(name) if name else None


def ask_where_to_save_mapping(parent: QWidget, name: str) -> Path | None:
    chosen, _filter = QFileDialog.getSaveFileName(parent, "Save the mapping", name, _MAPPINGS)
    place = Path(chosen)
    return (place if place.suffix else place.with_suffix(".json")) if chosen else None
