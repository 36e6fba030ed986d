"""Answer conflicts: mine keeps what was edited here, theirs takes what the vendor holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from app.errors import NotAllowed, NotFound
from app.records.change import without_edits
from app.records.conflicts import WHOLE
from app.records.merge import Conflict
from app.records.paths import column_of
from app.services.edit_steps import OpenStep
from app.services.editing import check_not_busy, edit_each, named
from app.values import Changed, Record
from app.vendors.bring_in import forgotten
from app.vendors.declaration import Kind
from app.vendors.registry import kind_named
from app.workspace import Workspace

Take = Literal["mine", "theirs"]


def resolve(
    workspace: Workspace, kind: str, record_ids: Iterable[int], *, take: Take, path: str | None = None
) -> Changed:
    """Answer all conflicts of records, or those of one place or column; a refusal changes nothing.

    *Raises* NotFound where there is no such conflict, NotAllowed for a record that is being sent, and for
    mine where the vendor no longer has the record.
    """
    known = kind_named(kind)
    answer = _mine if take == "mine" else _theirs

    def answered(record: Record) -> Record:
        check_not_busy(known, record, "its conflicts cannot be answered now")
        asked = _asked_about(known, record, path)
        return answer(known, record, asked)

    return edit_each(workspace, known, record_ids, answered, into=OpenStep(workspace, f"answer “{take}”"))


def _asked_about(kind: Kind, record: Record, path: str | None) -> tuple[Conflict, ...]:
    found = tuple(one for one in record.conflicts if path is None or path in (one.path, _column_of(one.path)))
    if found:
        return found
    place = f" in {path}" if path else ""
    raise NotFound(
        f"{named(kind, record)} has no conflict{place}.", remedy="Look at what was changed on both sides."
    )


def _column_of(path: str) -> str:
    return column_of(path) if path else WHOLE


def _mine(kind: Kind, record: Record, asked: tuple[Conflict, ...]) -> Record:
    """Keep the edit: it changes what the vendor holds now."""
    if any(one.path == WHOLE for one in asked):
        raise NotAllowed(
            f"{named(kind, record)} is no longer there, so nothing can be changed in it.",
            remedy="Take theirs to forget the changes; export them first if they are needed.",
        )
    return replace(record, conflicts=_left(record, asked))


def _theirs(kind: Kind, record: Record, asked: tuple[Conflict, ...]) -> Record:
    """Drop the edit: the base holds the vendor's value already."""
    if any(one.path == WHOLE for one in asked):
        return forgotten(record)
    edits = record.edits
    for one in asked:
        edits = without_edits(edits, one.path)
    is_deleting = record.is_deleting and not any(one.path == kind.delete_column for one in asked)
    return replace(record, edits=edits, is_deleting=is_deleting, conflicts=_left(record, asked))


def _left(record: Record, asked: tuple[Conflict, ...]) -> tuple[Conflict, ...]:
    return tuple(one for one in record.conflicts if one not in asked)
