"""The desktop's own dialogs for files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

_PICTURES = "Pictures (*.png *.jpg *.jpeg *.gif)"
_TABLES = "Tables (*.csv *.tsv *.txt);;All files (*)"


def ask_for_files(parent: QWidget) -> tuple[Path, ...]:
    """Ask for files to import; empty when nothing was chosen."""
    names, _filter = QFileDialog.getOpenFileNames(parent, "Import", "", _TABLES)
    return tuple(Path(name) for name in names)


def ask_where_to_save_report(parent: QWidget) -> Path | None:
    name, _filter = QFileDialog.getSaveFileName(parent, "Save", "counterfoil-report.txt", "Text (*.txt)")
    return Path(name) if name else None


def ask_for_picture(parent: QWidget) -> Path | None:
    """Ask for a picture to attach; None when nothing was chosen."""
    name, _filter = QFileDialog.getOpenFileName(parent, "Choose a picture", "", _PICTURES)
    return Path(name) if name else None


def ask_where_to_export(parent: QWidget) -> Path | None:
    name, _filter = QFileDialog.getSaveFileName(parent, "Export", "records.csv", "CSV (*.csv)")
    return Path(name) if name else None
