"""Field changes in words: the title of a path, and old and new values as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app.records.cells import write_cell
from app.records.change import MISSING, FieldChange, Raw
from app.records.paths import ByKey, ByPosition, New, Token, column_of, parse_path
from app.records.pictures import is_picture_name, picture_words
from ui.models.field_marks import EDITED, REFUSED, FieldMark
from ui.models.raw_text import without_turns
from ui.models.record_row import list_title

if TYPE_CHECKING:
    from app.vendors.declaration import Kind

NOT_READ = "not read"
NOTHING = "—"
EMPTY = "empty"
SUMMARY_FIELDS = 3
ONE_LINE = 60


Names = Mapping[str, str]
"""*Shape*: path of a new element → the name it will have."""


def names_of(kind: Kind, fields: Iterable[FieldChange]) -> Names:
    """Find what new elements will be called: by the field that tells the elements of their list apart."""
    names: dict[str, str] = {}
    for change in fields:
        element, dot, field = change.path.rpartition(".")
        if dot and element.endswith("]") and field in kind.list_keys.get(column_of(element), ()) and change.new:
            names.setdefault(element, value_text(change.new))
    return names


def title_of(kind: Kind, path: str, names: Names | None = None) -> str:
    """Name a place: “Shop · City” for the city of the address titled Shop."""
    place = column_of(path)
    column = kind.column_by_path.get(place)
    title = column.title if column else list_title(place)
    above, _, field = place.rpartition(".")
    if field in kind.list_keys.get(above, ()):
        return title  # its value is what the element is called
    element_path = path[: path.rindex("]") + 1] if "]" in path else ""
    element = (names or {}).get(element_path) or _element_of(path)
    return f"{element} · {title}" if element else title


def words_of_mark(kind: Kind, mark: FieldMark, edits: Mapping[str, object]) -> str:
    """Say what is said at a field; of one in a list, which element's it is, by what edits call a new one."""
    if mark.severity not in (REFUSED, EDITED) or "]" not in mark.path:
        return mark.message
    element = mark.path[: mark.path.rindex("]") + 1]
    keys = (edits.get(f"{element}.{field}") for field in kind.list_keys.get(column_of(element), ()))
    name = next((value_text(key) for key in keys if key), "")
    return f"{title_of(kind, mark.path, {element: name})}: {mark.message}"


def old_text(change: FieldChange) -> str:
    """Say what the vendor holds."""
    if change.is_old_unread:
        return NOT_READ
    return NOTHING if change.old is MISSING else value_text(change.old)


def new_text(change: FieldChange) -> str:
    """Say what the working copy holds, removals by name."""
    if change.new is None:
        return "removed" if change.path.endswith("]") else "erased"
    return "emptied" if change.new == [] else value_text(change.new)


def value_text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case None | "":
            return EMPTY
        case Raw(text):
            return text
        case list():
            return f"{len(value)} entries" if len(value) != 1 else "1 entry"
        case dict():
            return _values_in(value)
        case _:
            text = write_cell(value)
            return picture_words(text) if is_picture_name(text) else text


def summary_of(kind: Kind, fields: Iterable[FieldChange]) -> str:
    """Sum up changes in a line: “Discount %: 10 → 12.5, Name: … and 4 more”."""
    changes = tuple(fields)
    if len(changes) > 1:
        changes = tuple(change for change in changes if change.path != kind.key_column)
    names = names_of(kind, changes)
    parts = [_in_a_line(kind, change, names) for change in changes[:SUMMARY_FIELDS]]
    rest = len(changes) - len(parts)
    return ",  ".join(parts) + (f"  and {rest} more" if rest else "")


def shortened(text: str, limit: int = ONE_LINE) -> str:
    """Bring text onto one line of at most `limit` letters."""
    line = " ".join(text.split("\n"))
    return without_turns(line if len(line) <= limit else line[: limit - 1] + "…")


def _in_a_line(kind: Kind, change: FieldChange, names: Names) -> str:
    title = title_of(kind, change.path, names)
    new = shortened(new_text(change), 32)
    if change.is_old_unread or change.old is MISSING:
        return f"{title}: {new}"
    return f"{title}: {shortened(old_text(change), 32)} → {new}"


def _element_of(path: str) -> str:
    tokens = [_token_text(step) for step in parse_path(path) if not isinstance(step, str)]
    return " · ".join(tokens)


def _token_text(token: Token) -> str:
    match token:
        case ByKey(_, value):
            return value
        case ByPosition(number):
            return f"no. {number}"
        case New(number):
            return f"new {number}"


def _values_in(value: Mapping[str, object]) -> str:
    return ", ".join(value_text(item) for item in value.values() if item not in (None, ""))
