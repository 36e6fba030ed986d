"""Lays what a file says of a record over what the workspace holds of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from app.intake.assemble import FileRecord, Source
from app.intake.left_out import without_places
from app.intake.locate import last_new, located, shifted
from app.intake.values import ProposedChange, RowProblem
from app.records.cells import write_cell
from app.records.change import (
    MISSING,
    Edits,
    FieldChange,
    JsonObject,
    Raw,
    Value,
    value_at,
    with_edit,
    working_copy,
)
from app.records.checks import check_value
from app.records.paths import New, column_of, parse_path
from app.records.problems import Severity
from app.values import BaseState, Change, Record
from app.vendors.assess import assessed
from app.vendors.declaration import Kind, Options


@dataclass(frozen=True)
class Target:
    """Where records go: the kind, its connection and that connection's switches."""

    kind: Kind
    connection_id: int
    options: Options


@dataclass(frozen=True)
class Merged:
    """What keeping would make of a record. `record` is None where nothing is to be written."""

    change: ProposedChange
    key: str
    record: Record | None
    fields: tuple[FieldChange, ...]
    problems: tuple[RowProblem, ...]
    refusal: RowProblem | None = None


def merge(
    target: Target,
    said: FileRecord,
    existing: Record | None,
    *,
    known_rows: Collection[int],
    left_out: Collection[str] = (),
) -> Merged:
    """Tell what the file changes. `known_rows` were imported before: what is wrong in them and was
    corrected since stays corrected. `left_out` are the places a person left as they are."""
    before = existing or _new_record(target, said)
    if left_out:
        said = without_places(said, left_out, shift=last_new(before.edits))
    refusal = _refusal(said, existing)
    corrected: list[RowProblem] = []
    edits = _laid_over(target.kind, said, before, known_rows=known_rows, corrected=corrected)
    is_gone = existing is not None and said.is_deleting is True and _was_deleted(existing, said, known_rows)
    deleting = before.is_deleting if said.is_deleting is None or is_gone else said.is_deleting
    directives = {**before.directives, **said.directives}
    wanted = replace(before, edits=edits, directives=directives, is_deleting=deleting)
    after = before if _is_assessed(before, wanted) else assessed(target.kind, wanted, target.options)
    is_changed = existing is None or (not is_gone and not _is_equal(existing, after))
    problems = (*said.problems, *corrected, *located(said, target.kind, before, after))
    if refusal is not None:
        return Merged("unchanged", after.key, None, (), (*problems, refusal), refusal)
    if not is_changed:
        return Merged("unchanged", before.key, None, (), problems)
    fields = _fields_of(before, after, is_new=existing is None)
    return Merged(_change_word(existing, after), after.key, after, fields, problems)


def _new_record(target: Target, said: FileRecord) -> Record:
    """A key nobody has read may exist at the vendor; a record without one cannot, nor one whose key only
    the vendor could have given."""
    is_named = target.kind.key_column in said.edits if target.kind.is_key_given else bool(said.key)
    state = BaseState.UNREAD if is_named else BaseState.ABSENT
    return Record(0, target.kind.id, target.connection_id, said.key, state, {}, {})


def _is_assessed(before: Record, wanted: Record) -> bool:
    """Tell whether a look for problems would find none, again: it takes half of the time of such rows."""
    return bool(before.id) and not before.problems and wanted == before


def _refusal(said: FileRecord, existing: Record | None) -> RowProblem | None:
    if existing is None or not existing.busy:
        return None
    doing = "is being sent just now" if existing.busy == "sent" else "was sent and its outcome is not known yet"
    message = (
        f"{existing.key or 'This record'} {doing}; its rows were not kept. "
        "Settle it, then import the file again."
    )
    return RowProblem(said.first.row, said.first.line, "", existing.key, message)


def _laid_over(
    kind: Kind, said: FileRecord, before: Record, *, known_rows: Collection[int], corrected: list[RowProblem]
) -> Edits:
    if not before.id:
        return said.edits
    working = working_copy(before.base, before.edits)
    edits, shift = before.edits, last_new(before.edits)
    there, emptied = _elements_there(said, working), _emptied(said, working)
    for path, value in said.edits.items():
        source = said.sources[path]
        if path == kind.key_column and _keeps_key(said, before):
            continue
        begins_anew = path.startswith(emptied)
        if "[+" in path and not begins_anew and (source.row in known_rows or _element_of(path) in there):
            continue
        place = shifted(path, shift) if "[+" in path else path
        now = value_at(working, place)
        present = MISSING if begins_anew else now
        if _says_nothing_new(place, said, present, value):
            continue
        if source.row in known_rows and before.id and _is_wrong(kind, place, value):
            corrected.append(_corrected(source, now))
            if not begins_anew or now is MISSING:
                continue
            value = now  # noqa: PLW2901  the correction stands in the list that is made anew, too
        edits = with_edit(before.base, edits, place, value)
    return edits


