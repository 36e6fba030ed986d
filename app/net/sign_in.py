"""A sign-in by token: asked for when needed, renewed before its end, kept in memory only."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from app.errors import Cancelled, CounterfoilError, Offline, SignInRefused, VendorError, WrongAddress
from app.jobs import JobContext
from app.net.classify import Course, FailureClass, course_of
from app.net.client import Client
from app.net.clocks import passing_seconds
from app.net.redact import Redactor
from app.net.requests import NOT_JSON, Answer, Attempt, Pairs, Request
from app.net.wait import backoff_seconds

_USED_SHARE = 0.8  # a token is renewed when a fifth of its life is left
_TRIES = 3
_POLL_SECONDS = 0.1
_CREDENTIALS = "Nothing was sent. Check the credentials of this connection."
_ADDRESS = "Nothing was sent. Check the address of this connection."


@dataclass(frozen=True)
class TokenQuestion:
    """How a vendor gives a token: `parse` reads (token, seconds) or None, `explain` its words of refusal."""

    vendor_title: str
    request: Request
    parse: Callable[[Answer], tuple[str, float] | None]
    explain: Callable[[Answer], str]


@dataclass(frozen=True)
class _Token:
    text: str
    good_until: float
    is_renewal: bool


class SignIn:
    """Holds one connection's token; several threads and clients may share it.

    `open_client` gives a client to the connection's own address that sends no sign-in.
    """

    def __init__(
        self,
        question: TokenQuestion,
        open_client: Callable[[], Client],
        redactor: Redactor,
        *,
        clock: Callable[[], float] = passing_seconds,
    ) -> None:
        self._question = question
        self._open_client = open_client
        self._redactor = redactor
        self._clock = clock
        self._lock = threading.Lock()
        self._token: _Token | None = None
        self._is_forgotten = False
        self._accepted = ""
        self._used = threading.local()

    def headers(self, context: JobContext) -> Pairs:
        """Give the sign-in of the next request, asking for a token first where none is good.

        *Raises* SignInRefused, WrongAddress, Offline, and Cancelled while it waits.
        """
        with self._locked(context):
            token = self._token
            if self._is_forgotten:
                self._is_forgotten, self._token, token = False, None, None
            if token is None or self._clock() >= token.good_until:
                token = self._token = self._asked(context, tries=_TRIES, is_renewal=False)
        self._used.text = token.text
        # Another client of this connection may mask with a redactor of its own: it adds what it sends.
        return (("Authorization", f"Bearer {token.text}"),)

    def accepted(self) -> None:
        """Note that the token this thread sent last was taken."""
        self._accepted = getattr(self._used, "text", "")

    def renew(self) -> bool:
        """After a 401: get another token, unless another thread has; False when that cannot help.

        Asks once and waits for nothing; an error is told by the next request's `headers`.
        """
        with self._lock:
            token = self._token
            if token is not None and token.text != getattr(self._used, "text", token.text):
                return True
            if token is not None and token.is_renewal and token.text != self._accepted:
                return False  # a fresh one was refused as well: it is not the token's age
            self._token = None
            try:
                self._token = self._asked(JobContext(), tries=1, is_renewal=True)
            except CounterfoilError:
                return False
            return True

    def forget(self) -> None:
        """Ask for another token before the next request; waits for nobody who asks just now."""
        self._is_forgotten = True

    def _asked(self, context: JobContext, *, tries: int, is_renewal: bool) -> _Token:
        asked_at = self._clock()
        answer = self._answer(context, tries)
        found = self._question.parse(answer)
        if found is None:
            raise self._no_token(answer)
        text, seconds = found
        self._redactor.add(text)
        return _Token(text, asked_at + seconds * _USED_SHARE, is_renewal)

    def _answer(self, context: JobContext, tries: int) -> Answer:
        with self._open_client() as client:
            for tried in range(1, tries + 1):
                attempt = client.send(self._question.request, context=context)
                if not _goes_again(attempt) or tried == tries:
                    break
                share = random.random()  # noqa: S311  jitter, no secret
                context.sleep(attempt.retry_after_seconds or backoff_seconds(tried, share))
        if attempt.kind is FailureClass.ANSWERED_OK and attempt.answer is not None:
            return attempt.answer
        raise self._refused(attempt)

    def _refused(self, attempt: Attempt) -> VendorError:
        message = self._in_words(attempt.error, attempt.answer)
        if _goes_again(attempt):
            return Offline(message, remedy="Nothing was sent. Check the network, then try again.")
        if attempt.kind is FailureClass.ABORT_ADDRESS:
            return WrongAddress(message, remedy=_ADDRESS)
        return SignInRefused(message, remedy=_CREDENTIALS)

    def _no_token(self, answer: Answer) -> VendorError:
        title = self._question.vendor_title
        if answer.is_page or not isinstance(answer.json(), Mapping) or answer.json() is NOT_JSON:
            return WrongAddress(f"What answers there is not {title}'s sign-in.", remedy=_ADDRESS)
        return SignInRefused(self._in_words(f"{title} gave no token.", answer), remedy=_CREDENTIALS)

    def _in_words(self, error: str, answer: Answer | None) -> str:
        said = self._question.explain(answer) if answer is not None and not answer.is_page else ""
        return self._redactor.mask(f"{error} {said}".strip())

    @contextmanager
    def _locked(self, context: JobContext) -> Iterator[None]:
        """Wait for whoever is asking, as long as the job goes on. *Raises* Cancelled."""
        while not self._lock.acquire(timeout=_POLL_SECONDS):
            if context.is_cancelled:
                raise Cancelled("Stopped.")
        try:
            yield
        finally:
            self._lock.release()

    def __repr__(self) -> str:
        return "SignIn()"


def _goes_again(attempt: Attempt) -> bool:
    """Asking for a token twice harms nobody."""
    return course_of(attempt.kind, is_idempotent=True) is Course.AGAIN
