"""Reading at a vendor: one request after the other, patient within the settings, in words when it fails."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, replace
from enum import Enum
from math import ceil
from typing import TYPE_CHECKING

from app.errors import CounterfoilError, NotFound, Offline, SignInRefused, VendorError, WrongAddress
from app.jobs import JobContext
from app.net.classify import Course, FailureClass, course_of, judged
from app.net.requests import NOT_JSON, Answer, Attempt, Request
from app.net.wait import backoff_seconds
from app.records.change import JsonObject
from app.vendors.declaration import Kind, Options, Vendor
from app.vendors.listing import refusal
from app.vendors.words import own_words, places, told
from app.workspace import Workspace

if TYPE_CHECKING:
    from app.net.client import Client

_KEPT = "What was read before is kept."
_GONE = (404, 410)
_TEXT_SECONDS = 1.0


class Found(Enum):
    """What a read by id says where it gives no record: the vendor has none, or it would not tell."""

    GONE = "gone"
    UNTOLD = "untold"


@dataclass
class Reader:
    """Asks one connection's vendor. `done` is how many records were read, for the progress."""

    workspace: Workspace
    vendor: Vendor
    client: Client
    context: JobContext
    done: int = 0

    def ask(self, request: Request) -> Answer:
        """Send until there is an answer: JSON, or a refusal of this very request.

        *Raises* Offline, SignInRefused, WrongAddress, and Cancelled as soon as Stop is pressed while waiting.
        """
        seconds = float(self.workspace.settings.request_timeout_seconds)
        wanted = replace(request, timeout_seconds=seconds)
        started, tries, is_renewed = time.monotonic(), 0, False
        while True:
            self.context.checkpoint()
            attempt = _judged(self.client.send(wanted, context=self.context))
            tries += 1
            if course_of(attempt.kind, is_idempotent=True) is Course.AGAIN:
                self._wait(attempt, tries, time.monotonic() - started)
            elif attempt.kind is FailureClass.ABORT_SIGN_IN and not is_renewed and self.client.renew():
                is_renewed = True
            else:
                return self._answer(attempt)

    def read(self, kind: Kind, key: str, options: Options) -> JsonObject | Found:
        """Read one record by its key."""
        if kind.read is None or kind.parse is None:
            raise NotFound(f"{kind.title} cannot be read one by one.")
        answer = self.ask(kind.read(key, options))
        if answer.status in _GONE:
            return Found.GONE
        parsed = kind.parse(answer) if answer.status < 300 else None
        return Found.UNTOLD if parsed is None else parsed

    def refused(self, answer: Answer, kind: Kind) -> CounterfoilError:
        """Say in the vendor's words that it does not give a list."""
        said = own_words(self.vendor, answer)
        return refusal(self.vendor, kind, answer.status, self.client.redactor.mask(said))

    def _wait(self, attempt: Attempt, tries: int, spent_seconds: float) -> None:
        """Wait before the next try, telling why. *Raises* the error once the budget is spent."""
        settings = self.workspace.settings
        share = random.random()  # noqa: S311  jitter, no secret
        asked = attempt.retry_after_seconds
        wait = asked if asked is not None else backoff_seconds(tries, share)
        if tries >= settings.retry_tries or spent_seconds + wait > settings.retry_budget_seconds:
            raise self._given_up(attempt)
        reason = f"{self.vendor.title} asked for it." if asked is not None else attempt.error
        ends_at = time.monotonic() + wait
        while (left := ends_at - time.monotonic()) > 0:
            self.context.report(self.done, None, f"Waiting {ceil(left)} s: {reason}")
            self.context.sleep(min(left, _TEXT_SECONDS))
        self.context.report(self.done, None, "")

    def _given_up(self, attempt: Attempt) -> VendorError:
        answer = attempt.answer
        if answer is not None and answer.status < 300:
            message = f"What came back is not {self.vendor.title}'s answer."
            return WrongAddress(message, remedy=f"{_KEPT} Check the {places(self.vendor)} of this connection.")
        is_busy = answer is not None and answer.status == 429
        message = f"{self.vendor.title} kept asking to slow down." if is_busy else _read_words(attempt)
        return Offline(message, remedy=f"{_KEPT} Try again later.")

    def _answer(self, attempt: Attempt) -> Answer:
        words = self.client.redactor.mask(told(self.vendor, attempt))
        if attempt.kind is FailureClass.ABORT_SIGN_IN:
            raise SignInRefused(words, remedy=f"{_KEPT} Check the credentials of this connection.")
        if attempt.kind is FailureClass.ABORT_ADDRESS or attempt.answer is None:
            raise WrongAddress(words, remedy=f"{_KEPT} Check the {places(self.vendor)} of this connection.")
        return attempt.answer


def _judged(attempt: Attempt) -> Attempt:
    """A 2xx that is no JSON says nothing; it is asked for again."""
    answer = attempt.answer
    is_json = answer is not None and not answer.is_page and answer.json() is not NOT_JSON
    kind = judged(attempt.kind, is_accepted=is_json)
    return attempt if kind is attempt.kind else replace(attempt, kind=kind, error="The answer was no JSON.")


def _read_words(attempt: Attempt) -> str:
    """A read changes nothing: whether it was carried out is of no interest."""
    return attempt.error.partition("; the request may")[0].partition(" The request may")[0].rstrip(".") + "."
