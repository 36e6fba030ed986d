"""What stands in place of the grid when no record shows, and the buttons that go on from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.values import Tallies
from ui.models.when import plural
from ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from app.vendors.declaration import Kind


_ENDED = ("refused", "failed", "skipped", "unknown")


@dataclass(frozen=True)
class Emptiness:
    """Words with one or two ways on. An action is “all”, “review”, “file” or “new”."""

    title: str
    text: str
    icon: str
    button: str
    action: str
    second: str = ""
    second_action: str = ""

    def show_on(self, state: EmptyState) -> None:
        state.set_words(self.title, self.text, self.button, icon=self.icon, second=self.second)


def emptiness(kind: Kind, tallies: Tallies, *, filter_name: str, text: str) -> Emptiness:
    """Say why nothing shows: what was searched for, the filter, or that there is nothing yet."""
    if text:
        where = "" if filter_name == "all" else " under this filter"
        return _hidden(f"No record{where} has “{text}” in it. There {_are(tallies)} in all.")
    if filter_name == "problems":
        return _no_problems(tallies)
    if filter_name == "pending":
        return Emptiness(
            "Nothing is pending",
            "Everything you changed is pushed or taken back. Edit a record or drop a file to go on.",
            *("applied", "Show all", "all"),
        )
    if filter_name in _ENDED:
        text = "Those that were so are pushed again, settled or taken back."
        return Emptiness(f"No record is {filter_name}", text, "applied", "Show all", "all")
    if filter_name != "all":
        return _hidden(f"The filter hides {_all_of(tallies)}.")
    return _nothing_yet(kind) if kind.page is None else _unread(kind)


def _nothing_yet(kind: Kind) -> Emptiness:
    return Emptiness(
        f"No {kind.title} yet",
        "Drop a CSV file on this window, or paste rows from a spreadsheet. You see what each row does "
        "before anything is kept, and nothing is sent until you push.",
        *("drop", "Import a file…", "file"),
        *(f"Add a {kind.title_one} by hand", "new"),
    )


def _unread(kind: Kind) -> Emptiness:
    return Emptiness(
        f"No {kind.title} yet",
        "Read them from the vendor (F5), or drop a CSV file on this window. Reading changes nothing there, "
        "and nothing is sent until you push.",
        *("retry", "Read from the vendor", "pull"),
        *("Import a file…", "file"),
    )


def _hidden(text: str) -> Emptiness:
    return Emptiness("Nothing matches", text, "filter", "Show all", "all")


def _no_problems(tallies: Tallies) -> Emptiness:
    if not tallies.pending:
        return Emptiness("No problems", "No record is held back.", "applied", "Show all", "all")
    return Emptiness(
        "No problems left",
        f"Nothing is held back any more: {plural(tallies.pending, 'change')} can be reviewed and pushed.",
        *("applied", f"Review {plural(tallies.pending, 'change')}", "review"),
        *("Show all", "all"),
    )


def _all_of(tallies: Tallies) -> str:
    return "the only record" if tallies.total == 1 else f"all {plural(tallies.total, 'record')}"


def _are(tallies: Tallies) -> str:
    return f"{'is' if tallies.total == 1 else 'are'} {plural(tallies.total, 'record')}"
