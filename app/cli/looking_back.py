"""The command that looks back: pushes, one push, what is searched for in all of them, one record's past."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from app.cli import shapes, shapes_of_history
from app.cli.exit_codes import WELL
from app.cli.options import AnyConnectionName
from app.cli.session import Session, connection_named
from app.errors import NotFound, UsageError
from app.history_values import FoundOutcome, HistoryQuery
from app.values import Outcome, Record, RecordOutcome
from app.vendors.registry import vendor_named

if TYPE_CHECKING:
    from app.workspace import Workspace

_PAGE = 1000
_DAYS = ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S")
T = TypeVar("T")


@dataclass(frozen=True)
class _Asked:
    """What of the history is asked for."""

    query: HistoryQuery
    with_records: bool


def _day(text: str) -> datetime:
    """Read a day, or a moment of it, as people write it for a machine. *Raises* BadParameter."""
    for form in _DAYS:
        with suppress(ValueError):
            return datetime.strptime(text.strip(), form)  # noqa: DTZ007  a day of this computer's clock
    raise typer.BadParameter(
        f"“{text}” is no day. Write it as 2026-01-31, or as 2026-01-31T14:30:00 with the time."
    )


def add_to(cli: typer.Typer) -> None:
    """Add the command to the program."""
    cli.command()(history)


def history(  # noqa: PLR0913  one parameter per option
    context: typer.Context,
    push: Annotated[int | None, typer.Argument(metavar="[PUSH]", help="A push by its number.")] = None,
    *,
    connection: AnyConnectionName = None,
    find: Annotated[str, typer.Option(metavar="TEXT", help="In records, keys, words and comments.")] = "",
    outcome: Annotated[
        str, typer.Option(metavar="OUTCOME", help="applied, refused, failed, skipped or unknown.")
    ] = "",
    since: Annotated[
        datetime | None,
        typer.Option(parser=_day, metavar="DATE", help="Pushes from then on, such as 2026-01-31."),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(parser=_day, metavar="DATE", help="Pushes before, or on that day.")
    ] = None,
    records: Annotated[bool, typer.Option("--records", help="List the records, not the pushes.")] = False,
    key: Annotated[
        str | None, typer.Option("--key", metavar="KEY", help="All pushes of this record of the connection.")
    ] = None,
) -> int:
    """List the pushes, search them, show one with each request and outcome, or follow one record."""
    session: Session = context.obj
    if outcome and outcome not in list(Outcome):
        raise UsageError(f"There is no outcome “{outcome}”.", remedy=f"Known are: {', '.join(Outcome)}.")
    with session.workspace(writable=False) as workspace:
        place = connection_named(workspace, connection).id if connection else None
        query = HistoryQuery(find, outcome, place, _moment(since), _end_of(until))
        if key is not None:
            _tell_record(session, workspace, connection, key)
        elif push is not None:
            _tell_push(session, workspace, push, query)
        else:
            _tell_pushes(session, workspace, _Asked(query, records))
    return WELL


def _moment(day: datetime | None) -> datetime | None:
    """A day of a person begins by the clock of this computer."""
    return day.astimezone() if day is not None else None


def _end_of(day: datetime | None) -> datetime | None:
    """A day alone is meant as a whole; with a time of day it ends there."""
    is_whole = day is not None and (day.hour, day.minute, day.second) == (0, 0, 0)
    return _moment(day + timedelta(days=1) if day is not None and is_whole else day)


def _tell_pushes(session: Session, workspace: Workspace, asked: _Asked) -> None:
    from app.services import search_history  # noqa: PLC0415  commands load what they use

    if asked.with_records:
        _tell_records(session, workspace, asked.query)
        return
    ids = search_history.find_pushes(workspace, asked.query)
    pages = (ids[start : start + _PAGE] for start in range(0, len(ids), _PAGE))
    found = [one for page in pages for one in search_history.read_pushes(workspace, page)]
    lines = map(shapes_of_history.push_line, found)
    session.console.result({"pushes": [shapes.push_summary(each) for each in found]}, lines)
    if not found:
        session.console.hint(
            "Nothing was pushed that fits." if asked.query.is_narrowed else "Nothing was pushed yet."
        )


def _tell_records(session: Session, workspace: Workspace, query: HistoryQuery) -> None:
    from app.services import search_history  # noqa: PLC0415  as above

    def page(offset: int) -> Sequence[FoundOutcome]:
        return search_history.find_records(workspace, query, offset=offset, limit=_PAGE)

    found = list(_paged(page))
    is_cut = search_history.count_records(workspace, query) > len(found)
    shape = {"is_cut": is_cut}
    if session.console.is_json:
        session.console.result_of_many(shape, "records", map(shapes_of_history.found_outcome, found))
    else:
        session.console.result({}, map(shapes_of_history.found_line, found))
    if is_cut:
        session.console.hint(f"Only the newest {len(found):,} are listed. Narrow the search to see others.")


def _tell_push(session: Session, workspace: Workspace, push_id: int, query: HistoryQuery) -> None:
    from app.services.history import get_push, outcomes_of, requests_of  # noqa: PLC0415  as above
    from app.services.picture_push import picture_push  # noqa: PLC0415  as above

    def outcomes_at(offset: int) -> Sequence[RecordOutcome]:
        text, outcome = query.text, query.outcome
        return outcomes_of(workspace, push_id, key=text, outcome=outcome, offset=offset, limit=_PAGE)

    summary = get_push(workspace, push_id)
    requests = list(
        _paged(lambda offset: requests_of(workspace, push_id, key=query.text, offset=offset, limit=_PAGE))
    )
    outcomes = list(_paged(outcomes_at))
    if session.console.is_json:
        shape = {
            "push": shapes.push_summary(summary),
            "picture": shapes_of_history.picture(picture_push(workspace, push_id)),
            "requests": [shapes.journalled_request(each) for each in requests],
        }
        session.console.result_of_many(shape, "outcomes", map(shapes.outcome, outcomes))
        return
    lines = [shapes_of_history.push_line(summary)]
    lines += map(shapes_of_history.request_line, requests)
    lines += [f"  {each.undo or each.outcome}  {each.key}  {each.message}".rstrip() for each in outcomes]
    session.console.result({}, lines)
    if summary.forgotten_at is not None:
        session.console.hint("Its requests and answers were forgotten, as the settings say; the outcomes stay.")


def _tell_record(session: Session, workspace: Workspace, connection: str | None, key: str) -> None:
    from app.services.trace_record import trace_record  # noqa: PLC0415  as above

    record = _record(workspace, connection, key)
    found = list(
        _paged(lambda offset: trace_record(workspace, record.kind, record.id, offset=offset, limit=_PAGE))
    )
    shape = {"kind": record.kind, "key": record.key, "id": record.id}
    if session.console.is_json:
        session.console.result_of_many(shape, "pushes", map(shapes_of_history.record_push, found))
    else:
        session.console.result({}, (line for each in found for line in shapes_of_history.record_lines(each)))
    if not found:
        session.console.hint("It was not part of any push yet.")


def _record(workspace: Workspace, connection: str | None, key: str) -> Record:
    if connection is None:
        raise UsageError("A record's key needs its connection.", remedy="Add --connection NAME.")
    place = connection_named(workspace, connection)
    for kind in vendor_named(place.vendor).kinds:
        found = workspace.store.records.by_key(kind.id, place.id, key)
        if found is not None:
            return found
    raise NotFound(f"There is no record “{key}”.", remedy="Look at the list of records.")


def _paged(page_at: Callable[[int], Sequence[T]]) -> Iterator[T]:
    offset = 0
    while page := page_at(offset):
        offset += len(page)
        yield from page
