"""Reads outside of a push, under the turns of one: they wait, pause and ask for a sign-in as it does."""

from __future__ import annotations

from dataclasses import dataclass, replace

from typing_extensions import override

from app.errors import Cancelled
from app.jobs import Halt, JobContext
from app.net.classify import Course, FailureClass, course_of, judged
from app.net.requests import NOT_JSON, Attempt, Request
from app.push.patience import Patience
from app.push.run_values import Tally, Target
from app.push.signed import sent_signed
from app.push.watch import Watch
from app.vendors.words import asked_words
from app.workspace import Workspace


@dataclass
class ReadTally(Tally):
    """How many records were read; how many there are, nobody knows before the last page."""

    total: int = 0
    read: int = 0

    @property
    @override
    def done(self) -> int:
        return self.read

    @property
    @override
    def paused_words(self) -> str:
        return f"{self.read:,} read so far. Nothing more is asked for until you go on."


class Asker:
    """Sends one read after the other; `tell` says what is being read."""

    def __init__(self, workspace: Workspace, target: Target, context: JobContext) -> None:
        self._target = target
        self._context = context
        self._settings = workspace.settings
        self._tally = ReadTally()
        self._watch = Watch(workspace, target, self._tally, context)
        self._text = ""

    def tell(self, read: int, text: str) -> None:
        """Say how many records were read so far, and of what."""
        self._tally.read, self._text = read, text
        self._watch.report(text)

    def ask(self, request: Request) -> Attempt:
        """Send until there is an answer, or the last one that the settings allow.

        *Raises* Cancelled as soon as Stop is pressed while it waits, and Offline after an outage that was
        too long.
        """
        patience = Patience(self._settings, self._context)
        wanted = replace(request, timeout_seconds=float(self._settings.request_timeout_seconds))
        while True:
            attempt = self._attempt(wanted, patience)
            if not self._goes_again(attempt, patience):
                return attempt

    def _attempt(self, request: Request, patience: Patience) -> Attempt:
        try:
            attempt = sent_signed(
                self._target.client,
                request,
                watch=self._watch,
                patience=patience,
                on_first_byte=lambda: self._watch.report(self._text),
            )
            self._context.checkpoint()  # what came after Stop is of no use: a read can be had again
        except Cancelled:
            if self._watch.ending.error is not None:
                raise self._watch.ending.error from None
            raise
        return _judged(attempt)

    def _goes_again(self, attempt: Attempt, patience: Patience) -> bool:
        """Tell whether it is asked again, now or once a wait, the network or a person lets it."""
        course, answers = course_of(attempt.kind, is_idempotent=True), self._context.answers
        if course is Course.SIGN_IN and Halt.SIGN_IN in answers:
            self._watch.ask_for_sign_in()
            patience.done -= 1
        elif attempt.kind is FailureClass.UNREACHED and Halt.NETWORK in answers:
            patience.done -= 1  # the turns wait for the network
        else:
            return course is Course.AGAIN and self._is_patient(attempt, patience)
        return True

    def _is_patient(self, attempt: Attempt, patience: Patience) -> bool:
        """Let the next try rest, within the budget; where only answers are lost, it may be the network."""
        wait = patience.tries.wait(attempt.retry_after_seconds)
        if wait is None:
            return attempt.answer is None and self._watch.turns.suspect_outage()
        is_asked = attempt.retry_after_seconds is not None
        patience.spent_seconds += 0.0 if is_asked else wait
        because = asked_words(self._target.vendor.title, attempt) if is_asked else attempt.error
        self._watch.turns.rest(wait, because)
        return True


def _judged(attempt: Attempt) -> Attempt:
    """A 2xx that is no JSON says nothing; it is asked for again."""
    answer = attempt.answer
    is_json = answer is not None and not answer.is_page and answer.json() is not NOT_JSON
    kind = judged(attempt.kind, is_accepted=is_json)
    return attempt if kind is attempt.kind else replace(attempt, kind=kind, error="The answer was no JSON.")
