"""Errors in words: what a person reads, and the button that helps."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import Literal

from app.errors import (
    Cancelled,
    ConfirmationNeeded,
    CounterfoilError,
    CredentialError,
    NoKeyring,
    Offline,
    SignInRefused,
    StoreFull,
    TooManyFailures,
    WorkspaceBusy,
    WrongAddress,
)

Action = Literal["", "retry", "sign-in", "session", "confirm", "report"]

_BUTTONS: dict[Action, str] = {
    "": "",
    "retry": "Try again",
    "sign-in": "Edit connection…",
    "session": "Use for this session only",
    "confirm": "Go ahead",
    "report": "Copy details",
}
_ACTIONS: tuple[tuple[type[CounterfoilError], Action], ...] = (
    (NoKeyring, "session"),
    (CredentialError, "sign-in"),
    (SignInRefused, "sign-in"),
    (WrongAddress, "sign-in"),
    (Offline, "retry"),
    (TooManyFailures, "retry"),
    (WorkspaceBusy, "retry"),
    (StoreFull, "retry"),
    (ConfirmationNeeded, "confirm"),
    (Cancelled, ""),
)


@dataclass(frozen=True)
class Explanation:
    """What happened (`text`), what to do (`remedy`) and what a button may do about it (`action`)."""

    text: str
    remedy: str
    action: Action

    @property
    def button(self) -> str:
        return _BUTTONS[self.action]


def explain(error: BaseException) -> Explanation:
    """Put an error into words; an unexpected one is named as our own fault."""
    if isinstance(error, CounterfoilError):
        action: Action = next((action for kind, action in _ACTIONS if isinstance(error, kind)), "")
        return Explanation(error.message, error.remedy, action)
    return Explanation(
        f"Something went wrong inside Counterfoil ({type(error).__name__}).",
        "Your changes are kept. If it happens again, copy the details into a report.",
        "report",
    )


def details_of(error: BaseException) -> str:
    """Give what a report of our own fault needs."""
    return "".join(traceback.format_exception(error))
