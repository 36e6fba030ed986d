"""Makes one record of the rows that share a key: what the file says of it, and where it says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.intake.cells import BLANK, ERASE, Meaning, Says
from app.intake.matching import letter
from app.intake.rows import Note
from app.intake.table import FileColumn, FileList, FileTable
from app.intake.values import RowProblem
from app.records.change import Raw, Value
from app.records.columns import erased_value
from app.records.paths import ByKey, New, Token, format_path
from app.records.problems import Severity


@dataclass(frozen=True, slots=True)
class StagedRow:
    """A readable row below the header; `missing` cells at its end were filled up with blanks."""

    row: int
    line: int
    cells: Sequence[str]
    hash: str
    missing: int = 0
    notes: Mapping[int, Note] = field(default_factory=dict)

    def is_wrong(self, index: int) -> bool:
        """Tell whether a cell's text is not its value."""
        return bool(self.notes) and index in self.notes and self.notes[index].is_error


@dataclass(frozen=True, slots=True)
class Source:
    """Where the file says something: one cell."""

    row: int
    line: int
    column: str
    text: str


@dataclass
class FileRecord:
    """What the rows of one record say, and of which columns the file speaks at all.

    Paths of new elements count from `[+1]` within this record.
    """

    key: str
    local_id: int
    rows: list[StagedRow]
    columns: frozenset[str] = frozenset()
    edits: dict[str, Value] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    directives: dict[str, str] = field(default_factory=dict)
    is_deleting: bool | None = None
    problems: list[RowProblem] = field(default_factory=list)
    element_keys: set[str] = field(default_factory=set)
    new_elements: int = 0

    @property
    def first(self) -> StagedRow:
        return self.rows[0]


def assemble(table: FileTable, rows: Sequence[StagedRow], *, key: str, local_id: int) -> FileRecord:
    """Read the rows of one record, in the order of the file."""
    record = FileRecord(key, local_id, list(rows), table.paths)
    seen: dict[str, StagedRow] = {}
    for row in rows:
        _note_missing_cells(table, record, row)
        _note_cells(table, record, row)
        twin = seen.setdefault(row.hash, row)
        if twin is not row:
            record.problems.append(_identical(twin, row))
            continue
        _read_row(table, record, row)
    return record


def _read_row(table: FileTable, record: FileRecord, row: StagedRow) -> None:
    for column in table.scalars:
        meaning, text = _read(record, column, row)
        if meaning is not BLANK and not (column is table.key and meaning is ERASE):
            _say(record, column, column.path, meaning, row, text)
    for column in table.directives:
        _direct(record, column, row)
    if table.delete is not None:
        _delete(record, table.delete, row)
    for file_list in table.lists:
        _read_element(record, file_list, row, prefix=())


def _read(record: FileRecord, column: FileColumn, row: StagedRow) -> tuple[Meaning, str]:
    """Read a field's cell; where two columns feed it they must not disagree."""
    if column.fixed:
        return column.reader.read(column.fixed), column.fixed
    if len(column.indexes) == 1:
        text = row.cells[column.indexes[0]]
        if row.is_wrong(column.indexes[0]):
            return Raw(text), text
        return (column.reader.read(text), text) if text else (BLANK, "")
    texts = {index: row.cells[index] for index in column.indexes if row.cells[index].strip()}
    text = next(iter(texts.values()), "")
    if len(set(texts.values())) <= 1:
        return column.reader.read(text), text
    said = " or ".join(f"{text} (column {letter(place)})" for place, text in texts.items())
    message = (
        f"Row {row.row} says two things of {column.column.title}: {said}. "
        "Keep one of the columns, or correct the field."
    )
    record.problems.append(RowProblem(row.row, row.line, column.path, text, message))
    return Raw(said), text


def _say(
    record: FileRecord, column: FileColumn, path: str, meaning: Meaning, row: StagedRow, text: str
) -> None:
    value = erased_value(column.column) if isinstance(meaning, Says) else meaning
    source = Source(row.row, row.line, column.path, text)
    before = record.sources.get(path)
    if before is None:
        record.edits[path], record.sources[path] = value, source
    elif not _same(record.edits[path], value):
        record.problems.append(_contradiction(column, before, source))
        # Kept as text that cannot be read, so that the record waits until a person chose.
        record.edits[path], record.sources[path] = Raw(_either(before, source)), source


def _either(before: Source, now: Source) -> str:
    return f"{before.text} (row {before.row}) or {now.text} (row {now.row})"


