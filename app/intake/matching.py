"""Matches the columns of a file to the canonical columns of a kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from hashlib import blake2b

from app.errors import UnusableFile
from app.intake.values import REASON_COLUMN, RECORD_COLUMN, ColumnMatch
from app.vendors.declaration import Kind
from app.vendors.registry import kind_named

_IGNORED_CHARACTERS = re.compile(r"[\s.\-_\u00a0\u00ad\u200b-\u200d\u2060\ufeff]+")
_SIMILAR = 0.75


def plain(header: str) -> str:
    """Drop what does not tell headers apart: case, spaces, dots, dashes and underscores."""
    return _IGNORED_CHARACTERS.sub("", header).casefold()


def fingerprint(header: Iterable[str]) -> str:
    """Identify a header, whatever its case, spaces, dots, dashes and underscores."""
    return blake2b("\x1f".join(map(plain, header)).encode("utf-8", "replace"), digest_size=16).hexdigest()


@lru_cache(maxsize=32)
def known_headers(kind_id: str) -> Mapping[str, tuple[str, str]]:
    """*Shape*: plain header → (canonical column, "name" or "title"). A title two fields share is left out."""
    kind = kind_named(kind_id)
    titles: dict[str, list[str]] = {}
    for column in kind.columns:
        titles.setdefault(plain(column.title), []).append(column.path)
    known = {title: (paths[0], "title") for title, paths in titles.items() if len(paths) == 1}
    known |= {plain(column.path): (column.path, "name") for column in kind.columns}
    return known | {plain(RECORD_COLUMN): (RECORD_COLUMN, "name")}


def count_known(header: Iterable[str], kind_id: str) -> int:
    """Count the canonical columns that a row names, were it the header."""
    known = known_headers(kind_id)
    return len({known[plain(cell)][0] for cell in header if plain(cell) in known})


def match_columns(kind: Kind, header: Sequence[str]) -> tuple[ColumnMatch, ...]:
    """Match by name, then by title; what is merely similar is suggested, not read."""
    known = known_headers(kind.id)
    taken = {known[plain(cell)][0] for cell in header if plain(cell) in known}
    matches = []
    for index, cell in enumerate(header):
        path, how = known.get(plain(cell), ("", "ignored"))
        if path:
            matches.append(ColumnMatch(cell, index, path, "name" if how == "name" else "title"))
        else:
            matches.append(_suggest(cell, index, known, taken))
    return tuple(matches)


def choose(mapping: Sequence[ColumnMatch], index: int, column: str) -> tuple[ColumnMatch, ...]:
    """Return the mapping with one column chosen by the person; "" ignores it.

    A field is fed once: another column that fed it is ignored, a value that stood for it goes.
    """
    return tuple(
        _chosen(match, index, column) for match in mapping if not (match.is_fixed and match.column == column)
    )


def accept_suggestions(mapping: Sequence[ColumnMatch]) -> tuple[ColumnMatch, ...]:
    """Return the mapping with each field that was suggested fed by the first column it was suggested for."""
    accepted = tuple(mapping)
    for match in mapping:
        if match.suggestion and not any(one.column == match.suggestion for one in accepted):
            accepted = choose(accepted, match.index, match.suggestion)
    return accepted


def _chosen(match: ColumnMatch, index: int, column: str) -> ColumnMatch:
    if match.index == index:
        return ColumnMatch(match.header, index, column, "chosen" if column else "ignored")
    if column and match.column == column:
        return ColumnMatch(match.header, match.index, "", "ignored")
    return match


def check_mapping(kind: Kind, mapping: Sequence[ColumnMatch], file_name: str) -> None:
    """*Raises* UnusableFile where no record could be told from another."""
    mapping = [match for match in mapping if not match.is_fixed]
    columns = [match.column for match in mapping]
    if not any(columns) and all(match.header == number_name(match.index) for match in mapping):
        raise UnusableFile(
            f"“{file_name}” has no header, and nobody said which of its columns feeds which field. "
            "Nothing was read.",
            remedy="Choose a field for each column, or give a mapping that was exported.",
        )
    if not any(columns):
        raise UnusableFile(
            f"“{file_name}” has no column that is known: {_quoted(match.header for match in mapping)}. "
            "Nothing was read.",
            remedy=f"Put the names of the fields in a row above the records, such as {_examples(kind)}. Where "
            "the first row is a record already, say that there is no header, and what each column feeds.",
        )
    if kind.key_column not in columns and RECORD_COLUMN not in columns and not kind.is_key_given:
        title = kind.column_by_path[kind.key_column].title
        raise UnusableFile(
            f"“{file_name}” has no column “{kind.key_column}” ({title}); without it no {kind.title_one} can be "
            "told from another. Nothing was read.",
            remedy=f"Add that column, or choose which column holds it. Found: "
            f"{_quoted(match.header for match in mapping)}.",
        )
    if columns.count(kind.key_column) > 1:
        names = [f"“{m.header}” (column {letter(m.index)})" for m in mapping if m.column == kind.key_column]
        raise UnusableFile(
            f"“{file_name}” has several columns for {kind.key_column}: {' and '.join(names)}. "
            "Nothing was read.",
            remedy="Remove or ignore all but one of them.",
        )


def number_name(index: int) -> str:
    """Name a column of a file without a header."""
    return f"Column {index + 1}"


def letter(index: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _suggest(cell: str, index: int, known: Mapping[str, tuple[str, str]], taken: set[str]) -> ColumnMatch:
    near = get_close_matches(plain(cell), [name for name in known if known[name][0] not in taken], 1, _SIMILAR)
    if near and plain(cell) != plain(REASON_COLUMN):
        return ColumnMatch(cell, index, "", "similar", known[near[0]][0])
    return ColumnMatch(cell, index, "", "ignored")


def _quoted(headers: Iterable[str]) -> str:
    shown = [f"“{header[:40]}”" for header in headers if header.strip()][:8]
    return ", ".join(shown) or "the first rows are blank"


def _examples(kind: Kind) -> str:
    return ", ".join(column.path for column in kind.columns[:3])
