"""Reading at a vendor: one request after the other, patient within the settings, in words when it fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from app.errors import CounterfoilError, NotFound, Offline, SignInRefused, VendorError, WrongAddress
from app.jobs import JobContext
from app.net.classify import Course, FailureClass, course_of
from app.net.requests import Answer, Attempt, Request
from app.records.change import JsonObject
from app.vendors.declaration import Kind, Options, Vendor
from app.vendors.listing import refusal
from app.vendors.words import own_words, places, slow_down, told
from app.workspace import Workspace

if TYPE_CHECKING:
    from app.net.client import Client
    from app.push.asker import Asker
    from app.push.run_values import Target

_KEPT = "What was read before is kept."
_GONE = (404, 410)


class Found(Enum):
    """What a read by id says where it gives no record: the vendor has none, or it would not tell."""

    GONE = "gone"
    UNTOLD = "untold"


@dataclass
class Reader:
    """Asks one connection's vendor, waiting and standing still as a push does."""

    workspace: Workspace
    target: Target
    context: JobContext
    _asker: Asker = field(init=False, repr=False)

    def __post_init__(self) -> None:
        from app.push.asker import Asker  # noqa: PLC0415  imports httpx; start-up does not need it

        self._asker = Asker(self.workspace, self.target, self.context)

    @property
    def vendor(self) -> Vendor:
        return self.target.vendor

    @property
    def client(self) -> Client:
        return self.target.client

    def tell(self, read: int, text: str) -> None:
        """Say how many records were read so far, and of what."""
        self._asker.tell(read, text)

    def ask(self, request: Request) -> Answer:
        """Send until there is an answer: JSON, or a refusal of this very request.

        *Raises* Offline, SignInRefused, WrongAddress, and Cancelled as soon as Stop is pressed while waiting.
        """
        self.context.checkpoint()
        try:
            attempt = self._asker.ask(request)
        except Offline as error:
            raise Offline(error.message, remedy=f"{_KEPT} Read again once the network is back.") from None
        if course_of(attempt.kind, is_idempotent=True) is Course.AGAIN:
            raise self._given_up(attempt)
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

    def _given_up(self, attempt: Attempt) -> VendorError:
        answer = attempt.answer
        if answer is not None and answer.status < 300:
            message = f"What came back is not {self.vendor.title}'s answer."
            return WrongAddress(message, remedy=f"{_KEPT} Check the {places(self.vendor)} of this connection.")
        is_busy = answer is not None and answer.status == 429
        message = slow_down(self.vendor, attempt) if is_busy else _read_words(attempt)
        return Offline(message, remedy=f"{_KEPT} Try again later.")

    def _answer(self, attempt: Attempt) -> Answer:
        words = self.client.redactor.mask(told(self.vendor, attempt))
        if attempt.kind is FailureClass.ABORT_SIGN_IN:
            raise SignInRefused(words, remedy=f"{_KEPT} Check the credentials of this connection.")
        if attempt.kind is FailureClass.ABORT_ADDRESS or attempt.answer is None:
            raise WrongAddress(words, remedy=f"{_KEPT} Check the {places(self.vendor)} of this connection.")
        return attempt.answer


def _read_words(attempt: Attempt) -> str:
    """A read changes nothing: whether it was carried out is of no interest."""
    return attempt.error.partition("; the request may")[0].partition(" The request may")[0].rstrip(".") + "."
