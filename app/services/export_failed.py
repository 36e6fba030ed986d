"""Write what a push refused or failed in the columns it came in, to be mended and imported again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.intake.cells import defused
from app.intake.matching import match_columns
from app.intake.values import REASON_COLUMN, RECORD_COLUMN, ColumnMatch
from app.intake.write import rows_of
from app.jobs import JobContext
from app.records.columns import Column
from app.records.paths import ByKey, column_of, parse_path
from app.services.mappings import remember
from app.services.written_tables import written_whole
from app.values import Record, RecordQuery
from app.vendors.declaration import Kind
from app.vendors.registry import kind_named

if TYPE_CHECKING:
    from app.workspace import Workspace

_PAGE = 500
_ENDED = ("refused", "failed")

Headed = list[tuple[str, Column]]
"""*Shape*: (header as it stands in the file, the column below it)"""


def export_failed(workspace: Workspace, context: JobContext, *, kind: str, connection_id: int, to: Path) -> int:
    """Write the records that were refused or failed, each with its reason and the id import finds it by.

    The columns are those of the file that was kept last for this connection, in its order and with its
    headers, then what else was edited; without such a file, all canonical ones. What comes back needs no
    mapping: the header is remembered, and beside another writer a header that says nothing by itself is
    written as its canonical column. Returns the rows below the header.
    """
    known = kind_named(kind)
    ids = [
        one for ended in _ENDED for one in workspace.store.records.ids(RecordQuery(kind, connection_id, ended))
    ]
    headed = _headed(workspace, known, connection_id, ids)
    if not workspace.is_writable:
        headed = _understood(known, headed)
    header = [*(title for title, _ in headed), RECORD_COLUMN, REASON_COLUMN]
    rows = 0
    with written_whole(to, has_bom=True) as write_row:
        write_row([defused(title) for title in header])
        for done, record in enumerate(_records(workspace, known, ids)):
            context.checkpoint()
            context.report(done, len(ids), f"{done:,} of {len(ids):,} records written")
            reason = defused(_reason(record, headed))
            for row in rows_of(known, record, [column for _, column in headed], is_raw=False):
                write_row([*row, f"#{record.id}", reason])
                rows += 1
    if workspace.is_writable:
        remember(workspace, kind, header, _mapping(headed))
    return rows


def _reason(record: Record, headed: Headed) -> str:
    """The vendor's words, and in which columns of this file to look, as far as it named fields."""
    words = record.outcome_message or record.outcome
    titles = {column.path: title for title, column in headed}
    open_ones = (one for one in record.refusals if one.is_about(record.base, record.edits))
    named = dict.fromkeys(_place(one.path, titles) for one in open_ones)
    return f"{words} (Column: {', '.join(named)})" if named else words


def _place(path: str, titles: Mapping[str, str]) -> str:
    """Name a field as this file does, with the element it is of."""
    column = column_of(path)
    elements = [step.value for step in parse_path(path) if isinstance(step, ByKey)]
    return " of ".join([titles.get(column, column), *reversed(elements)])


def _headed(workspace: Workspace, kind: Kind, connection_id: int, ids: Sequence[int]) -> Headed:
    kept = workspace.store.proposals.last_kept(kind.id, connection_id)
    if kept is None:
        return [(column.path, column) for column in kind.columns]
    named = {
        one.column: one.header
        for one in reversed(kept.mapping)
        if one.column in kind.column_by_path and not one.is_fixed
    }
    of_file = [path for path in dict.fromkeys(one.column for one in kept.mapping) if path in named]
    wanted = _edited(workspace, kind, ids) - named.keys()
    more = [column.path for column in kind.columns if column.path in wanted]
    return [(named.get(path, path), kind.column_by_path[path]) for path in [*of_file, *more]]


def _edited(workspace: Workspace, kind: Kind, ids: Sequence[int]) -> set[str]:
    """List the columns of the key, of what was edited or refused of these records, and of elements' names."""
    found = {kind.key_column}
    for record in _records(workspace, kind, ids):
        for path, value in record.edits.items():
            found.update(_columns_in(column_of(path), value))
        found.update(column_of(one.path) for one in record.refusals)
        found.update(path for path, text in record.directives.items() if text)
        if record.is_deleting and kind.delete_column:
            found.add(kind.delete_column)
    lists = {kind.column_by_path[path].list_path for path in found & kind.column_by_path.keys()}
    return found | {f"{one}.{name}" for one in lists if one for name in kind.list_keys.get(one, ())}


def _columns_in(path: str, value: Any) -> Iterator[str]:  # noqa: ANN401  any JSON value
    """Walk into an element that was added whole."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _columns_in(f"{path}.{name}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _columns_in(path, inner)
    else:
        yield path


def _records(workspace: Workspace, kind: Kind, ids: Sequence[int]) -> Iterator[Record]:
    for start in range(0, len(ids), _PAGE):
        yield from workspace.store.records.many(kind.id, ids[start : start + _PAGE])


def _understood(kind: Kind, headed: Headed) -> Headed:
    """Keep the headers that are matched by name; the others become canonical columns."""
    matched = match_columns(kind, [title for title, _ in headed])
    return [
        (title if match.column == column.path and match.how != "similar" else column.path, column)
        for match, (title, column) in zip(matched, headed, strict=True)
    ]


def _mapping(headed: Headed) -> list[ColumnMatch]:
    matched = [ColumnMatch(title, index, column.path, "chosen") for index, (title, column) in enumerate(headed)]
    more = [
        ColumnMatch(RECORD_COLUMN, len(headed), RECORD_COLUMN, "name"),
        ColumnMatch(REASON_COLUMN, len(headed) + 1, "", "ignored"),
    ]
    return [*matched, *more]
