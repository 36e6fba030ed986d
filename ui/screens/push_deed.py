"""What the strip of a connection carries out: a push, settling or an undo, each with its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from app.jobs import JobContext
from app.undo_values import UndoOptions
from app.values import Connection, PushOptions, PushResult
from ui.screens.push_calls import pushing, settling
from ui.screens.push_words import Buttons, result_buttons, result_severity, result_words, running_words
from ui.screens.undo_calls import undoing
from ui.screens.undo_words import undoing_words, undone_buttons, undone_severity, undone_words
from ui.session import AppSession
from ui.widgets.notice_bar import Severity

Said = tuple[str, Severity, Buttons]


@dataclass(frozen=True)
class Deed:
    """`work` is for a job; `said` puts its result into words; `confirmed` is the same once it was said yes to.

    `trial` is set for one that sends the first few only, `asks_about_unknown` for one that a person helps on.
    """

    title: str
    work: Callable[[JobContext], PushResult]
    said: Callable[[PushResult], Said]
    confirmed: Callable[[], Deed] | None = None
    trial: PushOptions | None = None
    asks_about_unknown: bool = False

    @classmethod
    def push(cls, session: AppSession, connection: Connection, options: PushOptions) -> Self:
        return cls(
            running_words(connection),
            pushing(session.workspace, connection.id, options),
            partial(_said_of_push, connection, "Pushed to"),
            confirmed=lambda: cls.push(session, connection, replace(options, is_confirmed=True)),
            trial=options if options.first else None,
        )

    @classmethod
    def settle(cls, session: AppSession, connection: Connection) -> Self:
        return cls(
            f"Settling the unknown ones of {connection.name}",
            settling(session.workspace, connection.id),
            partial(_said_of_push, connection, "Settled in"),
            asks_about_unknown=True,
        )

    @classmethod
    def undo(cls, session: AppSession, connection: Connection, push_id: int, options: UndoOptions) -> Self:
        return cls(
            undoing_words(connection, push_id),
            undoing(session.workspace, push_id, options),
            partial(_said_of_undo, connection),
            confirmed=lambda: cls.undo(session, connection, push_id, replace(options, is_confirmed=True)),
        )


def _said_of_push(connection: Connection, verb: str, result: PushResult) -> Said:
    words = result_words(result, connection, verb=verb)
    return words, result_severity(result), result_buttons(result)


def _said_of_undo(connection: Connection, result: PushResult) -> Said:
    return undone_words(result, connection), undone_severity(result), undone_buttons(result)
