"""The forms of Kibo's answers: its error body, its media types, its correlation header.

Source: the fields that Kibo's own clients read from an error, read 2026-11-20; a whole body is printed
nowhere. The limit's 429 is the exception: it has no body at all (“Best practices”).
"""

from __future__ import annotations

import itertools
import json

from app.sandbox.messages import Answer
from app.sandbox.switches import Behaviours

APPLICATION = "Customer"


class Refused(Exception):
    """What Kibo says no to: the status, its word for it, and a sentence."""

    def __init__(
        self, status: int, code: str, message: str, *, allow: str = "", items: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.allow = allow
        self.items = items


class Forms:
    """Writes values and refusals as this Kibo is switched to."""

    def __init__(self, behaviours: Behaviours) -> None:
        self._behaviours = behaviours
        self._numbers = itertools.count(1)

    def answer(self, value: object, *, status: int = 200) -> Answer:
        """Answer with a value as JSON, under whichever of the three names it has now."""
        body = json.dumps(value, ensure_ascii=False).encode()
        media_type = f"{self._behaviours['media_type']}; charset=utf-8"
        return Answer(status, body, {"content-type": media_type, **self._correlation()})

    def refusal(self, refused: Refused) -> Answer:
        """Answer with Kibo's error body."""
        told = {
            "message": str(refused),
            "errorCode": refused.code,
            "applicationName": APPLICATION,
            "exceptionDetail": None,
            "additionalErrorData": [],
            "items": [{"message": each, "errorCode": refused.code} for each in refused.items],
        }
        answer = self.answer(told, status=refused.status)
        extra = {"allow": refused.allow} if refused.allow else {}
        return Answer(answer.status, answer.body, {**answer.headers, **extra})

    def _correlation(self) -> dict[str, str]:
        return {"x-vol-correlation": f"{next(self._numbers):032x}"}


def not_found(message: str) -> Refused:
    """Refuse what is not there."""
    return Refused(404, "ITEM_NOT_FOUND", message)


def invalid(message: str, *items: str, status: int = 400) -> Refused:
    """Refuse a parameter or a body."""
    return Refused(status, "MISSING_OR_INVALID_PARAMETER", message, items=items)


def conflict(message: str, *, status: int = 409) -> Refused:
    """Refuse what the state of things does not allow."""
    return Refused(status, "VALIDATION_CONFLICT", message)
