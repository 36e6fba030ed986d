"""The pages of all records of a kind, bounded: a list that leads nowhere ends with an error in words."""

from __future__ import annotations

from collections.abc import Iterator

from app.records.change import JsonObject
from app.services.reading import Reader
from app.vendors.assess import key_of
from app.vendors.declaration import Kind, Options
from app.vendors.listing import Progress, no_list


def pages(reader: Reader, kind: Kind, options: Options) -> Iterator[tuple[JsonObject, ...]]:
    """Give page after page.

    *Raises* VendorError for a list that repeats itself, never ends or is none, NoWayToRead where it is only
    tried and not there.
    """
    if kind.page is None or kind.parse_page is None:
        return
    cursor: str | None = ""
    progress = Progress(reader.vendor.title)
    while cursor is not None:
        answer = reader.ask(kind.page(cursor, options))
        if answer.status >= 300:
            raise reader.refused(answer, kind)
        page = kind.parse_page(cursor, answer)
        if not page.is_list:
            raise no_list(reader.vendor)
        progress.note(cursor, [key_of(kind, one) for one in page.records])
        yield page.records
        cursor = page.following
