"""The cells of one column of many rows, as JSON, as searched text and as shown, all at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from json.encoder import encode_basestring
from typing import Any, get_args

from app.intake.cells import BLANK, Says
from app.intake.table import FileColumn
from app.records.change import Raw
from app.records.checks import check_value
from app.records.columns import ColumnType
from app.records.fields import About

_MEMORY = 20_000
_LARGEST_INTEGER = 2**63 - 1
# What a text may begin with and still not mean what it says: blanks, brackets, a defused formula.
_MARKS = frozenset({"", "'", "[", *(chr(code) for code in range(0x3001) if chr(code).isspace())})


@dataclass(frozen=True, slots=True)
class Form:
    """A readable cell: its value as JSON ("" where it is blank), as searched text and as shown."""

    json: str
    text: str
    shown: Any


_BLANK = Form("", "", None)


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of many rows. `odd` are the places of cells that need a closer look."""

    json: Sequence[str]
    texts: Sequence[str]
    shown: Sequence[Any]
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
        return self._read_texts(texts) if self._is_text else self._read_others(texts)

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
        searched = "" if isinstance(meaning, bool) else str(meaning)
        is_shown = not isinstance(meaning, int) or abs(meaning) <= _LARGEST_INTEGER
        return Form(json.dumps(meaning, ensure_ascii=False), searched, meaning if is_shown else None)

    def _read_others(self, texts: Sequence[str]) -> Cells:
        forms = list(map(self.form, texts))
        odd: Sequence[int] = ()
        if None in forms:
            odd = [place for place, one in enumerate(forms) if one is None]
        read = [one or _BLANK for one in forms]
        return Cells([one.json for one in read], [one.text for one in read], [one.shown for one in read], odd)

    def _read_texts(self, texts: Sequence[str]) -> Cells:
        marked = [place for place, text in enumerate(texts) if text[:1] in _MARKS]
        if self.column.reader.is_key:
            marked += [place for place, text in enumerate(texts) if text[-1:] in _MARKS]
        if self._most or self._least > 1:
            most = self._most or len(max(texts, key=len))
            marked += [place for place, text in enumerate(texts) if not self._least <= len(text) <= most]
        encoded = list(map(encode_basestring, texts))
        if not marked:
            return Cells(encoded, texts, texts)
        plain, shown, odd = list(texts), list[Any](texts), []
        for place in marked:
            form = self.form(texts[place])
            if form is None:
                odd.append(place)
            else:
                encoded[place], plain[place], shown[place] = form.json, form.text, form.shown
        return Cells(encoded, plain, shown, odd)


def _is_about_length(constraint: object) -> bool:
    """Tell whether a constraint needs no look at the text itself."""
    if isinstance(constraint, About):
        return True
    return is_dataclass(constraint) and {one.name for one in fields(constraint)} <= {"min_length", "max_length"}
