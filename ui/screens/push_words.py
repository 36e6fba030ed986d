"""How pushes and their results read, and which buttons follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import Offline
from app.values import Connection, Outcome, PushResult, PushSummary, ReviewedRecord, SkipReason
from ui.models.field_words import summary_of
from ui.models.when import counts_text, day_text, number_text, plural
from ui.problems import explain
from ui.widgets.notice_bar import Severity

if TYPE_CHECKING:
    from app.vendors.declaration import Kind

FIX_WORDS = {
    "sign-in": "Edit connection",
    "retry": "Try again",
    "confirm": "Go ahead",
    "report": "Copy details",
}
FIX_ICONS = {"sign-in": "edit", "retry": "retry", "confirm": "push", "report": "copy"}
_PUSHED = "Pushed to"
Buttons = tuple[tuple[str, str, str], ...]
TRIAL = 5  # records that a trial sends before it asks
TRIAL_COMMENT = f"The first {TRIAL}, as a trial"


def push_button_words(connection: Connection, count: int) -> str:
    """Say what the push button does; production is named in capitals."""
    where = f"PRODUCTION: {connection.name}" if connection.environment == "production" else connection.name
    return f"Push {plural(count, 'change')} to {where}"


def running_words(connection: Connection) -> str:
    is_production = connection.environment == "production"
    return f"Pushing to PRODUCTION: {connection.name}" if is_production else f"Pushing to {connection.name}"


def result_words(result: PushResult, connection: Connection, *, verb: str = _PUSHED) -> str:
    """Say what became of every record of a push."""
    if result.total == 0:
        nothing = "Nothing was pending" if verb == _PUSHED else "Nothing was unknown"
        return f"{nothing} in {connection.name}. {result.stopped_because}".strip()
    if result.error is not None:
        became = f"Of {plural(result.total, 'record')}: {counts_text(result.counts)}."
        return f"{result.error} {became}{_unknown_words(result)}"
    unknown = _unknown_words(result, is_settling=verb != _PUSHED)
    text = f"{verb} {connection.name}: {counts_text(result.counts)}.{unknown}"
    return f"{text}{_left_words(result)} {result.stopped_because}".strip()


_LEFT = {
    SkipReason.HELD_BACK: "held back by problems",
    SkipReason.CONFLICT: "in conflict",
    SkipReason.UNKNOWN_BEFORE: "sent before and perhaps still arriving",
}


def _left_words(result: PushResult) -> str:
    """Say what is still pending and why; what changed nothing is not."""
    skipped = result.counts.get(Outcome.SKIPPED, 0) - result.reasons.get(SkipReason.NO_CHANGE, 0)
    left = skipped + result.counts.get(Outcome.FAILED, 0)
    if not left or result.stopped_because:
        return ""
    why = [
        f"{number_text(result.reasons[one])} {words}" for one, words in _LEFT.items() if result.reasons.get(one)
    ]
    return f" What was not sent stays pending ({', '.join(why) or number_text(left)})."


def _unknown_words(result: PushResult, *, is_settling: bool = False) -> str:
    """Say what unknown means, and what comes first."""
    if not result.counts.get(Outcome.UNKNOWN):
        return ""
    if is_settling:
        return " What is still unknown can be settled again later, or by your own look at the vendor."
    return " Nobody can say yet whether the vendor holds what is unknown: settle it first."


def result_severity(result: PushResult) -> Severity:
    if result.error is not None or result.counts.get(Outcome.REFUSED) or result.counts.get(Outcome.FAILED):
        return "error"
    if result.counts.get(Outcome.UNKNOWN) or result.counts.get(Outcome.SKIPPED) or result.stopped_because:
        return "warning"
    return "success"


def result_buttons(result: PushResult) -> Buttons:
    """Name the ways on: the undecided first."""
    counts = result.counts
    action = explain(result.error).action if result.error is not None else ""
    ended = " and ".join(one for one in (Outcome.REFUSED.value, Outcome.FAILED.value) if counts.get(one))
    # Once the connection is right, or the network lets requests through, the same push is to go on.
    is_tried_again = action in ("sign-in", "retry")
    wanted = (
        (action, FIX_WORDS.get(action, ""), FIX_ICONS.get(action, ""), action in FIX_WORDS),
        ("retry", FIX_WORDS["retry"], FIX_ICONS["retry"], action == "sign-in"),
        ("sign-in", FIX_WORDS["sign-in"], FIX_ICONS["sign-in"], _is_about_address(result.error)),
        ("settle", "Settle unknown", "settle", counts.get(Outcome.UNKNOWN)),
        ("refused", "Show refused", "filter", counts.get(Outcome.REFUSED)),
        ("retry-failed", f"Retry {ended}", "retry", ended and not is_tried_again),
        ("export-failed", f"Export {ended}…", "export", ended),
        ("unknown", "Show unknown", "filter", counts.get(Outcome.UNKNOWN)),
        ("at-once", "Push without the wait…", "push", result.reasons.get(SkipReason.UNKNOWN_BEFORE)),
        ("review", "Review what is left", "review", counts.get(Outcome.SKIPPED)),
        ("history", "Open in history", "history", result.push_id),
    )
    return tuple((name, words, icon) for name, words, icon, is_wanted in wanted if is_wanted)


AT_ONCE: Buttons = (("at-once-yes", "Push without the wait", "push"), ("close", "Not now", ""))


def at_once_words(vendor: str) -> str:
    """Say what may come of not waiting for what was lost."""
    return (
        f"Their answers were lost, and {vendor} may still be carrying the requests out. Look there first: "
        "pushed now, they may be there twice."
    )


def _is_about_address(error: Exception | None) -> bool:
    """Tell whether the address of the connection may be what is wrong."""
    return isinstance(error, Offline) and "address" in error.remedy


def rest_words(count: int) -> str:
    """Say what a trial left, and that nobody sends it unasked."""
    are = "is" if count == 1 else "are"
    return f"{plural(count, 'change')} {are} waiting; nothing more is sent before you say so."


def left_over_words(interrupted: PushSummary | None, unknown: int) -> str:
    """Offer to go on with what an earlier push left undecided."""
    if interrupted is None:
        return f"{plural(unknown, 'record')} of an earlier push: nobody can say yet what became of them."
    what = f"The undo of push {interrupted.undoes}" if interrupted.undoes else "A push"
    cut_off = f"{what} of {day_text(interrupted.started_at)} was cut off"
    if not unknown:
        became = counts_text(interrupted.counts)
        return f"{cut_off}: {became}. What was not sent is still pending; nothing is sent before you say so."
    return f"{cut_off}: {plural(unknown, 'record')} unknown. Nothing is sent before you say so."


def left_over_buttons(
    connection: Connection, interrupted: PushSummary | None, *, unknown: int, ready: int
) -> Buttons:
    """Name the ways on; a push settles what is unknown before it sends anything."""
    goes_on = interrupted is not None and not interrupted.undoes and ready
    wanted = (
        ("go-on", push_button_words(connection, ready), "push", goes_on),
        (
            "undo",
            "Go on with the undo…",
            "undo",
            interrupted is not None and interrupted.undoes and not unknown,
        ),
        ("settle", "Settle now", "settle", unknown),
        ("unknown", "Show unknown", "filter", unknown),
        ("review", "Review what is left", "review", interrupted is not None and ready),
        ("history", "Open in history", "history", interrupted),
    )
    return tuple((name, words, icon) for name, words, icon, is_wanted in wanted if is_wanted)


def sent_words(kind: Kind, item: ReviewedRecord) -> str:
    """Say what of a record was sent; nothing where it was no change of fields, as of an action."""
    return summary_of(kind, item.fields) if item.fields else ""
