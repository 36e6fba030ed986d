"""The cells of one column of many rows, as JSON, as searched text and as shown, all at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from json.encoder import encode_basestring
from typing import Any, get_args

from app.intake.cells import BLANK, Says
from app.intake.table import FileColumn
from app.records.change import Raw
from app.records.checks import check_value
from app.records.columns import ColumnType
from app.records.fields import About
from app.store.record_rows import folded

_MEMORY = 20_000
_SAMPLE = 64  # cells at the start of a column, by which it is told whether its texts differ
_LARGEST_INTEGER = 2**63 - 1
# What a text may begin with and still not mean what it says: blanks, brackets, a defused formula.
_MARKS = frozenset({"", "'", "[", *(chr(code) for code in range(0x3001) if chr(code).isspace())})
_BETWEEN = "\x7f"  # between the cells of a column in one text; JSON and case leave it alone
_MARKED = re.compile(rf"{_BETWEEN}(?:[\s'\[]|(?={_BETWEEN})|\Z)")


@dataclass(frozen=True, slots=True)
class Form:
    """A readable cell: its value as JSON ("" where it is blank), as text, as searched and as shown."""

    json: str
    text: str
    searched: str
    shown: Any


_BLANK = Form("", "", "", None)


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of many rows. `odd` are the places of cells that need a closer look."""

    json: Sequence[str]
    texts: Sequence[str]
    searched: Sequence[str]
    shown: Sequence[Any]
    has_blanks: bool
    odd: Sequence[int] = ()


@dataclass
class PlainColumn:
    """Reads many cells of a column; each distinct text once, and plain texts not even that."""

    column: FileColumn
    _forms: dict[str, Form | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        declared = self.column.column
        constraints = get_args(declared.annotation)[1:]
        self._is_text = declared.type is ColumnType.TEXT and all(map(_is_about_length, constraints))
        self._least = declared.limits.get("min_length", 0)
        self._most = declared.limits.get("max_length", 0)

    def read(self, texts: Sequence[str]) -> Cells | None:
        """Read a column; None where all of it is blank."""
        if not any(texts):
            return None
        if self._is_text and len(set(texts[:_SAMPLE])) * 2 > len(texts[:_SAMPLE]):
            return self._read_together(texts)
        return self._read_each(texts)

    def form(self, text: str) -> Form | None:
        """Read one cell; None where it needs a closer look: unreadable, wrong, or erasing."""
        try:
            return self._forms[text]
        except KeyError:
            pass
        if len(self._forms) >= _MEMORY:
            self._forms.clear()
        found = self._forms[text] = self._form(text)
        return found

    def _form(self, text: str) -> Form | None:
        meaning = self.column.reader.read(text)
        if meaning is BLANK:
            return _BLANK
        if meaning is None or isinstance(meaning, (Says, Raw, list)):
            return None
        if check_value(self.column.column, self.column.path, meaning) is not None:
            return None
        said = "" if isinstance(meaning, bool) else str(meaning)
        is_shown = not isinstance(meaning, int) or abs(meaning) <= _LARGEST_INTEGER
        return Form(json.dumps(meaning, ensure_ascii=False), said, folded(said), meaning if is_shown else None)

    def _read_each(self, texts: Sequence[str]) -> Cells:
        """Read what the column says, text by distinct text."""
        forms = {text: self.form(text) for text in set(texts)}
        odd: Sequence[int] = ()
        if None in forms.values():
            odd = [place for place, text in enumerate(texts) if forms[text] is None]
        read = {text: form or _BLANK for text, form in forms.items()}
        return Cells(
            _by_text(texts, {text: form.json for text, form in read.items()}),
            _by_text(texts, {text: form.text for text, form in read.items()}),
            _by_text(texts, {text: form.searched for text, form in read.items()}),
            _by_text(texts, {text: form.shown for text, form in read.items()}),
            has_blanks=any(not form.json for form in read.values()),
            odd=odd,
        )

    def _read_together(self, texts: Sequence[str]) -> Cells:
        """Read texts that mostly differ, as one."""
        joined = _BETWEEN.join(texts)
        if joined.count(_BETWEEN) >= len(texts):
            return self._read_each(texts)
        encoded = encode_basestring(joined).replace(_BETWEEN, f'"{_BETWEEN}"').split(_BETWEEN)
        searched = folded(joined).split(_BETWEEN)
        marked = set(self._marked(texts, joined))
        if not marked:
            return Cells(encoded, texts, searched, texts, has_blanks=False)
        plain, shown, odd = list(texts), list[Any](texts), list[int]()
        for place in sorted(marked):
            form = self.form(texts[place])
            if form is None:
                odd.append(place)
            read = form or _BLANK
            encoded[place], plain[place] = read.json, read.text
            searched[place], shown[place] = read.searched, read.shown
        return Cells(encoded, plain, searched, shown, has_blanks=True, odd=odd)

    def _marked(self, texts: Sequence[str], joined: str) -> Iterable[int]:
        """The places of texts that may not mean what they say, or be too long or too short."""
        if _MARKED.search(_BETWEEN + joined):
            yield from (place for place, text in enumerate(texts) if text[:1] in _MARKS)
        if self.column.reader.is_key:
            yield from (place for place, text in enumerate(texts) if text[-1:] in _MARKS)
        if self._most or self._least > 1:
            lengths = list(map(len, texts))
            most = self._most or max(lengths)
            if min(lengths) < self._least or max(lengths) > most:
                yield from (place for place, long in enumerate(lengths) if not self._least <= long <= most)


def _as_stored(value: object) -> object:
    """What SQLite stores of a value; told so, it need not find that out for every row."""
    if isinstance(value, bool):
        return int(value)
    return None if isinstance(value, int) and abs(value) > _LARGEST_INTEGER else value


def _by_text(texts: Sequence[str], read: dict[str, Any]) -> Sequence[Any]:
    if all(text == said for text, said in read.items()):
        return texts
    return list(map(read.__getitem__, texts))


def _is_about_length(constraint: object) -> bool:
    """Tell whether a constraint needs no look at the text itself."""
    if isinstance(constraint, About):
        return True
    return is_dataclass(constraint) and {one.name for one in fields(constraint)} <= {"min_length", "max_length"}
