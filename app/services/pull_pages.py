"""The pages of all records of a kind, bounded: a list that leads nowhere ends with an error in words."""

from __future__ import annotations

from collections.abc import Iterator

from app.errors import VendorError
from app.records.change import MISSING, JsonObject, value_at
from app.services.reading import Reader
from app.vendors.declaration import Kind, Options

MOST_PAGES = 100_000
_IDLE_PAGES = 3  # pages drift while records are added; so many without anything new are no drift


def pages(reader: Reader, kind: Kind, options: Options) -> Iterator[tuple[JsonObject, ...]]:
    """Give page after page. *Raises* VendorError for a list that repeats itself or never ends."""
    if kind.page is None or kind.parse_page is None:
        return
    cursor: str | None = ""
    progress = _Progress(reader.vendor.title)
    while cursor is not None:
        answer = reader.ask(kind.page(cursor, options))
        if answer.status >= 300:
            raise reader.refused(answer)
        page = kind.parse_page(cursor, answer)
        progress.note(cursor, [key_of(kind, one) for one in page.records])
        yield page.records
        cursor = page.following


def key_of(kind: Kind, record: JsonObject) -> str:
    """Return the key of a record as the vendor gives it; "" where there is none."""
    value = value_at(record, kind.key_column)
    return "" if value is MISSING or value is None else str(value)


class _Progress:
    """Notices a list that goes in circles."""

    def __init__(self, vendor_title: str) -> None:
        self._vendor_title = vendor_title
        self._cursors: set[str] = set()
        self._keys: set[str] = set()
        self._last: list[str] = []
        self._idle = 0

    def note(self, cursor: str, keys: list[str]) -> None:
        self._idle = 0 if not self._keys.issuperset(keys) else self._idle + 1
        is_repeated = bool(keys) and keys == self._last
        if is_repeated or cursor in self._cursors or self._idle >= _IDLE_PAGES:
            raise self._circles()
        if len(self._cursors) >= MOST_PAGES:
            raise VendorError(f"The list of {self._vendor_title} does not end.", remedy=_REMEDY)
        self._cursors.add(cursor)
        self._keys.update(keys)
        self._last = keys

    def _circles(self) -> VendorError:
        return VendorError(f"{self._vendor_title} keeps giving the same page of its list.", remedy=_REMEDY)


_REMEDY = "What was read is kept, and nothing counts as gone. Try again later."
