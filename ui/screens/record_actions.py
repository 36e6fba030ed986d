"""Which records a vendor's action would run on, what is asked before, and the run itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.jobs import JobContext
from app.values import Change, Connection, Outcome, PushResult, Record
from ui.jobs import Lane
from ui.models.history_details import why_text
from ui.models.when import counts_text, plural
from ui.screens.push_words import Buttons
from ui.session import AppSession

if TYPE_CHECKING:
    from app.vendors.declaration import Action, Kind
    from app.workspace import Workspace

Ids = Callable[[], Sequence[int]]


@dataclass(frozen=True)
class Asked:
    """An action on some records, before a person said yes. `free` are without pending or unknown changes."""

    action: Action
    free: tuple[str, ...]
    left: int


@dataclass(frozen=True)
class Ran:
    """What became of an action; `why` is told where the only record of it was not applied."""

    result: PushResult
    why: str = ""


class RecordActions(QObject):
    """`question` carries an `Asked` that has records to run on, `refused` why there is none."""

    question = Signal(object)
    refused = Signal(str)

    def __init__(self, session: AppSession, connection: Connection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._connection = connection
        self.kind: Kind = session.kind_of(connection)

    def ask(self, action: Action, ids: Ids) -> None:
        """Find the records an action can be run on; `ids` is asked on the worker thread."""
        work = partial(_asked, self._session.workspace, self.kind, action, ids)
        self._session.jobs.run(work, done=self._take, lane=Lane.READ)

    def running(self, asked: Asked) -> Callable[[JobContext], Ran]:
        """Make the work of an action that a person said yes to."""
        return partial(_run, self._session.workspace, self._connection.id, self.kind.id, asked)

    def words(self, asked: Asked) -> str:
        """Ask once, with the count and what a person should know before."""
        text = f"{self._named(asked)} in {self._connection.name}? {asked.action.warning}".strip()
        if asked.left:
            text += f" {plural(asked.left, 'record')} with pending or unknown changes left alone."
        return text

    def button_words(self, asked: Asked) -> str:
        is_production = self._connection.environment == "production"
        where = f" in PRODUCTION: {self._connection.name}" if is_production else ""
        return f"{self._named(asked)}{where}"

    def _named(self, asked: Asked) -> str:
        """Say what is done to how many: “Synchronize 2 buyers with ERP”."""
        verb, _, rest = asked.action.title.partition(" ")
        return f"{verb} {plural(len(asked.free), self.kind.title_one)} {rest}".strip()

    def _take(self, asked: Asked) -> None:
        if asked.free:
            self.question.emit(asked)
        else:
            self.refused.emit(
                f"{asked.action.title} works on records without pending or unknown changes. "
                "Push or revert them first."
            )


def action_words(asked: Asked, ran: Ran, connection: Connection) -> str:
    """Say what became of every record of an action."""
    text = f"{asked.action.title} in {connection.name}: {counts_text(ran.result.counts)}."
    return " ".join(part for part in (text, ran.result.stopped_because, ran.why) if part)


def action_buttons(result: PushResult) -> Buttons:
    wanted = (
        ("refused", "Show refused", "filter", result.counts.get(Outcome.REFUSED)),
        ("skipped", "Show skipped", "filter", result.counts.get(Outcome.SKIPPED)),
        ("failed", "Show failed", "filter", result.counts.get(Outcome.FAILED)),
        ("unknown", "Show unknown", "filter", result.counts.get(Outcome.UNKNOWN)),
        ("history", "Open in history", "history", result.push_id),
    )
    return tuple((name, words, icon) for name, words, icon, is_wanted in wanted if is_wanted)


def why_not(record: Record | None) -> str:
    """Say why no action can be run on a record, nothing where one can."""
    if record is None:
        return "Choose a record first."
    if record.busy:
        return "Its last request has no known outcome yet: settle it first."
    if record.change is not Change.NONE:
        return "It has pending changes: push or revert them first."
    return ""


def _asked(workspace: Workspace, kind: Kind, action: Action, ids: Ids, _context: JobContext) -> Asked:
    wanted = tuple(ids())
    records = workspace.store.records.many(kind.id, wanted)
    free = tuple(one.key for one in records if not why_not(one) and one.key)
    return Asked(action, free, len(wanted) - len(free))


def _run(workspace: Workspace, connection_id: int, kind: str, asked: Asked, context: JobContext) -> Ran:
    from app.services.act import run_action  # noqa: PLC0415  after the first paint

    result = run_action(
        workspace,
        context,
        connection_id,
        kind=kind,
        name=asked.action.name,
        keys=asked.free,
        is_confirmed=True,
    )
    return Ran(result, _why_not_applied(workspace, result))


def _why_not_applied(workspace: Workspace, result: PushResult) -> str:
    from app.services.history import outcomes_of  # noqa: PLC0415  as above

    if result.total != 1 or result.counts.get(Outcome.APPLIED):
        return ""
    return " ".join(why_text(one) for one in outcomes_of(workspace, result.push_id, limit=1))
