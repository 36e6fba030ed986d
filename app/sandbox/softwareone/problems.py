"""How SoftwareOne says no: problem details, with the errors in each of its documented forms.

Source: SoftwareOne's pages on errors and RFC 9457 (once 7807), read 2026-11-20. The pages name the text
`detail` in their examples and `details` in their table, and the errors are now a map, now a list.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from app.sandbox.messages import Answer

NATURAL, MAP, LIST, DETAIL, DETAILS = "natural", "map", "list", "detail", "details"
TYPE_URI = "https://tools.ietf.org/html/rfc9110#section-15"


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong: where, in words, and for a rule of the business its id and parameters."""

    path: str
    message: str
    code: str = ""
    parameters: dict[str, object] | None = None

    def as_element(self) -> dict[str, object]:
        """Return it as an element of the list form."""
        element: dict[str, object] = {"message": self.message, "properties": [self.path]}
        if self.code:
            element |= {"id": self.code, "parameters": self.parameters}
        return element


class Refused(Exception):
    """The request is refused; `natural` is the form that this kind of refusal has by itself."""

    def __init__(self, status: int, detail: str, flaws: Sequence[Flaw] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.flaws = tuple(flaws)
        self.headers: dict[str, str] = {}

    @property
    def natural(self) -> str:
        if not self.flaws:
            return DETAIL
        return LIST if any(flaw.code for flaw in self.flaws) else MAP


def invalid(flaws: Sequence[Flaw]) -> Refused:
    """Refuse a body for everything that is wrong in it."""
    return Refused(400, "The request holds values that cannot be taken.", flaws)


def problem_answer(refused: Refused, *, form: str, media_type: str, number: int) -> Answer:
    """Answer in the form and under the type that are set; `number` makes the trace id."""
    trace = hashlib.sha256(str(number).encode()).hexdigest()
    problem: dict[str, object] = {
        "type": f"{TYPE_URI}.{refused.status // 100 + 1}",
        "title": HTTPStatus(refused.status).phrase,
        "status": refused.status,
        "traceId": f"00-{trace[:32]}-{trace[32:48]}-00",
    }
    problem |= _told(refused, refused.natural if form == NATURAL else form)
    headers = {"content-type": f"{media_type}; charset=utf-8", **refused.headers}
    return Answer(refused.status, json.dumps(problem, ensure_ascii=False).encode(), headers)


def _told(refused: Refused, form: str) -> dict[str, object]:
    if form in (DETAIL, DETAILS):
        texts = [f"{flaw.path}: {flaw.message}" for flaw in refused.flaws]
        return {form: " ".join([refused.detail, *texts])}
    told: dict[str, object] = {"detail": refused.detail}
    if refused.flaws:
        told["errors"] = _listed(refused.flaws) if form == LIST else _mapped(refused.flaws)
    return told


def _listed(flaws: Sequence[Flaw]) -> list[dict[str, object]]:
    return [flaw.as_element() for flaw in flaws]


def _mapped(flaws: Sequence[Flaw]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for flaw in flaws:
        errors.setdefault(flaw.path, []).append(flaw.message)
    return errors
