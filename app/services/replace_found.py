"""Write what a search is to be replaced by: one step of Undo, and nothing over what was edited since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from app.edit_values import Replaced, Replacement
from app.errors import NotAllowed
from app.jobs import JobContext
from app.records.held import held_at
from app.services.edit_records import with_texts
from app.services.edit_steps import OpenStep
from app.services.editing import RECORDS_AT_ONCE, Editing, editing
from app.services.preview_replace import text_of
from app.values import Record
from app.vendors.registry import kind_named
from app.workspace import Workspace


def replace_found(
    workspace: Workspace, context: JobContext, kind: str, replacements: Sequence[Replacement]
) -> Replaced:
    """Write them. When stopped, what was written by then stays, and Undo takes it back as a whole."""
    known = kind_named(kind)
    number = len(replacements)
    step = OpenStep(workspace, f"replacing of {number:,} value{'' if number == 1 else 's'}")
    values = records = 0
    for some in _chunks(_by_record(replacements)):
        if context.is_cancelled:
            break
        context.report(values, number, f"{values:,} of {number:,} values replaced")
        with editing(workspace, known, step) as desk:
            for record in desk.many(some):
                written = _write(desk, record, some[record.id])
                values, records = values + written, records + (written > 0)
    return Replaced(values, records, number - values)


def _write(desk: Editing, record: Record, wanted: Sequence[Replacement]) -> int:
    """Write the values of one record; one whose new key is taken is left as it is."""
    texts = _still_there(record, wanted)
    with suppress(NotAllowed):
        if texts:
            desk.put(record, with_texts(desk.kind, record, texts))
            return len(texts)
    return 0


def _still_there(record: Record, wanted: Sequence[Replacement]) -> dict[str, str]:
    """Leave alone what holds something else by now."""
    if record.is_deleting:
        return {}
    now = {one.path: text_of(held_at(record.base, record.edits, one.path)) for one in wanted}
    return {one.path: one.new for one in wanted if now[one.path] == one.old}


def _by_record(replacements: Sequence[Replacement]) -> Mapping[int, list[Replacement]]:
    found: dict[int, list[Replacement]] = {}
    for one in replacements:
        found.setdefault(one.record_id, []).append(one)
    return found


def _chunks(by_record: Mapping[int, list[Replacement]]) -> Iterator[dict[int, list[Replacement]]]:
    ids = list(by_record)
    for start in range(0, len(ids), RECORDS_AT_ONCE):
        yield {one: by_record[one] for one in ids[start : start + RECORDS_AT_ONCE]}
