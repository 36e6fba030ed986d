"""The one HTTP client that every vendor's requests go through."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Protocol, Self

import httpx

from app.jobs import JobContext
from app.net.address import checked_base_url, full_url, host_of
from app.net.classify import FailureClass, classify_error, classify_status
from app.net.headers import checked, plain_headers
from app.net.limits import Limiter, NoLimit, ReportWait
from app.net.redact import Redactor, is_secret_name
from app.net.requests import Answer, AnswerHeaders, Attempt, Pairs, Request
from app.net.texts import error_text, status_text
from app.net.wait import retry_after_seconds
from app.net.wire import DeadlineTransport, FirstByte, deadline_at

_UNAUTHORIZED = 401
MOST_ANSWER_BYTES = 32 * 1024 * 1024
# More than one packing on top of another is how a small answer unfolds into gigabytes.
_PACKINGS = {"", "identity", "gzip", "deflate"}
_UNSURE = "The request may have been carried out."
_NETWORK_ERRORS = (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, httpx.CookieConflict)

SecretHeaders = Callable[[], Pairs]


class TokenSource(Protocol):
    """Gives the secret headers of a sign-in that ends, and another one after it was refused."""

    def headers(self, context: JobContext) -> Pairs: ...

    def accepted(self) -> None: ...

    def renew(self) -> bool: ...


class _Unreadable(Exception):
    """The answer is too large or packed in a way that is not taken; the text says which."""


def utc_now() -> datetime:
    """Give the time as aware UTC."""
    return datetime.now(UTC)


def no_secrets() -> Pairs:
    """Give no secret headers, for a server that asks for none."""
    return ()


class Client:
    """Sends requests to one connection's base URL; several threads may send at once.

    `auth` gives the secret headers at each sending, so that a renewed token is used; they are never kept
    in a request, an answer, an error or a repr. `sign_in` gives more of them where a token must be asked for
    first, which may raise a VendorError out of `send` before anything is sent. Raises WrongAddress for a base
    URL that is not safe.
    """

    def __init__(  # noqa: PLR0913 - the one place where the parts of the network meet
        self,
        base_url: str,
        *,
        auth: SecretHeaders = no_secrets,
        sign_in: TokenSource | None = None,
        transport: httpx.BaseTransport | None = None,
        limiter: Limiter | None = None,
        clock: Callable[[], datetime] = utc_now,
        secrets: Redactor | None = None,
        most_answer_bytes: int = MOST_ANSWER_BYTES,
        most_retry_after_seconds: float = 300.0,
    ) -> None:
        self.base_url = checked_base_url(base_url)
        self.host = host_of(self.base_url)
        self.redactor = secrets or Redactor()
        self._auth = auth
        self._sign_in = sign_in
        self._limiter = limiter or NoLimit()
        self._clock = clock
        self._most_answer_bytes = most_answer_bytes
        self._most_retry_after_seconds = most_retry_after_seconds
        transport = transport or DeadlineTransport(self.base_url)
        self._tells_first_byte = isinstance(transport, httpx.HTTPTransport)
        # A vendor's cookies would be a sign-in that nobody asked for.
        cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        self._http = httpx.Client(transport=transport, trust_env=False, cookies=cookies)

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
        url = full_url(self.base_url, request)
        headers = self._headers(request, job)
        slot = self._limiter.acquire(job, report_wait)
        gate = FirstByte(slot, on_first_byte, job)
        started = time.monotonic()
        token = deadline_at.set(started + request.total_seconds)
        try:
            answer = self._exchange(request, url, headers, gate)
            if self._sign_in is not None and answer.status != _UNAUTHORIZED:
                self._sign_in.accepted()
            return self._judged(request, answer)
        except _NETWORK_ERRORS as error:
            if gate.error is not None:
                raise gate.error from None
            return self._failed(error, gate)
        except _Unreadable as error:
            return Attempt(FailureClass.AMBIGUOUS, error=str(error), sent_first_byte=True)
        finally:
            deadline_at.reset(token)
            if gate.is_open:
                # It arrived there some time between its first byte and its answer: count the later one.
                slot.touch()

    def renew(self) -> bool:
        """After a 401: get another token; True says that the same request may be sent once more."""
        return self._sign_in is not None and self._sign_in.renew()

    def close(self) -> None:
        """Close the connections; a client cannot be used afterwards."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self.base_url})"

    def _headers(self, request: Request, job: JobContext) -> list[tuple[str, str]]:
        token = self._sign_in.headers(job) if self._sign_in is not None else ()
        secret = checked((*self._auth(), *token))
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
        return Attempt(
            kind,
            answer,
            error=self.redactor.mask(status_text(kind, self.host, answer.status)),
            retry_after_seconds=retry_after_seconds(
                answer.headers.get("retry-after", ""),
                answered_at=answer.received_at,
                date=answer.headers.get("date", ""),
                most_seconds=self._most_retry_after_seconds,
            ),
            sent_first_byte=True,
        )

    def _failed(self, error: Exception, gate: FirstByte) -> Attempt:
        kind = classify_error(error, sent_first_byte=gate.is_open)
        text = error_text(error, self.host, sent_first_byte=gate.is_open)
        return Attempt(kind, error=self.redactor.mask(text), sent_first_byte=gate.is_open)
