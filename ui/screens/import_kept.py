"""What keeping a file amounted to, in words."""

from __future__ import annotations

from dataclasses import dataclass

from app.intake.values import Kept
from app.values import Tallies
from ui.models.when import number_text, plural
from ui.widgets.notice_bar import Severity


@dataclass(frozen=True)
class KeptNotice:
    """A notice for the records; `filter` shows what it is about."""

    text: str
    severity: Severity
    detail: str
    filter: str


def kept_notice(kept: Kept, tallies: Tallies, *, has_errors: bool) -> KeptNotice:
    """Say what was kept, what was not, and, where the file had errors, what is held back now."""
    parts = [
        f"{number_text(count)} {word}"
        for count, word in ((kept.added, "added"), (kept.changed, "changed"), (kept.unchanged, "unchanged"))
        if count
    ]
    text = f"{plural(kept.records, 'record')} kept" + (f": {', '.join(parts)}." if parts else ".")
    if kept.not_kept:
        text += f" {plural(len(kept.not_kept), 'record was', 'records were')} left out."
    held_back = tallies.with_errors if has_errors else 0
    if held_back:
        have = "record has problems and is" if held_back == 1 else "records have problems and are"
        text += f" {number_text(held_back)} {have} held back until fixed."
    detail = "\n".join(problem.message for problem in kept.not_kept[:20])
    is_clean = not (kept.not_kept or held_back)
    return KeptNotice(
        text, "success" if is_clean else "warning", detail, "problems" if held_back else "pending"
    )
