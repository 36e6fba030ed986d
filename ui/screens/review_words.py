"""What Review says where there is nothing to review."""

from __future__ import annotations

from app.values import Connection
from ui.models.when import plural


def empty_words(connection: Connection, unknown: int) -> tuple[str, str, str]:
    """*Shape*: (title, text, button)."""
    if unknown:
        return (
            f"{plural(unknown, 'record')} unknown",
            "Nothing else is pending. Settle the unknown ones before you change them again.",
            "Show unknown",
        )
    return (
        "Nothing is pending",
        (
            f"{connection.name} holds everything as you have it. Edit records or drop a CSV file "
            "on the window; what you change waits here until you push it."
        ),
        "Go to the records",
    )


def empty_icon(unknown: int) -> str:
    return "unknown" if unknown else "review"
