"""The cells of many rows as the parts of their records: edits, searched text, shown columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.intake.plain_cells import Cells, PlainColumn
from app.intake.plain_layout import PlainLayout, PlainList
from app.records.columns import ColumnType
from app.store.record_rows import folded

_MARK = "\x1e"  # stands in none of the cells


@dataclass
class PlainElements:
    """What the rows say of one list of the kind, at first of at most one element each.

    *Shape*: `places` the path of the element, `said` its fields as JSON, `edits` these under its path,
    `texts` as searched; "" where the row has none. `is_usual` where the field that usually names it does.
    """

    path: str
    places: list[str]
    said: list[str]
    edits: list[str]
    texts: list[str]
    is_usual: list[bool]

    def are_apart(self, run: range) -> bool:
        """Tell whether all rows name different elements, in the usual way."""
        places = [place for place in self.places[run.start : run.stop] if place]
        return len(set(places)) == len(places) and all(self.is_usual[run.start : run.stop])

    def join(self, run: range, *, edits: str) -> None:
        """Give the first row of a run all its elements."""
        first, rows = run.start, slice(run.start, run.stop)
        said = "},{".join(text[1:] for text in self.said[rows] if text)
        self.said[first] = f",{said}" if said else ""
        self.texts[first] = "\n".join(text for text in self.texts[rows] if text)
        self.edits[first] = edits


@dataclass
class PlainTexts:
    """Many rows, read: by row the parts of the record they would make alone, until `join` joins some.

    `odd` are the rows that need a closer look; what stands for them here means nothing. `telling` are
    columns by which rows are told apart whose records could have different problems.
    """

    layout: PlainLayout
    keys: Sequence[str]
    scalars: list[Sequence[str]]
    own_texts: list[str]
    lists: list[PlainElements]
    shown: dict[str, Sequence[Any]]
    telling: list[Sequence[Any]]
    odd: set[int]
    _joined: dict[int, Any] = field(default_factory=dict)

    def join(self, run: range) -> bool:
        """Make one record of the rows of one key; False where that needs a closer look."""
        if not all(self._says_no_more(run.start, place) for place in run[1:]):
            return False
        if not all(any(each.places[place] for each in self.lists) for place in run[1:]):
            return False
        if not all(each.are_apart(run) for each in self.lists):
            return False
        rows = slice(run.start, run.stop)
        self._joined[run.start] = tuple(zip(*(column[rows] for column in self.telling), strict=True))
        edits = "".join(each.edits[place] for place in run for each in self.lists)
        for number, each in enumerate(self.lists):
            each.join(run, edits="" if number else edits)
        return True

    def _says_no_more(self, first: int, place: int) -> bool:
        return all(not column[place] or column[place] == column[first] for column in self.scalars)

    def signatures(self) -> list[Any]:
        found: list[Any] = list(zip(*self.telling, strict=True))
        for place, joined in self._joined.items():
            found[place] = joined
        return found

    def columns(self) -> list[Sequence[Any]]:
        """*Shape*: edits, search text, then the shown columns, each with one value per row."""
        said = zip(*self.scalars, *(each.edits for each in self.lists), strict=True)
        edits = [f"{{{''.join(parts)[1:]}}}" for parts in said]
        searched: Sequence[str] = self.own_texts
        if self.lists:
            texts = zip(searched, *(each.texts for each in self.lists), strict=True)
            searched = ["\n".join(filter(None, parts)) for parts in texts]
        shown = [self._shown(one.path) for one in self.layout.shown]
        return [edits, folded(_MARK.join(searched)).split(_MARK), *shown]

    def _shown(self, path: str) -> Sequence[Any]:
        for each in self.lists:
            if each.path == path:
                return [f"[{{{text[1:]}}}]" if text else None for text in each.said]
        return self.shown.get(path) or [None] * len(self.keys)


def read_columns(layout: PlainLayout, rows: Sequence[Sequence[str]]) -> PlainTexts | None:
    """Read rows of one width without marks in their cells; None where no row has a key."""
    columns = list(zip(*rows, strict=True))
    reading = _Reading(layout, columns)
    keys = reading.cells(layout.key)
    if keys is None:
        return None
    scalars = [(one, reading.cells(one)) for one in layout.scalars]
    lists = [found for each in layout.lists if (found := reading.elements(each)) is not None]
    directives = {one.column.path: cells.shown for one in layout.directives if (cells := reading.cells(one))}
    reading.refuse_blank(keys)
    return PlainTexts(
        layout=layout,
        keys=keys.texts,
        scalars=[_under(f',"{one.column.path}":', cells.json) for one, cells in scalars if cells],
        own_texts=_lines([texts for one in layout.searched if (texts := reading.searched(one))], len(rows)),
        lists=lists,
        shown={one.column.path: cells.shown for one, cells in scalars if cells} | directives,
        telling=reading.telling(),
        odd=reading.odd,
    )


class _Reading:
    """Columns read once each; gathers the rows that need a closer look."""

    def __init__(self, layout: PlainLayout, columns: Sequence[Sequence[str]]) -> None:
        self._layout = layout
        self._columns = columns
        self._count = len(columns[0])
        self._read: dict[int, Cells | None] = {}
        self.odd: set[int] = set()
        if layout.table.delete is not None:
            marked = columns[layout.table.delete.indexes[0]]
            self.odd.update(place for place, text in enumerate(marked) if text and not text.isspace())

    def cells(self, column: PlainColumn) -> Cells | None:
        index = column.column.indexes[0]
        if index not in self._read:
            found = self._read[index] = column.read(self._columns[index])
            self.odd.update(found.odd if found else ())
        return self._read[index]

    def searched(self, column: PlainColumn) -> Sequence[str] | None:
        cells = self.cells(column)
        return cells.texts if cells and column.column.column.type is not ColumnType.BOOLEAN else None

    def refuse_blank(self, cells: Cells) -> None:
        if "" in cells.json:
            self.odd.update(place for place, one in enumerate(cells.json) if not one)

    def elements(self, of: PlainList) -> PlainElements | None:
        """Read the elements of a list; a row that says something of none is odd."""
        read = [(one, cells) for one in of.columns if (cells := self.cells(one)) is not None]
        if not read:
            return None
        places, is_usual = self._places(of)
        said = _joined([_under(f',"{one.column.name}":', cells.json) for one, cells in read])
        edits = _joined([_below(places, one.column.name, cells.json) for one, cells in read])
        texts = [self.searched(one) or () for one, _ in read]
        if "" in places:
            self.odd.update(
                row for row, (place, what) in enumerate(zip(places, said, strict=True)) if what and not place
            )
        return PlainElements(
            of.path, places, said, edits, _lines([one for one in texts if one], self._count), is_usual
        )

    def _places(self, of: PlainList) -> tuple[list[str], list[bool]]:
        places = [""] * self._count
        is_usual = [True] * self._count
        for number, one in enumerate(of.naming):
            cells = self.cells(one)
            if cells is None:
                continue
            name = one.column.name
            if number == 0:
                places = [of.place(name, text) for text in cells.texts]
            for row, place in enumerate(places if number else ()):
                if not place and cells.texts[row]:
                    places[row], is_usual[row] = of.place(name, cells.texts[row]), False
        return places, is_usual

    def telling(self) -> list[Sequence[Any]]:
        """Texts where they matter, else whether a cell is filled."""
        found: list[Sequence[Any]] = []
        for index, cells in sorted(self._read.items()):
            if cells is None:
                found.append([False] * self._count)
            elif index in self._layout.told_apart:
                found.append(self._columns[index])
            else:
                found.append([one != "" for one in cells.json] if "" in cells.json else [True] * self._count)
        return found


def _under(start: str, json: Sequence[str]) -> Sequence[str]:
    if "" in json:
        return [start + one if one else "" for one in json]
    return [start + one for one in json]


def _below(places: Sequence[str], name: str, json: Sequence[str]) -> Sequence[str]:
    middle = f'{name}":'
    return [place + middle + one if one else "" for place, one in zip(places, json, strict=True)]


def _joined(columns: Sequence[Sequence[str]]) -> list[str]:
    return list(map("".join, zip(*columns, strict=True)))


def _lines(columns: Sequence[Sequence[str]], count: int) -> list[str]:
    if not columns:
        return [""] * count
    if any("" in column for column in columns):
        return ["\n".join(filter(None, texts)) for texts in zip(*columns, strict=True)]
    return list(map("\n".join, zip(*columns, strict=True)))