def _element_of(path: str) -> str:
    return path[: path.rindex("]") + 1]


def _emptied(said: FileRecord, working: JsonObject) -> tuple[str, ...]:
    """Where the file starts from an empty list: what stands below it now says nothing."""
    lists = (path for path, value in said.edits.items() if value == [])
    return tuple(f"{path}[" for path in lists if value_at(working, path) != [])


def _elements_there(said: FileRecord, working: JsonObject) -> set[str]:
    """Elements that nothing names, but that are there already with all the file says of them."""
    fresh: dict[str, dict[str, Value]] = {}
    for path, value in said.edits.items():
        if path.count("[+") == 1 and "]." in path:
            element, _, name = path.rpartition("].")
            fresh.setdefault(f"{element}]", {})[name] = value
    return {element for element, values in fresh.items() if _is_there(working, element, values)}


def _is_there(working: JsonObject, element: str, values: dict[str, Value]) -> bool:
    present = value_at(working, element[: element.rindex("[")])
    return isinstance(present, list) and any(
        all(_is_same(value_at(one, name), value) for name, value in values.items()) for one in present
    )


def _keeps_key(said: FileRecord, before: Record) -> bool:
    """A record found by a key it had before, or by a row, keeps the key it was given since."""
    return bool(before.id) and not said.local_id


def _says_nothing_new(path: str, said: FileRecord, present: object, value: object) -> bool:
    return (path in said.element_keys and present is not MISSING) or _is_same(present, value)


def _is_same(present: object, value: object) -> bool:
    """Equal as a cell tells it: 10 is 10.0, and unreadable text is the text it was."""
    if isinstance(present, Raw):
        return value in (present, present.text)
    if isinstance(value, Raw):
        return present is not MISSING and write_cell(present) == value.text
    if isinstance(present, bool) is not isinstance(value, bool):
        return False
    return present == value and present is not MISSING


def _is_wrong(kind: Kind, path: str, value: Value) -> bool:
    column = kind.column_by_path.get(column_of(path))
    return isinstance(value, Raw) or (column is not None and check_value(column, path, value) is not None)


def _corrected(source: Source, present: object) -> RowProblem:
    now = "cleared" if present is MISSING or present is None else f"corrected to “{present}”"
    message = f"This cell was imported before and has been {now} since; the correction is kept."
    return RowProblem(source.row, source.line, source.column, source.text, message, Severity.WARNING)


def _was_deleted(existing: Record, said: FileRecord, known_rows: Collection[int]) -> bool:
    is_idle = existing.base_state is BaseState.ABSENT and existing.change is Change.NONE
    return is_idle and all(row.row in known_rows for row in said.rows)


def _is_equal(existing: Record, after: Record) -> bool:
    if existing.is_deleting is not after.is_deleting:
        return False
    if {k: v for k, v in existing.directives.items() if v} != {k: v for k, v in after.directives.items() if v}:
        return False
    if existing.edits == after.edits:
        return True
    return working_copy(existing.base, existing.edits) == working_copy(after.base, after.edits)


def _fields_of(before: Record, after: Record, *, is_new: bool) -> tuple[FieldChange, ...]:
    """Old → new of what this file changes, against the working copy as it is now."""
    if is_new:
        is_unread = before.base_state is BaseState.UNREAD
        said = {**after.edits, **after.directives}
        return tuple(FieldChange(path, MISSING, value, is_unread) for path, value in said.items())
    working = working_copy(before.base, before.edits)
    fields = [
        FieldChange(path, value_at(working, path), value)
        for path, value in after.edits.items()
        if path not in before.edits or before.edits[path] != value
    ]
    fields += [
        FieldChange(path, old, value_at(after.base, path))
        for path, old in before.edits.items()
        if path not in after.edits
    ]
    fields += [
        FieldChange(path, before.directives.get(path, MISSING), text)
        for path, text in after.directives.items()
        if before.directives.get(path, "") != text
    ]
    return tuple(fields)


def _change_word(existing: Record | None, after: Record) -> ProposedChange:
    if after.is_deleting:
        return "deleted"
    is_new = existing is None or (existing.change is Change.NONE and existing.base_state is BaseState.ABSENT)
    # An order that nobody read is a change of one that is there, not an order of ours.
    return "added" if is_new and after.change is not Change.CHANGED else "changed"


def has_new_element(said: FileRecord) -> bool:
    """Tell whether a row adds an element that nothing names; only its row can identify it again."""
    return any(isinstance(step, New) for path in said.edits if "[+" in path for step in parse_path(path))
