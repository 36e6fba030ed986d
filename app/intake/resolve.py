"""Finds the record that each group of rows is about, and lays the rows over it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.intake.assemble import FileRecord, StagedRow, assemble
from app.intake.merge import Merged, Target, has_new_element, merge
from app.intake.read import key_of
from app.intake.staged_groups import Group
from app.intake.table import FileTable
from app.intake.values import RowProblem
from app.values import Record

_ROW = "row:"  # among the names a record was fed by, those of whole rows


@dataclass(frozen=True)
class Lookup:
    """How records are found: by the names they have or were fed by, and by local id."""

    by_names: Callable[[Iterable[str]], Mapping[str, Record]]
    by_ids: Callable[[Iterable[int]], Sequence[Record]]


@dataclass(frozen=True)
class Resolved:
    """A group, the existing record it is about, what keeping would do, and the names to remember it by."""

    group: Group
    existing: Record | None
    merged: Merged
    names: tuple[str, ...]

    @property
    def record_id(self) -> int:
        return self.existing.id if self.existing else 0


def resolve(
    table: FileTable,
    target: Target,
    groups: Sequence[Group],
    lookup: Lookup,
    *,
    claimed_by: Callable[[int], int],
    left_out: Callable[[int], Collection[str]] | None = None,
) -> list[Resolved]:
    """Resolve groups in order. `claimed_by` tells which group has an existing record already, `left_out`
    which places of a group a person left as they are."""
    said = [_said(table, group) for group in groups]
    named = lookup.by_names(name for record in said for name in _names_to_ask(record))
    local = {record.id: record for record in lookup.by_ids([one.local_id for one in said if one.local_id])}
    found: list[Resolved] = []
    here: dict[int, int] = {}
    for group, record in zip(groups, said, strict=True):
        existing = local.get(record.local_id) or _by_names(record, named)
        claimer = (here.get(existing.id) or claimed_by(existing.id)) if existing else 0
        rival = _rival(record, existing, named)
        places = left_out(group.number) if left_out else ()
        found.append(_resolved(target, group, record, existing, named, claimer or 0, rival, places))
        if existing:
            here.setdefault(existing.id, group.number)
    return found


def _said(table: FileTable, group: Group) -> FileRecord:
    local_id = int(group.name[1:]) if group.name.startswith("r") else 0
    key = next((key for row in group.rows if (key := key_of(table, row))), "")
    return assemble(table, group.rows, key=key, local_id=local_id)


def _names_to_ask(said: FileRecord) -> list[str]:
    return [said.key, *(_ROW + row.hash for row in said.rows)]


def _by_names(said: FileRecord, named: Mapping[str, Record]) -> Record | None:
    if said.key:
        return named.get(said.key)
    return next((named[name] for name in map(_row_name, said.rows) if name in named), None)


def _row_name(row: StagedRow) -> str:
    return _ROW + row.hash


def _rival(said: FileRecord, existing: Record | None, named: Mapping[str, Record]) -> Record | None:
    """Another record that has the key which the file gives this one."""
    other = named.get(said.key) if said.local_id and said.key else None
    return other if other is not None and existing is not None and other.id != existing.id else None


def _resolved(  # noqa: PLR0913, PLR0917  one step of `resolve`
    target: Target,
    group: Group,
    said: FileRecord,
    existing: Record | None,
    named: Mapping[str, Record],
    claimer: int,
    rival: Record | None,
    left_out: Collection[str],
) -> Resolved:
    known = {row.row for row in said.rows if existing and _is_known(row, existing, named)}
    merged = merge(target, said, existing, known_rows=known, left_out=left_out)
    if claimer or rival is not None:
        merged = _not_kept(merged, said, claimer, rival)
    return Resolved(group, existing, merged, _names_to_keep(said, merged))


def _is_known(row: StagedRow, existing: Record, named: Mapping[str, Record]) -> bool:
    fed = named.get(_row_name(row))
    return fed is not None and fed.id == existing.id


def _not_kept(merged: Merged, said: FileRecord, claimer: int, rival: Record | None) -> Merged:
    if rival is not None:
        message = (
            f"“{said.key}” is the key of another record already; these rows were not kept. Change the key."
        )
    else:
        message = (
            f"Row {claimer} is about this record too, under another key; these rows were not kept. "
            "Write one key in all rows of a record."
        )
    problem = RowProblem(said.first.row, said.first.line, "", said.key, message)
    return Merged("unchanged", merged.key, None, (), (*merged.problems, problem), problem)


def _names_to_keep(said: FileRecord, merged: Merged) -> tuple[str, ...]:
    """Rows that only their own text can identify later: wrong ones, nameless ones, and deletes."""
    if said.key and not said.is_deleting and not has_new_element(said):
        wrong = {problem.row for problem in merged.problems if problem.is_error}
        rows = [row for row in said.rows if row.row in wrong]
    else:
        rows = said.rows
    return tuple(_row_name(row) for row in rows)
