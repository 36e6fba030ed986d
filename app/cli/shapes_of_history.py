"""The JSON shapes and lines of what is looked back at."""

from __future__ import annotations

from collections.abc import Iterator

from app.cli.shapes import Shape, field_change, outcome, words
from app.history_values import FoundOutcome, PushPicture, RecordPush
from app.values import JournalledRequest, PushSummary


def found_outcome(found: FoundOutcome) -> Shape:
    """*Shape*: an outcome with the push it was in."""
    return {
        "push": found.push_id,
        "started_at": found.started_at.isoformat(),
        "connection": found.connection_name,
        **outcome(found.outcome),
    }


def picture(of: PushPicture) -> list[Shape]:
    """*Shape*: a list of moments: seconds since the beginning, outcomes so far, and how many were waiting."""
    return [{"seconds": one.seconds, **one.counts, "waiting": of.waiting_at(one)} for one in of.points]


def record_push(of: RecordPush) -> Shape:
    """*Shape*: a push of one record, with what was sent of it."""
    became = outcome(of.outcome) if of.outcome else {"outcome": None, "message": ""}
    return {
        "push": of.push.id,
        "started_at": of.push.started_at.isoformat(),
        "state": of.push.state,
        "comment": of.push.comment,
        **became,
        "key": of.key,
        "change": str(of.change),
        "fields": [field_change(one) for one in of.fields],
        "before": of.before if of.before_state == "known" else None,
    }


def push_line(of: PushSummary) -> str:
    """Give a push as a line for a person."""
    counted = ", ".join(f"{number} {name}" for name, number in of.counts.items() if number) or "no records"
    words_ = f" {of.comment}." if of.comment else ""
    words_ += f" {of.stopped_because}" if of.stopped_because else ""
    words_ += _as_undo(of) if of.undoes else ""
    words_ += f" Undone by push {', '.join(map(str, of.undone_by))}." if of.undone_by else ""
    return (
        f"{of.id}: {of.started_at:%Y-%m-%d %H:%M:%S} UTC  {of.connection_name}  {of.state}: {counted}.{words_}"
    )


def _as_undo(of: PushSummary) -> str:
    """Say what became of the push it undoes; without a comment of a person that one is named already."""
    named = f"Undo of push {of.undoes}"
    became = ", ".join(f"{number} {name}" for name, number in of.fates.items() if number)
    said = (*(() if of.comment == named else (named,)), *((became,) if became else ()))
    return f" {': '.join(said)}." if said else ""


def request_line(of: JournalledRequest) -> str:
    """Give a request as a line for a person."""
    named = f"  {of.vendor_request_id}" if of.vendor_request_id else ""
    return f"  {of.method} {of.url}  {of.state} {of.status or ''}  {of.message}{named}"


def found_line(found: FoundOutcome) -> str:
    """Give a record that was found as a line for a person."""
    one = found.outcome
    when = f"{found.started_at:%Y-%m-%d %H:%M:%S} UTC"
    return f"{found.push_id}: {when}  {found.connection_name}  {one.outcome}  {one.key}  {one.message}".rstrip()


def record_lines(of: RecordPush) -> Iterator[str]:
    """Give a push of one record as lines for a person."""
    became = f"{of.outcome.outcome}  {of.outcome.message}" if of.outcome else "waiting"
    yield f"{of.push.id}: {of.push.started_at:%Y-%m-%d %H:%M:%S} UTC  {of.change}  {became}".rstrip()
    for one in of.fields:
        old = "not read" if one.is_old_unread else words(one.old)
        yield f"    {one.path}: {old} → {words(one.new)}"
