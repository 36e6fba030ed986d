"""Looking at the vendor in the middle of a push: one record, or those made since a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from app.errors import Cancelled, Offline, VendorError
from app.jobs import JobContext
from app.net.requests import NOT_JSON, Answer, Request
from app.push.decide import Decision, Ruling, decide
from app.push.patience import Patience
from app.push.run_values import Target
from app.push.signed import nothing, sent_signed
from app.push.watch import Watch
from app.records.change import JsonObject
from app.settings import Settings
from app.store.journal_values import Entry
from app.vendors.assess import key_of
from app.vendors.declaration import Page, Step
from app.vendors.listing import Progress, no_list, refusal

_GONE = (404, 410)
_MOST_PAGES = 1000


@dataclass(frozen=True)
class Look:
    """What a read of one record gave: the record, that it is gone, or why neither is known."""

    found: JsonObject | None = None
    is_gone: bool = False
    refused: str = ""
    failed: str = ""


@dataclass(frozen=True)
class _Asked:
    """How asking ended."""

    decision: Decision
    answer: Answer | None


class Looker:
    """Asks one connection's vendor under the failure table; nothing of it goes into the journal."""

    def __init__(self, target: Target, settings: Settings, watch: Watch, context: JobContext) -> None:
        self._target = target
        self._settings = settings
        self._watch = watch
        self._context = context
        self._is_right_place = False

    def record(self, key: str) -> Look:
        """Read one record. *Raises* Cancelled; what stops the run is told to the watch."""
        kind = self._target.kind
        assert kind.read is not None  # noqa: S101  only kinds that can be read come here
        assert kind.parse is not None  # noqa: S101  as above
        parse = kind.parse
        asked = self._ask(kind.read(key, self._target.options), lambda answer: parse(answer) is not None)
        if asked.decision.ruling is Ruling.APPLIED and asked.answer is not None:
            self._is_right_place = True
            return self._seen(parse(asked.answer))
        is_gone = asked.answer is not None and asked.answer.status in _GONE
        if asked.decision.ruling is not Ruling.REFUSED or (is_gone and not self._leads_to_the_vendor()):
            return Look(failed=f"It could not be read before: {asked.decision.message}")
        return Look(is_gone=is_gone, refused=asked.decision.message)

    def _leads_to_the_vendor(self) -> bool:
        """Ask once before a record counts as gone: where the tenant is wrong, none of them is there.

        *Raises* Cancelled where that is so; the watch was told.
        """
        if not self._is_right_place:
            asked = self._ask(self._target.vendor.probe(self._target.options), _is_object)
            self._is_right_place = asked.decision.ruling in (Ruling.APPLIED, Ruling.REFUSED)
        return self._is_right_place

    def made_since(self, moment: datetime) -> tuple[JsonObject, ...] | None:
        """Read all records made since a moment by the vendor's clock; None where that failed."""
        kind = self._target.kind
        assert kind.candidates is not None  # noqa: S101  only kinds that can tell come here
        assert kind.parse_page is not None  # noqa: S101  as above
        found: list[JsonObject] = []
        cursor = ""
        for _ in range(_MOST_PAGES):
            asked = self._ask(kind.candidates(moment, cursor, self._target.options), _is_object)
            if asked.decision.ruling is not Ruling.APPLIED or asked.answer is None:
                return None
            page: Page = kind.parse_page(cursor, asked.answer)
            if not page.is_list:
                return None
            found += page.records
            if page.following is None:
                return tuple(found)
            cursor = page.following
        return None

    def listed(self) -> Iterator[tuple[JsonObject, ...]]:
        """Give all records, page by page. *Raises* VendorError, NoWayToRead where there is no such list."""
        kind, vendor = self._target.kind, self._target.vendor
        assert kind.page is not None  # noqa: S101  only kinds that are listed come here
        assert kind.parse_page is not None  # noqa: S101  as above
        progress, cursor = Progress(vendor.title), ""
        while True:
            asked = self._ask(kind.page(cursor, self._target.options), _is_object)
            page = kind.parse_page(cursor, self._answered(asked))
            if not page.is_list:
                raise no_list(vendor)
            progress.note(cursor, [key_of(kind, one) for one in page.records])
            yield page.records
            if page.following is None:
                return
            cursor = page.following

    def _answered(self, asked: _Asked) -> Answer:
        """*Raises* what to say where a list was not given."""
        decision, vendor = asked.decision, self._target.vendor
        if decision.ruling is Ruling.APPLIED and asked.answer is not None:
            return asked.answer
        if decision.ruling is Ruling.REFUSED and asked.answer is not None:
            raise refusal(vendor, self._target.kind, asked.answer.status, decision.message)
        words = f"The list of {vendor.title} could not be read: {decision.message}"
        raise decision.abort or Offline(words, remedy="Everything stays pending. Push again later.")

    def vendor_clock(self) -> datetime | None:
        """Ask what time it is at the vendor, by the date of any answer; a second is all it tells."""
        asked = self._ask(self._target.vendor.probe(self._target.options), _is_object)
        if asked.answer is None or asked.decision.ruling is not Ruling.APPLIED:
            return None
        try:
            at = parsedate_to_datetime(asked.answer.headers.get("date", ""))
        except (ValueError, TypeError):
            return None
        return at if at.tzinfo else at.replace(tzinfo=UTC)

    def _seen(self, found: JsonObject | None) -> Look:
        gone = self._target.kind.gone
        is_gone = gone is not None and found is not None and gone.is_met(found)
        return Look(found, is_gone=is_gone)

    def _ask(self, request: Request, is_answer: Callable[[Answer], bool]) -> _Asked:
        """Ask until there is an answer or the budget is spent. *Raises* Cancelled when the run is over."""
        seconds = float(self._settings.request_timeout_seconds)
        step = Step("read", replace(request, timeout_seconds=seconds), ())
        entry = Entry(0, 0, self._target.kind.id, step, self._target.options)
        kind = replace(self._target.kind, accepts=lambda _, answer: is_answer(answer), already=None)
        patience = Patience(self._settings, self._context)
        while True:
            attempt = sent_signed(
                self._target.client,
                step.request,
                watch=self._watch,
                patience=patience,
                on_first_byte=nothing,
            )
            decision = self._masked(decide(self._target.vendor, kind, entry, attempt, patience.tries))
            patience.note(decision)
            self._watch.saw(attempt, decision, is_read=True)
            if decision.ruling is Ruling.ABORTED:
                raise Cancelled("Stopped.")  # it concerns every request, and says nothing of this record
            if decision.ruling is not Ruling.AGAIN:
                return _Asked(decision, attempt.answer)

    def _masked(self, decision: Decision) -> Decision:
        mask = self._target.client.redactor.mask
        # A read changes nothing: whether it was carried out is of no interest.
        words = mask(decision.message).partition(" The request may")[0].partition("; the request may")[0]
        abort = decision.abort
        if isinstance(abort, VendorError):
            abort = type(abort)(mask(abort.message), remedy=abort.remedy)
        return replace(decision, message=words, abort=abort)


def _is_object(answer: Answer) -> bool:
    return answer.status == 200 and answer.json() is not NOT_JSON and not answer.is_page
