"""The cells of many rows as the parts of their records: edits, searched text, shown columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from app.intake.plain_cells import Cells, PlainColumn
from app.intake.plain_layout import PlainLayout, PlainList
from app.records.columns import ColumnType

Row = Sequence[str]


@dataclass
class PlainElements:
    """What the rows say of one list of the kind, at first of at most one element each.

    *Shape*: `places` the path of the element, `said` the list as JSON, `edits` its fields under its path,
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
        said = ",".join(text[1:-1] for text in self.said[rows] if text)
        self.said[first] = f"[{said}]" if said else ""
        self.texts[first] = "\n".join(text for text in self.texts[rows] if text)
        self.edits[first] = edits

    def shown(self) -> Sequence[str | None]:
        return [text or None for text in self.said] if "" in self.said else self.said


@dataclass
class PlainTexts:
    """Many rows, read: by row the parts of the record they would make alone, until `join` joins some.

    `odd` are the rows that need a closer look; what stands for them here means nothing. `telling` are
    columns by which rows are told apart whose records could have different problems, `common` what all
    the rows have in common of that.
    """

    layout: PlainLayout
    keys: Sequence[str]
    scalars: list[tuple[str, Cells]]
    own_texts: list[str]
    lists: list[PlainElements]
    shown: dict[str, Sequence[Any]]
    common: tuple[tuple[int, bool], ...]
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
        self._joined[run.start] = tuple(self._told_apart(rows, len(run)))
        edits = "".join(each.edits[place] for place in run for each in self.lists)
        for number, each in enumerate(self.lists):
            each.join(run, edits="" if number else edits)
        return True

    def _says_no_more(self, first: int, place: int) -> bool:
        said = ((cells.json[place], cells.json[first]) for _, cells in self.scalars)
        return all(not here or here == before for here, before in said)

    def signatures(self) -> list[Any]:
        found: list[Any] = list(self._told_apart(slice(None), len(self.keys)))
        for place, joined in self._joined.items():
            found[place] = joined
        return found

    def _told_apart(self, rows: slice, count: int) -> Iterable[tuple[Any, ...]]:
        if not self.telling:
            return repeat((), count)
        return zip(*(column[rows] for column in self.telling), strict=True)

    def columns(self) -> list[Sequence[Any]]:
        """*Shape*: edits, search text, then the shown columns, each with one value per row."""
        own = (self.own_texts, "" in self.own_texts)
        listed = [(each.texts, "" in each.texts) for each in self.lists]
        searched = lines_of([own, *listed], len(self.keys))
        shown = [self._shown(one.path) for one in self.layout.shown]
        return [self._edits(), searched, *shown]

    def _edits(self) -> list[str]:
        said = [(f',"{path}":', cells.json, cells.has_blanks) for path, cells in self.scalars]
        return objects([*said, *(("", each.edits, False) for each in self.lists)], "{", "}")

    def _shown(self, path: str) -> Sequence[Any]:
        for each in self.lists:
            if each.path == path:
                return each.shown()
        return self.shown.get(path) or [None] * len(self.keys)


def read_columns(layout: PlainLayout, columns: Sequence[Row]) -> PlainTexts | None:
    """Read the columns of rows without marks in their cells; None where no row has a key."""
    reading = _Reading(layout, columns)
    keys = reading.cells(layout.key)
    if keys is None:
        return None
    scalars = [(one.column.path, cells) for one in layout.scalars if (cells := reading.cells(one))]
    lists = [found for each in layout.lists if (found := reading.elements(each)) is not None]
    directives = {one.column.path: cells.shown for one in layout.directives if (cells := reading.cells(one))}
    reading.refuse_blank(keys)
    searched = [texts for one in layout.searched if (texts := reading.searched(one))]
    common, telling = reading.telling()
    return PlainTexts(
        layout=layout,
        keys=keys.texts,
        scalars=scalars,
        own_texts=lines_of(searched, len(columns[0])),
        lists=lists,
        shown={path: cells.shown for path, cells in scalars} | directives,
        common=common,
        telling=telling,
        odd=reading.odd,
    )


