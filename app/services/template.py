"""An example file of a record kind, ready to be filled in."""

from __future__ import annotations

import csv
import io

from app.records.columns import Column
from app.vendors.declaration import Kind


def template(kind: Kind) -> str:
    """Return CSV: the canonical columns, and one record of the fields' examples."""
    columns = [column for column in kind.columns if column.is_editable]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.path for column in columns)
    writer.writerow(_example(kind, column) for column in columns)
    return text.getvalue()


def _example(kind: Kind, column: Column) -> str:
    return "" if column.path == kind.delete_column else column.about.example
