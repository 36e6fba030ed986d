"""The JSON shapes that others rely on, made of the values that services return."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from app.intake.values import Proposal, RowProblem
from app.records.change import MISSING, FieldChange, Raw, changes_of
from app.records.columns import Column
from app.records.merge import Conflict
from app.records.problems import Problem
from app.values import (
    BaseState,
    Change,
    Connection,
    JournalledRequest,
    Outcome,
    Pulled,
    PushSummary,
    Record,
    RecordOutcome,
    RequestPreview,
)
from app.vendors.declaration import Kind

Shape = dict[str, Any]


def shown_value(value: object) -> Any:  # noqa: ANN401  any JSON value
    """Give a value as JSON has it; what the vendor does not hold is null, unreadable text stays text."""
    if value is MISSING:
        return None
    return value.text if isinstance(value, Raw) else value


def field_change(change: FieldChange) -> Shape:
    shape = {"column": change.path, "old": shown_value(change.old), "new": shown_value(change.new)}
    return {**shape, "old_unread": True} if change.is_old_unread else shape


def problem(found: Problem) -> Shape:
    return {"column": found.path, "message": found.message, "severity": str(found.severity)}


def row_problem(found: RowProblem) -> Shape:
    return {
        "row": found.row,
        "line": found.line,
        "column": found.column,
        "value": found.value,
        "message": found.message,
        "severity": str(found.severity),
    }


def changes(record: Record) -> tuple[FieldChange, ...]:
    """List old → new of a record; a deleted one changes as a whole."""
    if record.change is Change.DELETED:
        return ()
    return changes_of(record.base, record.edits, is_unread=record.base_state is BaseState.UNREAD)


def pending_record(record: Record) -> Shape:
    """*Shape*: as `pending` lists a record."""
    directives = {"directives": dict(record.directives)} if record.directives else {}
    return {
        "kind": record.kind,
        "key": record.key,
        "id": record.id,
        "change": str(record.change),
        "base": str(record.base_state),
        "fields": [field_change(change) for change in changes(record)],
        **directives,
        **({"conflicts": [conflict(each) for each in record.conflicts]} if record.conflicts else {}),
        "problems": [problem(found) for found in record.problems],
    }


def conflict(found: Conflict) -> Shape:
    """*Shape*: as `pending` tells of a place changed on both sides; what a side does not hold is null."""
    sides = {"base": found.base, "mine": found.mine, "theirs": found.theirs}
    return {"column": found.path, **{name: shown_value(value) for name, value in sides.items()}}


def pulled(of: Pulled) -> Shape:
    numbers = {"read": of.read, "added": of.added, "changed": of.changed, "conflicts": of.conflicts}
    return {**numbers, "gone": of.gone, **({"unchecked": of.unchecked} if of.unchecked else {})}


def outcome(found: RecordOutcome) -> Shape:
    shape = {
        "kind": found.kind,
        "key": found.key,
        "change": str(found.change),
        "outcome": str(found.outcome),
        "message": found.message,
    }
    more = {"reason": found.reason, "undo": found.undo, "ended_at": _time(found.ended_at)}
    return {**shape, **{name: value for name, value in more.items() if value}}


def counts(of: Mapping[str, int]) -> Shape:
    """*Shape*: total and one number per outcome, in the order people read them."""
    order = (Outcome.APPLIED, Outcome.REFUSED, Outcome.FAILED, Outcome.SKIPPED, Outcome.UNKNOWN)
    numbers = {str(each): of.get(each, 0) for each in order}
    return {"total": sum(numbers.values()), **numbers}


def request_preview(request: RequestPreview) -> Shape:
    return {
        "method": request.method,
        "url": request.url,
        "headers": dict(request.headers),
        "body": request.body,
        "keys": list(request.keys),
    }


def journalled_request(request: JournalledRequest) -> Shape:
    return {
        "id": request.id,
        "operation": request.operation,
        "method": request.method,
        "url": request.url,
        "headers": dict(request.headers),
        "body": request.body,
        "keys": list(request.keys),
        "state": request.state,
        "attempts": request.attempts,
        "first_sent_at": _time(request.first_sent_at),
        "sent_at": _time(request.sent_at),
        "answered_at": _time(request.answered_at),
        "status": request.status,
        "vendor_request_id": request.vendor_request_id,
        "answer": request.answer,
        "message": request.message,
    }


def push_summary(push: PushSummary) -> Shape:
    return {
        "id": push.id,
        "connection": push.connection_name,
        "vendor": push.vendor,
        "environment": push.environment,
        "started_at": _time(push.started_at),
        "finished_at": _time(push.finished_at),
        "state": push.state,
        "stopped_because": push.stopped_because,
        "comment": push.comment,
        "requests_forgotten_at": _time(push.forgotten_at),
        **counts(push.counts),
        **({"undoes": push.undoes} if push.undoes else {}),
        **({"undone_by": list(push.undone_by)} if push.undone_by else {}),
    }


def connection(of: Connection) -> Shape:
    return {
        "name": of.name,
        "vendor": of.vendor,
        "url": of.base_url,
        "environment": of.environment,
        "options": dict(of.options),
    }


def proposal(of: Proposal) -> Shape:
    """*Shape*: as `import` and `proposals` tell of a file, without its problems."""
    return {
        "proposal": of.id,
        "kind": of.kind,
        "file": of.file_name,
        "read_as": of.reading.summary(),
        "columns": [{"header": match.header, "column": match.column, "how": match.how} for match in of.mapping],
        "rows": of.rows,
        "records": of.records,
        "added": of.added,
        "changed": of.changed,
        "unchanged": of.unchanged,
        "refused": of.refused,
        "problem_count": of.problem_count,
        "created_at": _time(of.created_at),
    }


def kind(of: Kind) -> Shape:
    return {"title": of.title, "key": of.key_column, "fields": [_field(of, column) for column in of.columns]}


def _field(of: Kind, column: Column) -> Shape:
    about = column.about
    return {
        "column": column.path,
        "title": about.title,
        "type": str(column.type),
        "required": about.is_required,
        "required_for_new": about.is_required or about.is_required_softly,
        "limits": dict(column.limits),
        "choices": list(column.choices),
        "list": column.list_path,
        "key": column.path == of.key_column,
        "read_only": about.is_read_only,
        "directive": about.is_directive,
        "erase": str(about.erase),
        "help": about.help,
        "example": about.example,
    }


def change_lines(record: Record) -> Iterator[str]:
    """Give a pending record as lines for a person."""
    yield f"{record.change}  {record.key or f'#{record.id}'}"
    for change in changes(record):
        old = "not read" if change.is_old_unread else words(change.old)
        yield f"    {change.path}: {old} → {words(change.new)}"
    for clash in record.conflicts:
        if clash.path:
            sides = f"mine {words(clash.mine)}, theirs {words(clash.theirs)}"
            yield f"    {clash.path}: was {words(clash.base)}, {sides}"
    for found in record.problems:
        yield f"    {found.severity}: {found.path}: {found.message}" if found.path else f"    {found.message}"


def words(value: object) -> str:
    """Say a value in words; what the vendor does not hold is nothing."""
    if value is MISSING:
        return "nothing"
    plain = shown_value(value)
    return "empty" if plain in ("", None) or plain == [] else str(plain)


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