class _Reading:
    """Columns read once each; gathers the rows that need a closer look."""

    def __init__(self, layout: PlainLayout, columns: Sequence[Row]) -> None:
        self._layout = layout
        self._columns = columns
        self._count = len(columns[0])
        self._read: dict[int, Cells | None] = {}
        self.odd: set[int] = set()
        if layout.table.delete is not None:
            marked = columns[layout.table.delete.indexes[0]]
            if any(marked):
                self.odd.update(place for place, text in enumerate(marked) if text and not text.isspace())

    def cells(self, column: PlainColumn) -> Cells | None:
        index = column.column.indexes[0]
        if index not in self._read:
            found = self._read[index] = column.read(self._columns[index])
            self.odd.update(found.odd if found else ())
        return self._read[index]

    def searched(self, column: PlainColumn) -> tuple[Row, bool] | None:
        cells = self.cells(column)
        if cells is None or column.column.column.type is ColumnType.BOOLEAN:
            return None
        return cells.searched, cells.has_blanks

    def refuse_blank(self, cells: Cells) -> None:
        if cells.has_blanks:
            self.odd.update(place for place, one in enumerate(cells.json) if not one)

    def elements(self, of: PlainList) -> PlainElements | None:
        """Read the elements of a list; a row that says something of none is odd."""
        read = [(one.column.name, cells) for one in of.columns if (cells := self.cells(one)) is not None]
        if not read:
            return None
        places, is_usual = self._places(of)
        fields = [(f',"{name}":', cells.json, cells.has_blanks) for name, cells in read]
        said = objects(fields, "[{", "}]")
        edits = woven([(_under(places, name), cells.json, cells.has_blanks) for name, cells in read])
        texts = [found for one in of.columns if (found := self.searched(one))]
        if "" in places:
            self.odd.update(
                row for row, (place, what) in enumerate(zip(places, said, strict=True)) if what and not place
            )
        return PlainElements(of.path, places, said, edits, lines_of(texts, self._count), is_usual)

    def _places(self, of: PlainList) -> tuple[list[str], list[bool]]:
        places = [""] * self._count
        is_usual = [True] * self._count
        for number, one in enumerate(of.naming):
            cells = self.cells(one)
            if cells is None:
                continue
            name = one.column.name
            if number == 0:
                by_text = {text: of.place(name, text) for text in set(cells.texts)}
                places = list(map(by_text.__getitem__, cells.texts))
            for row, place in enumerate(places if number else ()):
                if not place and cells.texts[row]:
                    places[row], is_usual[row] = of.place(name, cells.texts[row]), False
        return places, is_usual

    def telling(self) -> tuple[tuple[tuple[int, bool], ...], list[Sequence[Any]]]:
        """What all rows have in common, and what tells them apart: texts where they matter, else whether
        a cell is filled."""
        common: list[tuple[int, bool]] = []
        telling: list[Sequence[Any]] = []
        for index, cells in sorted(self._read.items()):
            if cells is None:
                common.append((index, False))
            elif index in self._layout.told_apart:
                telling.append(self._columns[index])
            elif cells.has_blanks:
                telling.append([one != "" for one in cells.json])
            else:
                common.append((index, True))
        return tuple(common), telling


def woven(columns: Sequence[tuple[str | Row, Row, bool]], *, end: str = "") -> list[str]:
    """Join row by row what the columns say. *Shape*: what stands before each cell, the cells, and whether
    some are blank: nothing stands before those."""
    streams: list[Iterable[str]] = []
    for before, cells, has_blanks in columns:
        stands = repeat(before) if isinstance(before, str) else before
        if has_blanks:
            streams.append([start + cell if cell else "" for start, cell in zip(stands, cells, strict=False)])
        else:
            streams += [stands, cells]
    return list(map("".join, zip(*streams, *([repeat(end)] if end else ()), strict=False)))


def objects(columns: Sequence[tuple[str, Row, bool]], begin: str, end: str) -> list[str]:
    """Join what the columns say, as `woven`, to JSON; what stands before a cell begins with a comma, which
    the first goes without. What is blank all over is "".
    """
    (comma, first, has_blanks), *others = columns
    if has_blanks:
        return [f"{begin}{text[1:]}{end}" if text else "" for text in woven(columns)]
    return woven([(f"{begin}{comma[1:]}", first, False), *others], end=end)


def lines_of(columns: Sequence[tuple[Row, bool]], count: int) -> list[str]:
    """Join row by row what is not blank, a line each. *Shape*: the cells, and whether some are blank."""
    cells = [column for column, _ in columns]
    if len(cells) < 2:
        return list(cells[0]) if cells else [""] * count
    if any(has_blanks for _, has_blanks in columns):
        return ["\n".join(filter(None, texts)) for texts in zip(*cells, strict=True)]
    return list(map("\n".join, zip(*cells, strict=True)))


def _under(places: Sequence[str], name: str) -> str | Row:
    """*Shape*: how the path of a field of each element begins in the JSON of edits."""
    begins = {place: f'{place}{name}":' for place in set(places)}
    if len(begins) == 1:
        return next(iter(begins.values()))
    return list(map(begins.__getitem__, places))