def _direct(record: FileRecord, column: FileColumn, row: StagedRow) -> None:
    meaning, said = _read(record, column, row)
    if meaning is BLANK:
        return
    path, source = column.path, Source(row.row, row.line, column.path, said)
    text = "" if meaning is ERASE else meaning if isinstance(meaning, str) else said.strip()
    before = record.sources.get(path)
    if before is not None and record.directives[path] != text:
        record.problems.append(_contradiction(column, before, source))
        text = _either(before, source)
    record.directives[path], record.sources[path] = text, source


def _delete(record: FileRecord, column: FileColumn, row: StagedRow) -> None:
    meaning, text = _read(record, column, row)
    if meaning is BLANK or meaning is ERASE:
        return
    path, source = column.path, Source(row.row, row.line, column.path, text)
    before = record.sources.get(path)
    if isinstance(meaning, Raw):
        record.edits[path], record.sources[path] = meaning, source
    elif before is not None and record.is_deleting is not None and record.is_deleting is not meaning:
        record.problems.append(_contradiction(column, before, source))
        record.edits[path] = Raw(_either(before, source))
    else:
        record.is_deleting, record.sources[path] = bool(meaning), source


def _read_element(
    record: FileRecord, file_list: FileList, row: StagedRow, *, prefix: tuple[str | Token, ...]
) -> None:
    naming = [(column, *_read(record, column, row)) for column in file_list.naming]
    others = [(column, *_read(record, column, row)) for column in file_list.others]
    if naming and naming[0][1] is ERASE:
        path = format_path((*prefix, _step(file_list.path, prefix)))
        _empty_list(record, path, Source(row.row, row.line, naming[0][0].path, naming[0][2]))
        return
    filled = [one for one in (*naming, *others) if one[1] is not BLANK]
    # What stands in all rows makes no element; it completes those that a row speaks of.
    if all(column.fixed for column, *_ in filled) and not _is_deeper_filled(file_list, row):
        return
    token = _token(record, naming)
    element = (*prefix, _step(file_list.path, prefix), token)
    path = format_path(element)
    for column, meaning, text in filled:
        _say(record, column, f"{path}.{column.name}", meaning, row, text)
    if isinstance(token, ByKey):
        record.element_keys.add(f"{path}.{token.field}")
    for inner in file_list.inner:
        _read_element(record, inner, row, prefix=element)


def _step(list_path: str, prefix: Sequence[str | Token]) -> str:
    above = ".".join(step for step in prefix if isinstance(step, str))
    return list_path.removeprefix(f"{above}.") if above else list_path


def _is_deeper_filled(file_list: FileList, row: StagedRow) -> bool:
    columns = [column for inner in file_list.inner for column in (*inner.naming, *inner.others)]
    return any(row.cells[index].strip() for column in columns for index in column.indexes)


def _token(record: FileRecord, naming: Iterable[tuple[FileColumn, Meaning, str]]) -> Token:
    for column, meaning, _ in naming:
        if not isinstance(meaning, (Says, Raw)) and meaning is not None and not isinstance(meaning, list):
            return ByKey(column.name, str(meaning))
    record.new_elements += 1
    return New(record.new_elements)


def _empty_list(record: FileRecord, path: str, source: Source) -> None:
    """The list is emptied before any row of this record adds to it, wherever in the file it says so."""
    record.edits = {path: [], **record.edits}
    record.sources[path] = source


def _same(old: Value, new: Value) -> bool:
    return type(old) is type(new) and old == new


def _contradiction(column: FileColumn, before: Source, now: Source) -> RowProblem:
    message = (
        f"Row {before.row} says “{before.text}” and row {now.row} says “{now.text}” for {column.column.title} "
        "of the same record. Correct the field, or one of the rows."
    )
    return RowProblem(now.row, now.line, now.column, now.text, message)


def _identical(twin: StagedRow, row: StagedRow) -> RowProblem:
    message = f"Rows {twin.row} and {row.row} are identical; they make one record."
    return RowProblem(row.row, row.line, "", "", message, Severity.WARNING)


def _note_missing_cells(table: FileTable, record: FileRecord, row: StagedRow) -> None:
    if row.missing:
        there = table.width - row.missing
        message = f"This row has {there} of {table.width} cells; the missing ones count as blank."
        record.problems.append(RowProblem(row.row, row.line, "", "", message, Severity.WARNING))


def _note_cells(table: FileTable, record: FileRecord, row: StagedRow) -> None:
    for index, note in row.notes.items():
        path = table.path_at(index)
        if path:
            severity = Severity.ERROR if note.is_error else Severity.WARNING
            problem = RowProblem(row.row, row.line, path, row.cells[index], note.message, severity)
            record.problems.append(problem)
