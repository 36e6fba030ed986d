"""Which column of a file feeds which field: remembered by header, carried from one computer to another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import StoreFull, UnusableFile
from app.intake.fixed import fixable_columns, with_fixed
from app.intake.look import reading_from_disk
from app.intake.matching import fingerprint, match_columns, plain
from app.intake.values import RECORD_COLUMN, ColumnMatch, Mapping, Reading
from app.vendors.declaration import Kind
from app.vendors.registry import kind_named

if TYPE_CHECKING:
    from app.workspace import Workspace

_FORMAT = "counterfoil mapping 1"


def match_remembered(workspace: Workspace, kind: str, reading: Reading) -> Mapping:
    """Match the file's columns as a person did for this header before, else by name."""
    known = kind_named(kind)
    text = workspace.store.proposals.remembered(kind, fingerprint(reading.header))
    matched = match_columns(known, reading.header)
    return matched if text is None else _laid_over(known, matched, json.loads(text))


def remember(workspace: Workspace, kind: str, header: Sequence[str], mapping: Sequence[ColumnMatch]) -> None:
    """Remember what a person chose; nothing is kept of a mapping that matching by name gives too."""
    usual = match_columns(kind_named(kind), header)
    text = "" if _said(mapping) == _said(usual) else json.dumps(_plain(mapping), ensure_ascii=False)
    workspace.store.proposals.remember(kind, fingerprint(header), text)


def forget(workspace: Workspace, kind: str, header: Sequence[str]) -> None:
    """Forget what was chosen for a header; from now on its columns are matched by name."""
    workspace.store.proposals.remember(kind, fingerprint(header), "")


def is_remembered(workspace: Workspace, kind: str, header: Sequence[str]) -> bool:
    return workspace.store.proposals.remembered(kind, fingerprint(header)) is not None


def remembered_headers(workspace: Workspace, kind: str) -> frozenset[str]:
    """List the headers that were mapped before, by fingerprint."""
    return workspace.store.proposals.remembered_headers(kind)


def export_mapping(kind: str, mapping: Sequence[ColumnMatch], *, to: Path) -> None:
    """Write a mapping as JSON. *Raises* StoreFull."""
    content = {"format": _FORMAT, "kind": kind, **_plain(mapping)}
    try:
        to.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        remedy = "Check that the folder is there, has space and may be written to."
        raise StoreFull(f"“{to.name}” could not be written.", remedy=remedy) from error


def import_mapping(path: Path, *, kind: str, reading: Reading) -> Mapping:
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
    return _laid_over(known, match_columns(known, reading.header), content)


def _no_mapping(path: Path) -> UnusableFile:
    return UnusableFile(
        f"“{path.name}” is no mapping that Counterfoil exported.", remedy="Choose a file that it exported."
    )


def _said(mapping: Sequence[ColumnMatch]) -> list[tuple[str, str, str]]:
    return [(one.column, one.suggestion, one.value) for one in mapping]


def _plain(mapping: Sequence[ColumnMatch]) -> dict[str, list[dict[str, str]]]:
    """A suggestion that nobody answered is made again."""
    columns = [one for one in mapping if not one.is_fixed and not one.suggestion]
    return {
        "columns": [{"header": one.header, "column": one.column} for one in columns],
        "fixed": [{"column": one.column, "value": one.value} for one in mapping if one.is_fixed],
    }


def _laid_over(kind: Kind, matched: Mapping, content: Any) -> Mapping:  # noqa: ANN401  any JSON value
    """What was chosen for a header of that name, the second of two for the second; a field that is no more is
    left as matching has it. *Shape*: as `_plain` gives it, or its columns alone."""
    columns, values = (content, ()) if isinstance(content, list) else _parts(content)
    chosen: dict[str, list[str]] = {}
    for one in _texts(columns, "header", "column"):
        chosen.setdefault(plain(one[0]), []).append(one[1])
    mapping = tuple(_chosen(kind, match, chosen.get(plain(match.header), [])) for match in matched)
    fixable = {column.path for column in fixable_columns(kind)}
    for column, value in _texts(values, "column", "value"):
        if column in fixable:
            mapping = with_fixed(mapping, column, value)
    return mapping


def _parts(content: dict[str, Any]) -> tuple[Any, Any]:
    return content.get("columns", ()), content.get("fixed", ())


def _texts(items: Any, first: str, second: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401  any JSON value
    for one in items if isinstance(items, (list, tuple)) else ():
        if isinstance(one, dict) and isinstance(one.get(first), str) and isinstance(one.get(second), str):
            yield one[first], one[second]


def _chosen(kind: Kind, match: ColumnMatch, columns: list[str]) -> ColumnMatch:
    if not columns:
        return match
    column = columns.pop(0)
    is_known = not column or column in kind.column_by_path or column == RECORD_COLUMN
    if not is_known or (column == match.column and not match.suggestion):
        return match
    return ColumnMatch(match.header, match.index, column, "chosen" if column else "ignored")
