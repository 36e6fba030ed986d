"""How reading a connection reads: its title, and what it brought."""

from __future__ import annotations

from app.values import Connection, Pulled
from ui.models.when import number_text, plural
from ui.screens.push_words import Buttons


def reading_words(connection: Connection) -> str:
    return f"Reading {connection.name}"


def pulled_words(pulled: Pulled, one: str = "record") -> str:
    """Sum up a pull: “Read 214 buyers: 3 new, 5 changed, 1 conflict.”"""
    parts = [
        words
        for number, words in (
            (pulled.added, f"{number_text(pulled.added)} new"),
            (pulled.changed, f"{number_text(pulled.changed)} changed"),
            (pulled.gone, f"{number_text(pulled.gone)} gone"),
            (pulled.conflicts, plural(pulled.conflicts, "conflict")),
        )
        if number
    ]
    text = f"Read {plural(pulled.read, one)}: {', '.join(parts) or 'everything as it was'}."
    if pulled.unchecked:
        text += f" {plural(pulled.unchecked, 'record')} not in the list and left as they were."
    return text


def pulled_buttons(pulled: Pulled) -> Buttons:
    """Lead on to the conflicts, where there are any."""
    return (("conflicts", "Decide in Review", "conflict"),) if pulled.conflicts else ()
