"""What a field of a record held before: edited here, sent in a push, or held by the vendor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from app.edit_values import OldValue, value_in_state
from app.records.cells import write_cell
from app.records.change import MISSING, value_at
from app.records.held import held_at
from app.services.trace_record import trace_record
from app.values import BaseState, Record
from app.workspace import Workspace

_NOW = datetime.max.replace(tzinfo=UTC)


def old_values(workspace: Workspace, kind: str, record_id: int, path: str) -> tuple[OldValue, ...]:
    """List each value once, by when it was last so; what the field holds now is left out.

    *Raises* NotFound.
    """
    record = workspace.store.records.get(kind, record_id)
    found = [*_held(record, path), *_edited(workspace, record, path), *_pushed(workspace, record, path)]
    found.sort(key=lambda one: one.at or _NOW, reverse=True)
    now = held_at(record.base, record.edits, path)
    texts = {"" if now is MISSING else write_cell(now)}
    kept: list[OldValue] = []
    for one in found:
        if one.text not in texts:
            texts.add(one.text)
            kept.append(one)
    return tuple(kept)


def _held(record: Record, path: str) -> Iterator[OldValue]:
    """What the vendor holds, as far as anybody knows."""
    if record.base_state is BaseState.KNOWN:
        yield from _value(value_at(record.base, path), None, "held")


def _edited(workspace: Workspace, record: Record, path: str) -> Iterator[OldValue]:
    """What stood here before and after each edit that can still be taken back or done again."""
    for made_at, title, states in workspace.store.edit_log.of_record(
        record.kind, record.connection_id, record.id
    ):
        for state in states:
            yield from _value(value_in_state(record, state, path), made_at, "edited", title=title)


def _pushed(workspace: Workspace, record: Record, path: str) -> Iterator[OldValue]:
    """What was sent, and what the vendor was known to hold before that."""
    for trace in trace_record(workspace, record.kind, record.id):
        push, at = trace.push.id, trace.push.started_at
        for change in trace.fields:
            if change.path == path:
                yield from _value(change.new, at, "sent", push=push)
        if trace.before_state is BaseState.KNOWN:
            yield from _value(value_at(trace.before, path), at, "before", push=push)


def _value(
    value: object, at: datetime | None, how: str, *, title: str = "", push: int = 0
) -> Iterator[OldValue]:
    if value is not MISSING and not isinstance(value, (dict, list)):
        yield OldValue(value, write_cell(value), at, how, title, push)
