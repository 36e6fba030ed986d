"""What may be said of a file on the command line: how it is read, and which column feeds which field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.errors import UsageError
from app.intake.fixed import with_fixed
from app.intake.matching import known_headers, plain
from app.intake.names import ENCODINGS, delimiter_named, encoding_named
from app.intake.values import NO_HEADER, Mapping, Reading, Wanted

if TYPE_CHECKING:
    from app.workspace import Workspace

Sheet = Annotated[str, typer.Option(metavar="NAME", help="The sheet to read, where it is a workbook.")]
EncodingName = Annotated[
    str, typer.Option(metavar="NAME", help="The encoding, such as UTF-8 or Windows-1252; else it is found out.")
]
Delimiter = Annotated[
    str, typer.Option(metavar="SIGN", help="What parts the cells, such as “;” or tab; else it is found out.")
]
HeaderRow = Annotated[
    int, typer.Option(metavar="ROW", min=0, help="The row of the header, from 1; else it is found out.")
]
NoHeader = Annotated[
    bool, typer.Option("--no-header", help="The first row is one of records; columns are Column 1, Column 2 …")
]
FixedValues = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="COLUMN=VALUE", help="One value of a field for all rows; may be given repeatedly."
    ),
]
MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        metavar="FILE",
        help="Which column feeds which field, as the import in the window exported it.",
    ),
]


@dataclass(frozen=True)
class Asked:
    """The options of one import that say which column feeds which field."""

    fixed_values: Sequence[str] = ()
    mapping_file: Path | None = None


def wanted_of(
    *, encoding: str, delimiter: str, header_row: int, sheet: str, has_no_header: bool = False
) -> Wanted:
    """Bring the options about reading into shape. *Raises* UsageError."""
    name, sign = encoding_named(encoding) if encoding else "", delimiter_named(delimiter) if delimiter else ""
    if encoding and not name:
        known = ", ".join(title.partition(",")[0] for _, title, _ in ENCODINGS)
        raise UsageError(f"“{encoding}” is no encoding that can be read.", remedy=f"Known are: {known}.")
    if delimiter and not sign:
        raise UsageError(
            f"“{delimiter}” cannot part cells.", remedy="Write one sign, or comma, semicolon, tab or pipe."
        )
    if has_no_header and header_row:
        raise UsageError("--header-row and --no-header contradict each other.", remedy="Give one of them.")
    header_row = NO_HEADER if has_no_header else header_row
    return Wanted(encoding=name, delimiter=sign, header_row=header_row, sheet=sheet)


def asked_mapping(workspace: Workspace, kind: str, reading: Reading, asked: Asked) -> Mapping | None:
    """Match the columns as the options say; None where they say nothing. *Raises* UsageError."""
    from app.services.mappings import import_mapping, match_remembered  # noqa: PLC0415  commands load what they use

    if not asked.fixed_values and asked.mapping_file is None:
        return None
    if asked.mapping_file is not None:
        mapping = import_mapping(asked.mapping_file, kind=kind, reading=reading)
    else:
        mapping = match_remembered(workspace, kind, reading)
    for text in asked.fixed_values:
        column, is_given, value = text.partition("=")
        if not is_given:
            raise UsageError(f"“{text}” sets nothing.", remedy="Write --set COLUMN=VALUE.")
        path, _ = known_headers(kind).get(plain(column), (column, ""))
        mapping = with_fixed(mapping, path, value)
    return mapping
