"""What is wrong with records that were there already, found out once for all of the same shape."""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.intake.again_places import Unusual
from app.intake.assemble import StagedRow, assemble
from app.intake.merge import Merged, Target, merge
from app.intake.plain_layout import PlainLayout
from app.intake.plain_rows import AgainRecord
from app.intake.plain_verdicts import LEARNING, MANY, Verdict, numbered
from app.intake.rows import SourceRow
from app.intake.staged_values import plain, plain_field
from app.records.refusals import dump_refusals
from app.store.held_keys import HeldRow
from app.store.record_rows import READ_COLUMNS, RecordRows
from app.values import Record

_NO_PUSH = {
    **dict.fromkeys(("outcome", "outcome_reason", "outcome_message"), ""),
    "is_key_locked": 0,
    "refusals": dump_refusals(()),
}
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Laid:
    """A record, what a file makes of it in short, and its directives then; `made` has no verdict yet."""

    held: HeldRow
    made: AgainRecord
    directives: str


class AgainVerdicts:
    """Sends the first record of each shape the long way, and compares."""

    def __init__(self, layout: PlainLayout, target: Target) -> None:
        self._layout = layout
        self._target = target
        self._rows = RecordRows(target.kind)
        self._known: dict[Hashable, Verdict | None] = {}
        self._new: list[Verdict] = []
        self._seen = 0

    def of(self, shape: Hashable, laid: Laid, rows: Sequence[SourceRow]) -> Verdict:
        """Judge a record; *raises* Unusual where each of its shape needs a closer look."""
        self._seen += 1
        if shape not in self._known:
            if len(self._known) > MANY and len(self._known) > self._seen * LEARNING:
                raise Unusual
            found = self._known[shape] = self._judged(laid, rows)
            self._new += [found] if found else []
        verdict = self._known[shape]
        if verdict is None:
            raise Unusual
        return verdict

    def knows(self, shape: Hashable) -> bool:
        return shape in self._known

    def all_plain(self) -> list[Verdict]:
        return [one for one in self._known.values() if one is not None]

    def take_new(self) -> list[Verdict]:
        """Return the verdicts since the last time."""
        new, self._new = self._new, []
        return new

    def _judged(self, laid: Laid, rows: Sequence[SourceRow]) -> Verdict | None:
        table = self._layout.table
        staged = [StagedRow(one.row, one.line, one.cells, table.row_hash(one.cells)) for one in rows]
        said = assemble(table, staged, key=laid.made.key, local_id=0)
        existing = self._existing(laid.held)
        merged = merge(self._target, said, existing, known_rows=())
        after = merged.record or existing
        if any(one.is_error for one in after.problems) or any(
            one.is_error or one.value for one in merged.problems
        ):
            return None
        expected = dict(zip(self._rows.columns, self._rows.row(after, now=_ANY_TIME), strict=True))
        if not self._is_expected(laid, merged, expected):
            return None
        places = {row.row: place for place, row in enumerate(staged)}
        return numbered(
            Verdict(
                is_plain=True,
                proposed=merged.change,
                change=after.change.value,
                base_state=after.base_state.value,
                directives=laid.directives,
                problems=expected["problems"],
                warnings=tuple((places[one.row], one.column, one.message) for one in merged.problems),
            )
        )

    def _existing(self, held: HeldRow) -> Record:
        """Read the record; what a push left there decides nothing here."""
        given = {**_NO_PUSH, **held._asdict(), "connection_id": self._target.connection_id}
        return self._rows.record([given[name] for name in READ_COLUMNS])

    def _is_expected(self, laid: Laid, merged: Merged, expected: dict[str, Any]) -> bool:
        made, after = laid.made, merged.record
        if merged.refusal is not None or merged.key != made.key:
            return False
        fields = json.dumps([plain_field(one) for one in merged.fields], ensure_ascii=False, default=plain)
        if after is None:
            return made.edits is None and (merged.change, fields) == (made.change, made.fields)
        shown = [one.name for one in self._layout.shown]
        wanted = [expected[name] for name in ("key", "edits", "directives", "search_text", *shown)]
        said = [made.key, made.edits, laid.directives, made.search_text, *made.shown]
        is_usual = not after.is_deleting and not after.conflicts and expected["base"] == laid.held.base
        return is_usual and fields == made.fields and wanted == said
