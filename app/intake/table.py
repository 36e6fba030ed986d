"""How the columns of a file feed a kind: which cells name the record, its elements and its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from app.intake.cells import CellReader
from app.intake.values import RECORD_COLUMN, ColumnMatch, Reading
from app.records.columns import Column
from app.vendors.declaration import Kind


@dataclass(frozen=True)
class FileColumn:
    """A canonical column and the file's columns that feed it; more than one is a problem of the file.

    `path` and `name` are the column's, looked up once: they are asked for in every row. `fixed` is what
    stands for it in all rows where no column does.
    """

    column: Column
    reader: CellReader
    indexes: tuple[int, ...]
    path: str
    name: str
    fixed: str = ""


@dataclass(frozen=True)
class FileList:
    """A list of the kind that the file feeds: the columns of its elements, those that name one first."""

    path: str
    naming: tuple[FileColumn, ...]
    others: tuple[FileColumn, ...]
    inner: tuple[FileList, ...]

    @property
    def has_fixed(self) -> bool:
        return any(one.fixed for one in (*self.naming, *self.others)) or any(
            one.has_fixed for one in self.inner
        )


@dataclass(frozen=True)
class FileTable:
    """The columns of a file, ready to read rows with."""

    kind: Kind
    width: int
    fingerprint: bytes
    key: FileColumn | None
    other_keys: tuple[FileColumn, ...]
    record_index: int | None
    scalars: tuple[FileColumn, ...]
    directives: tuple[FileColumn, ...]
    delete: FileColumn | None
    lists: tuple[FileList, ...]
    doubled: tuple[FileColumn, ...]
    paths: frozenset[str]
    path_by_index: Mapping[int, str]

    @property
    def has_fixed(self) -> bool:
        every = (self.scalars, self.directives, (self.delete,) if self.delete else ())
        return any(one.fixed for part in every for one in part) or any(one.has_fixed for one in self.lists)

    def path_at(self, index: int) -> str:
        """Tell which canonical column a cell feeds; "" where it is ignored."""
        return self.path_by_index.get(index, "")

    def row_hash(self, cells: Sequence[str]) -> str:
        """Identify a row by its text under this header; trailing blanks do not tell rows apart."""
        last = len(cells)
        while last and not cells[last - 1].strip():
            last -= 1
        text = "\x1f".join(cells[:last]).encode("utf-8", "surrogatepass")
        return blake2b(text, digest_size=12, key=self.fingerprint).hexdigest()


def file_table(kind: Kind, reading: Reading, mapping: Sequence[ColumnMatch]) -> FileTable:
    """Arrange the matched columns."""
    columns = _file_columns(kind, reading, mapping)
    fields = [column for path, column in columns.items() if path != kind.delete_column]
    record = [match.index for match in mapping if match.column == RECORD_COLUMN]
    matched = "\x1f".join(
        f"{match.index}={match.column}" for match in mapping if match.column and not match.is_fixed
    )
    return FileTable(
        kind=kind,
        width=len(reading.header),
        fingerprint=blake2b(matched.encode(), digest_size=16).digest(),
        key=columns.get(kind.key_column),
        other_keys=tuple(columns[path] for path in kind.other_keys if path in columns),
        record_index=record[0] if record else None,
        scalars=tuple(one for one in fields if not one.column.list_path and not one.column.about.is_directive),
        directives=tuple(one for one in fields if one.column.about.is_directive),
        delete=columns.get(kind.delete_column),
        lists=_file_lists(kind, fields, above=""),
        doubled=tuple(one for one in columns.values() if len(one.indexes) > 1),
        paths=frozenset(columns),
        path_by_index={index: path for path, column in columns.items() for index in column.indexes},
    )


def _file_columns(kind: Kind, reading: Reading, mapping: Sequence[ColumnMatch]) -> dict[str, FileColumn]:
    keys = {kind.key_column, *kind.other_keys} | {
        f"{path}.{name}" for path, names in kind.list_keys.items() for name in names
    }
    read = _read_columns(kind, keys)
    indexes: dict[str, list[int]] = {}
    fixed = {match.column: match.value for match in mapping if match.is_fixed and match.column in read}
    for match in mapping:
        if match.column in read and match.column not in fixed:
            indexes.setdefault(match.column, []).append(match.index)
    return {
        path: FileColumn(
            kind.column_by_path[path],
            CellReader(kind.column_by_path[path], path in keys, reading.has_decimal_comma, bool(reading.sheet)),
            tuple(indexes.get(path, ())),
            path,
            kind.column_by_path[path].name,
            fixed.get(path, ""),
        )
        for path in dict.fromkeys((*indexes, *fixed))
    }


def _read_columns(kind: Kind, keys: set[str]) -> set[str]:
    """What only the vendor sets is passed over, but for what names the elements of a list that is edited."""
    edited = {column.list_path for column in kind.columns if column.is_editable}
    return {
        column.path
        for column in kind.columns
        if column.is_editable or (column.path in keys and column.list_path in edited)
    }


def _file_lists(kind: Kind, columns: Sequence[FileColumn], *, above: str) -> tuple[FileList, ...]:
    """The lists that lie directly in the record, or in an element of the list above."""
    paths = {one.column.list_path for one in columns if one.column.list_path.startswith(above and f"{above}.")}
    paths.discard("")
    direct = sorted(path for path in paths if not any(path.startswith(f"{other}.") for other in paths))
    return tuple(_file_list(kind, columns, path) for path in direct)


def _file_list(kind: Kind, columns: Sequence[FileColumn], path: str) -> FileList:
    names = kind.list_keys.get(path, ())
    own = {one.column.name: one for one in columns if one.column.list_path == path}
    return FileList(
        path,
        naming=tuple(own[name] for name in names if name in own),
        others=tuple(one for name, one in own.items() if name not in names),
        inner=_file_lists(kind, columns, above=path),
    )
