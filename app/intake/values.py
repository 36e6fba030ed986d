"""What reading a file yields: how it was read, how its columns were matched, what its rows would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.intake.names import delimiter_title, encoding_title
from app.records.change import FieldChange
from app.records.problems import Severity
from app.values import Changed

How = Literal["name", "title", "similar", "chosen", "ignored", "fixed"]
ProposedChange = Literal["added", "changed", "deleted", "unchanged", "refused"]
RECORD_COLUMN = "counterfoil.record"
"""The column of an export that names the record a row came from; looked at before any key."""
REASON_COLUMN = "counterfoil.reason"


NO_HEADER = -1


@dataclass(frozen=True)
class Wanted:
    """What a person said of how a file is to be read; what is left out is found out.

    A `quote` of "" means that every quote is text, None that nothing was said. A `header_row` of NO_HEADER
    means that the first row is one of records.
    """

    encoding: str = ""
    delimiter: str = ""
    quote: str | None = None
    header_row: int = 0
    sheet: str = ""


@dataclass(frozen=True)
class Reading:
    """How a file is read. `header_row` is the row as a spreadsheet counts it, from 1; with NO_HEADER the
    columns are called by their numbers.

    `telling_lines` are the lines by which a guessed encoding was chosen, as they read in it. In a workbook
    `sheet` is the one that is read, of `sheets`; encoding, delimiter and quote mean nothing there.
    `first_rows` are the beginnings of rows that could be the header. *Shape*: (row, first cells).
    `header_line` is the physical line the header begins on; with `skips_blanks` blanks before an opening
    quote are none of the cell.
    """

    encoding: str
    is_encoding_guessed: bool
    delimiter: str
    header_row: int
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...] = ()
    quote: str = '"'
    has_broken_bytes: bool = False
    telling_lines: tuple[str, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    first_rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    header_line: int = 0
    skips_blanks: bool = False

    @property
    def has_header(self) -> bool:
        return self.header_row != NO_HEADER

    @property
    def has_decimal_comma(self) -> bool:
        """A decimal comma can be told from a separator only where commas do not separate cells."""
        return not self.sheet and self.delimiter in ";\t"

    def summary(self) -> str:
        header = f"header in row {self.header_row}" if self.has_header else "no header"
        if self.sheet:
            return f"Read as XLSX, sheet “{self.sheet}”, {header}"
        guess = " (a guess)" if self.is_encoding_guessed else ""
        encoding, delimiter = encoding_title(self.encoding), delimiter_title(self.delimiter)
        return f"Read as {encoding}{guess}, {delimiter}, {header}"


@dataclass(frozen=True)
class ColumnMatch:
    """One column of the file and the canonical column it feeds; "" where it is ignored.

    `how` is "similar" for a suggestion nobody chose yet: `suggestion` names it and nothing is read. A
    "fixed" one is no column of the file: its `value` stands in all rows.
    """

    header: str
    index: int
    column: str
    how: How
    suggestion: str = ""
    value: str = ""

    @property
    def is_fixed(self) -> bool:
        return self.how == "fixed"


Mapping = tuple[ColumnMatch, ...]


@dataclass(frozen=True)
class RowProblem:
    """One thing wrong in the file. `row` counts as a spreadsheet does, `line` as a text editor does."""

    row: int
    line: int
    column: str
    value: str
    message: str
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


@dataclass(frozen=True)
class Proposal:
    """A file read but not yet kept. `refused` counts rows, the others records; `problems` are the first
    thousand of `problem_count`, and `problem_rows` the rows that have any."""

    id: int
    kind: str
    connection_id: int
    file_name: str
    reading: Reading
    mapping: Mapping
    rows: int
    records: int
    added: int
    changed: int
    unchanged: int
    refused: int
    problem_rows: int
    problem_count: int
    error_count: int
    problems: tuple[RowProblem, ...]
    created_at: datetime


@dataclass(frozen=True)
class ProposedRecord:
    """One record of a proposal: what keeping it would do, and the raw cells it came from.

    `lines` are the physical lines its rows begin on; `left_out` what a person took out of the changes.
    """

    number: int
    rows: tuple[int, ...]
    key: str
    change: ProposedChange
    fields: tuple[FieldChange, ...]
    problems: tuple[RowProblem, ...]
    cells: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...] = ()
    left_out: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Kept:
    """What keeping a proposal did to the working copy."""

    records: int
    added: int
    changed: int
    unchanged: int
    not_kept: tuple[RowProblem, ...] = ()
    changed_records: Changed = field(default_factory=Changed)
