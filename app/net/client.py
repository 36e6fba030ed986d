"""The one HTTP client that every vendor's requests go through."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Self

import httpx

from app.jobs import JobContext
from app.net.access import Access, SecretHeaders, TokenSource, no_secrets
from app.net.address import checked_base_url, full_url, host_of
from app.net.classify import FailureClass, classify_error, classify_status
from app.net.clocks import SleepSense
from app.net.headers import checked, plain_headers
from app.net.limits import Limiter, NoLimit, ReportWait
from app.net.redact import Redactor, is_secret_name
from app.net.requests import Answer, AnswerHeaders, Attempt, Request
from app.net.texts import error_text, status_text
from app.net.wait import retry_after_seconds
from app.net.wire import DeadlineTransport, FirstByte, deadline_at

_UNAUTHORIZED = 401
MOST_ANSWER_BYTES = 32 * 1024 * 1024
# More than one packing on top of another is how a small answer unfolds into gigabytes.
_PACKINGS = {"", "identity", "gzip", "deflate"}
_UNSURE = "The request may have been carried out."
_NETWORK_ERRORS = (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, httpx.CookieConflict)


class _Slept(Exception):
    """The machine slept on the way to the first byte: the connection that is held may be closed since."""


class _Unreadable(Exception):
    """The answer is too large or packed in a way that is not taken; the text says which."""


def utc_now() -> datetime:
    """Give the time as aware UTC."""
    return datetime.now(UTC)


class Client:
    """Sends requests to one connection's base URL; several threads may send at once.

    `auth`, `sign_in` and `limiter` are the parts of an `Access`; asking for a token may raise a VendorError
    out of `send` before anything is sent. `reload` reads the credentials again, which may raise a
    CredentialError. Raises WrongAddress for a base URL that is not safe.
    """

    def __init__(  # noqa: PLR0913 - the one place where the parts of the network meet
        self,
        base_url: str,
        *,
        auth: SecretHeaders = no_secrets,
        sign_in: TokenSource | None = None,
        transport: httpx.BaseTransport | None = None,
        limiter: Limiter | None = None,
        reload: Callable[[], Access] | None = None,
        clock: Callable[[], datetime] = utc_now,
        secrets: Redactor | None = None,
        most_answer_bytes: int = MOST_ANSWER_BYTES,
        most_retry_after_seconds: float = 300.0,
    ) -> None:
        self.base_url = checked_base_url(base_url)
        self.host = host_of(self.base_url)
        self.redactor = secrets or Redactor()
        self.access_number = 1
        self._access = Access(auth, sign_in, limiter or NoLimit())
        self._reload = reload
        self._clock = clock
        self._sleep = SleepSense(clock)
        self._wakes = 0
        self._most_answer_bytes = most_answer_bytes
        self._most_retry_after_seconds = most_retry_after_seconds
        self._transport = transport or DeadlineTransport(self.base_url)
        self._tells_first_byte = isinstance(self._transport, httpx.HTTPTransport)
        # A vendor's cookies would be a sign-in that nobody asked for.
        cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        self._http = httpx.Client(transport=self._transport, trust_env=False, cookies=cookies)

    def send(
        self,
        request: Request,
        *,
        on_first_byte: Callable[[], None] = lambda: None,
        context: JobContext | None = None,
        report_wait: ReportWait | None = None,
    ) -> Attempt:
        """Send once and say what came of it.

        `on_first_byte` is called exactly once, with the slot and the connection held and before any byte
        is written; when it raises, nothing is sent and its error comes out of here. Raises Cancelled when
        the job is stopped before that, and UsageError for a request that cannot be written.
        """
        job = context or JobContext()
        if self._sleep.has_slept():
            self.wake()
        while True:
            try:
                return self._sent(request, on_first_byte, job, report_wait)
            except _Slept:
                continue

    def _sent(
        self,
        request: Request,
        on_first_byte: Callable[[], None],
        job: JobContext,
        report_wait: ReportWait | None,
    ) -> Attempt:
        access, url = self._access, full_url(self.base_url, request)
        headers = self._headers(access, request, job)
        slot = access.limiter.acquire(job, report_wait)
        gate = FirstByte(slot, self._once_awake(on_first_byte), job)
        deadline = deadline_at.set(time.monotonic() + request.total_seconds)
        try:
            answer = self._exchange(request, url, headers, gate)
            if access.token is not None and answer.status != _UNAUTHORIZED:
                access.token.accepted()
            return self._judged(request, answer)
        except _NETWORK_ERRORS as error:
            if gate.error is not None:
                raise gate.error from None
            return self._failed(error, gate)
        except _Unreadable as error:
            return Attempt(FailureClass.AMBIGUOUS, error=str(error), sent_first_byte=True)
        finally:
            deadline_at.reset(deadline)
            if gate.is_open:
                # It arrived there some time between its first byte and its answer: count the later one.
                slot.touch()

    def renew(self) -> bool:
        """After a 401: get another token; True says that the same request may be sent once more."""
        token = self._access.token
        return token is not None and token.renew()

    def sign_in_anew(self) -> None:
        """Take the credentials as they are now: somebody entered others. *Raises* CredentialError."""
        if self._reload is not None:
            self._access = self._reload()
        self._forget_token()
        self.access_number += 1

    def wake(self) -> None:
        """After the machine slept: no connection and no token of before is trusted any more."""
        self._wakes += 1
        if isinstance(self._transport, DeadlineTransport):
            self._transport.renew()
        self._forget_token()

    def _forget_token(self) -> None:
        if self._access.token is not None:
            self._access.token.forget()

    def _once_awake(self, on_first_byte: Callable[[], None]) -> Callable[[], None]:
        wakes = self._wakes

        def opened() -> None:
            if self._sleep.has_slept():
                self.wake()
            if self._wakes != wakes:  # another thread may have noticed it first
                raise _Slept
            on_first_byte()

        return opened

    def close(self) -> None:
        """Close the connections; a client cannot be used afterwards."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self.base_url})"

    def _headers(self, access: Access, request: Request, job: JobContext) -> list[tuple[str, str]]:
        token = access.token.headers(job) if access.token is not None else ()
        secret = checked((*access.headers(), *token))
        for name, value in secret:
            if is_secret_name(name):
                self.redactor.add(value)
        names = {name.lower() for name, _ in secret}
        plain = [(name, value) for name, value in plain_headers(request) if name not in names]
        return [*plain, ("accept-encoding", "gzip, deflate"), *secret]

    def _exchange(self, request: Request, url: str, headers: list[tuple[str, str]], gate: FirstByte) -> Answer:
        outgoing = self._http.build_request(
            request.method,
            url,
            headers=headers,
            content=request.body or None,
            timeout=request.timeout_seconds,
            extensions={"trace": gate.trace},
        )
        if not self._tells_first_byte:
            gate.open()
        started = time.monotonic()
        response = self._http.send(outgoing, stream=True, follow_redirects=False)
        try:
            body = self._read(response)
        finally:
            response.close()
        shown = tuple(
            (name, value) for name, value in response.headers.multi_items() if not is_secret_name(name)
        )
        return Answer(
            status=response.status_code,
            headers=AnswerHeaders(shown),
            body=body,
            elapsed_seconds=time.monotonic() - started,
            received_at=self._clock(),
        )

    def _read(self, response: httpx.Response) -> bytes:
        """Read at most the allowed bytes, counted after unpacking."""
        if response.headers.get("content-encoding", "").strip().lower() not in _PACKINGS:
            raise _Unreadable(f"The answer of {self.host} is packed in an unusual way. {_UNSURE}")
        parts, size_bytes = [], 0
        for part in response.iter_bytes():
            size_bytes += len(part)
            if size_bytes > self._most_answer_bytes:
                raise _Unreadable(f"The answer of {self.host} is too large to be one. {_UNSURE}")
            parts.append(part)
        return b"".join(parts)

    def _judged(self, request: Request, answer: Answer) -> Attempt:
        kind = classify_status(answer.status, names_record=request.names_record, is_page=answer.is_page)
        asked = retry_after_seconds(
            answer.headers.get("retry-after", ""),
            answered_at=answer.received_at,
            date=answer.headers.get("date", ""),
        )
        return Attempt(
            kind,
            answer,
            error=self.redactor.mask(status_text(kind, self.host, answer.status)),
            retry_after_seconds=None if asked is None else min(asked, self._most_retry_after_seconds),
            asked_seconds=asked,
            sent_first_byte=True,
        )

    def _failed(self, error: Exception, gate: FirstByte) -> Attempt:
        kind = classify_error(error, sent_first_byte=gate.is_open)
        text = error_text(error, self.host, sent_first_byte=gate.is_open)
        return Attempt(kind, error=self.redactor.mask(text), sent_first_byte=gate.is_open)
