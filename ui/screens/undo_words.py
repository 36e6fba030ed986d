"""How an undo reads: what its button does, what is asked before it, and what became of it."""

from __future__ import annotations

from app.undo_values import Undo, UndoReview
from app.values import Connection, Outcome, PushResult
from ui.models.when import fates_text, plural
from ui.problems import explain
from ui.screens.push_words import FIX_WORDS, Buttons
from ui.widgets.notice_bar import Severity


def undo_button_words(connection: Connection, review: UndoReview) -> str:
    """Say what the button does; production is named in capitals."""
    if not review.ready:
        return "Nothing can be put back"
    what = f"Undo {plural(review.ready, 'record')}"
    if review.deleted == review.ready:
        what = f"Delete {plural(review.ready, 'record')} again"
    return f"{what} in {place_words(connection)}"


def place_words(connection: Connection) -> str:
    return f"PRODUCTION: {connection.name}" if connection.environment == "production" else connection.name


def asks_first(connection: Connection, review: UndoReview) -> bool:
    """Tell whether a person is asked in words: in production, before deletions, actions and what is unusual."""
    is_production = connection.environment == "production"
    return bool(review.ready and (is_production or review.deleted or review.actions or review.question))


def question_words(connection: Connection, review: UndoReview) -> str:
    """Ask with the numbers."""
    if review.actions:
        what = f"{' and '.join(review.actions)}: {plural(review.ready, 'record')}"
        return f"{review.question} {what} in {place_words(connection)}. Go ahead?".strip()
    parts = []
    if review.changed:
        parts.append(f"put {plural(review.changed, 'record')} back")
    if review.deleted:
        parts.append(f"delete {plural(review.deleted, 'record')}")
    return f"{review.question} This will {' and '.join(parts)} in {place_words(connection)}. Go ahead?".strip()


def undoing_words(connection: Connection, push_id: int) -> str:
    return f"Undoing push {push_id} in {place_words(connection)}"


def undone_words(result: PushResult, connection: Connection) -> str:
    """Say what became of every record of an undo."""
    text = f"Undone in {connection.name}: {fates_text(result.undone)}."
    left = " Undo again to go on with what is open." if result.undone.get(Undo.OPEN) else ""
    error = f"{result.error} " if result.error is not None else ""
    why = result.stopped_because if result.error is None else ""
    return f"{error}{text}{left} {why}".strip()


def undone_severity(result: PushResult) -> Severity:
    if result.error is not None or result.counts.get(Outcome.REFUSED):
        return "error"
    is_whole = all(not number for name, number in result.undone.items() if name != Undo.REVERSED)
    return "success" if is_whole and not result.stopped_because else "warning"


def undone_buttons(result: PushResult) -> Buttons:
    """Name the ways on: the undecided first."""
    counts = result.counts
    action = explain(result.error).action if result.error is not None else ""
    is_open = result.undone.get(Undo.OPEN) and not counts.get(Outcome.UNKNOWN)
    wanted = (
        (action, FIX_WORDS.get(action, ""), "", action in FIX_WORDS and action != "retry"),
        ("settle", "Settle unknown", "settle", counts.get(Outcome.UNKNOWN)),
        ("refused", "Show refused", "filter", counts.get(Outcome.REFUSED)),
        ("retry", "Undo again", "undo", is_open),
        ("history", "Open in history", "history", result.push_id),
    )
    return tuple((name, words, icon) for name, words, icon, is_wanted in wanted if is_wanted)
