"""Which column of a file feeds which field: remembered by header, carried from one computer to another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import StoreFull, UnusableFile
from app.intake.look import reading_from_disk
from app.intake.matching import match_columns, plain
from app.intake.values import RECORD_COLUMN, ColumnMatch, Reading
from app.vendors.declaration import Kind
from app.vendors.registry import kind_named

if TYPE_CHECKING:
    from app.workspace import Workspace

_FORMAT = "counterfoil mapping 1"


def match_remembered(workspace: Workspace, kind: str, reading: Reading) -> tuple[ColumnMatch, ...]:
    """Match the file's columns as a person did for this header before, else by name."""
    known = kind_named(kind)
    text = workspace.store.proposals.remembered(kind, fingerprint(reading.header))
    matched = match_columns(known, reading.header)
    return matched if text is None else _laid_over(known, matched, json.loads(text))


def remember(workspace: Workspace, kind: str, header: Sequence[str], mapping: Sequence[ColumnMatch]) -> None:
    """Remember what a person chose; nothing is kept of a mapping that matching by name gives too."""
    is_usual = [one.column for one in mapping] == [
        one.column for one in match_columns(kind_named(kind), header)
    ]
    text = "" if is_usual else json.dumps(_plain(mapping), ensure_ascii=False)
    workspace.store.proposals.remember(kind, fingerprint(header), text)


def fingerprint(header: Sequence[str]) -> str:
    """Identify a header, whatever its case, spaces, dots, dashes and underscores."""
    return blake2b("\x1f".join(map(plain, header)).encode(), digest_size=16).hexdigest()


def export_mapping(kind: str, mapping: Sequence[ColumnMatch], *, to: Path) -> None:
    """Write a mapping as JSON. *Raises* StoreFull."""
    content = {"format": _FORMAT, "kind": kind, "columns": _plain(mapping)}
    try:
        to.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        remedy = "Check that the folder is there, has space and may be written to."
        raise StoreFull(f"“{to.name}” could not be written.", remedy=remedy) from error


def import_mapping(path: Path, *, kind: str, reading: Reading) -> tuple[ColumnMatch, ...]:
    """Read a mapping and lay it over the columns of a file; columns it does not know are matched by name.

    *Raises* UnusableFile where it is none, or one of another kind.
    """
    known = kind_named(kind)
    with reading_from_disk(path):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise _no_mapping(path) from error
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise _no_mapping(path)
    if content.get("kind") != kind:
        raise UnusableFile(
            f"“{path.name}” is a mapping for {content.get('kind')}, not for {known.title}.",
            remedy="Choose the mapping that was exported for these records.",
        )
    return _laid_over(known, match_columns(known, reading.header), content.get("columns", []))


def _no_mapping(path: Path) -> UnusableFile:
    return UnusableFile(
        f"“{path.name}” is no mapping that Counterfoil exported.", remedy="Choose a file that it exported."
    )


def _plain(mapping: Sequence[ColumnMatch]) -> list[dict[str, Any]]:
    return [{"header": one["header"], "column": one["column"]} for one in map(asdict, mapping)]


def _laid_over(kind: Kind, matched: Sequence[ColumnMatch], columns: object) -> tuple[ColumnMatch, ...]:
    """What was chosen for a header of that name; a field that is no more is left as matching has it."""
    chosen: dict[str, str] = {}
    for one in columns if isinstance(columns, list) else ():
        if isinstance(one, dict) and isinstance(one.get("header"), str):
            chosen[plain(one["header"])] = str(one.get("column", ""))
    return tuple(_chosen(kind, match, chosen.get(plain(match.header))) for match in matched)


def _chosen(kind: Kind, match: ColumnMatch, column: str | None) -> ColumnMatch:
    is_known = not column or column in kind.column_by_path or column == RECORD_COLUMN
    if column is None or column == match.column or not is_known:
        return match
    return ColumnMatch(match.header, match.index, column, "chosen" if column else "ignored")
