"""Finds the header among the first rows of a table: the one that names most fields, or was mapped before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.intake.encoding import shown
from app.intake.matching import count_known, fingerprint, number_name
from app.intake.rows import SourceRow

_SHOWN_ROWS = 20
_SHOWN_CELLS = 6
_SHOWN_CHARACTERS = 40


@dataclass(frozen=True)
class HeaderJudge:
    """Judges rows for some kinds; `remembered` are the fingerprints of headers that were mapped before."""

    kinds: Sequence[str]
    remembered: Collection[str] = frozenset()

    def known(self, row: SourceRow) -> int:
        """Count the fields that a row names, were it the header."""
        if row.refusal:
            return 0
        if self.remembered and fingerprint(header_texts(row)) in self.remembered:
            return len(row.cells)
        return max((count_known(row.cells, kind) for kind in self.kinds), default=0)

    def most(self, rows: Sequence[SourceRow]) -> int:
        return max(map(self.known, rows), default=0)

    def header(self, rows: Sequence[SourceRow]) -> SourceRow | None:
        """Choose the header; where no row names a field, the first that is as wide as the rows below it."""
        best = max(rows, key=self.known, default=None)
        if best is not None and self.known(best):
            return best
        widest = max(map(_filled, rows), default=0)
        return next((row for row in rows if (filled := _filled(row)) and filled * 2 > widest), None)

    def means_none(self, rows: Sequence[SourceRow]) -> bool:
        """Tell whether the columns were mapped by their numbers before, and the first row is like a record.

        Names of columns that nobody knows hold no digits, and are not taken for a record.
        """
        first = next((row for row in rows if _filled(row)), None)
        has_digit = first is not None and any(map(str.isdigit, "".join(first.cells)))
        return has_digit and not self.most(rows) and fingerprint(numbered(rows)) in self.remembered


def numbered(rows: Sequence[SourceRow]) -> tuple[str, ...]:
    """Name the columns of a file without a header."""
    width = max((len(row.cells) for row in rows if not row.refusal), default=0)
    return tuple(map(number_name, range(width)))


def header_texts(header: SourceRow) -> tuple[str, ...]:
    return tuple(cell.strip().lstrip("\ufeff") for cell in header.cells)


def first_rows(rows: Sequence[SourceRow]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Give the beginnings of the rows among which a person may choose the header."""
    filled = (row for row in rows if _filled(row))
    return tuple((row.row, _beginning(row)) for row, _ in zip(filled, range(_SHOWN_ROWS), strict=False))


def rows_below(header_row: int, rows: Sequence[SourceRow]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(shown, row.cells)) for row in rows if row.row > header_row)[:5]


def _beginning(row: SourceRow) -> tuple[str, ...]:
    return tuple(shown(cell)[:_SHOWN_CHARACTERS].strip() for cell in row.cells[:_SHOWN_CELLS])


def _filled(row: SourceRow) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)
