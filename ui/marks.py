"""The symbol, words and colour of every state a record can be in: never colour alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """`icon_name` names an icon of the set, `color_name` a colour of the theme."""

    name: str
    title: str
    icon_name: str
    color_name: str
    explanation: str


_MARKS = {
    mark.name: mark
    for mark in (
        Mark("added", "Added", "added", "added", "New: the next push adds it."),
        Mark("changed", "Changed", "changed", "changed", "Changed: the next push sends the new values."),
        Mark("deleted", "To delete", "deleted", "deleted", "The next push deletes it."),
        Mark("problem", "Problem", "problem", "error", "Something is wrong; it is held back from a push."),
        Mark("warning", "Warning", "warning", "warning", "Worth a look; it is pushed all the same."),
        Mark("conflict", "Conflict", "conflict", "conflict", "Changed here and at the vendor."),
        Mark("applied", "Applied", "applied", "success", "The vendor accepted the last push of it."),
        Mark("refused", "Refused", "refused", "error", "The vendor refused it in the last push."),
        Mark("failed", "Failed", "failed", "warning", "It did not get through in the last push."),
        Mark("skipped", "Skipped", "skipped", "muted", "It was not sent in the last push."),
        Mark("unknown", "Unknown", "unknown", "conflict", "Sent, and nobody can say yet what became of it."),
        Mark("sent", "In the push", "sent", "info", "Part of the push that is under way."),
        Mark("reversed", "Reversed", "undo", "success", "It is as it was before the push that was undone."),
        Mark("kept", "Kept", "lock", "warning", "Left as it is: somebody touched it since."),
        Mark("impossible", "Impossible", "close", "error", "It cannot be undone."),
        Mark("open", "Open", "unknown", "conflict", "Not reversed yet: undo the push again to go on."),
    )
}


def mark_named(name: str) -> Mark | None:
    """Find a mark; None where there is nothing to mark."""
    return _MARKS.get(name)


def mark_of_change(change: str) -> Mark:
    """Give the mark of a pending change; KeyError for none."""
    return _MARKS[change]


def mark_of_outcome(outcome: str) -> Mark:
    """Give the mark of an outcome; KeyError for none."""
    return _MARKS[outcome]
