"""Compares finished records with those that are there already, many at once.

What is unusual goes the long way (`resolve`), and one record of each shape goes both ways and is compared.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.intake.again_compare import Compare, Comparison, is_comparable, says_the_same
from app.intake.again_places import Places, Unusual, edited_copy, value_in
from app.intake.again_shapes import Shapes
from app.intake.again_verdicts import AgainVerdicts, Laid
from app.intake.merge import Target
from app.intake.plain_layout import PlainLayout, plain_layout
from app.intake.plain_rows import AgainRecord, Finished, PlainRows
from app.intake.plain_verdicts import Verdict
from app.intake.rows import Block
from app.intake.table import FileTable
from app.records.change import JsonObject
from app.store.held_keys import HeldKeys, HeldRow, mark_of
from app.store.projections import Projection
from app.store.record_rows import projected, search_text

# As the store and the staging write them; made once, since a record takes several.
_as_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_as_list = json.JSONEncoder(ensure_ascii=False).encode
_UNCHANGED, _NO_FIELDS, _NO_PROBLEMS = "unchanged", "[]", "[]"


def switches_text(target: Target) -> str:
    """Write the switches of a connection down: under others a record may have other problems."""
    return json.dumps(dict(target.options), sort_keys=True, default=str)


class AgainRows:
    """Compares what a file says with the records of one connection."""

    def __init__(self, layout: PlainLayout, target: Target) -> None:
        self._places = places = Places(target.kind)
        self._switches = switches_text(target)
        self._compare = Compare(target.kind, places)
        self._shapes = Shapes(target.kind, places)
        self._shown = [(one, one.path.split(".")) for one in layout.shown]
        self._verdicts = AgainVerdicts(layout, target)
        self._blank = [None] * len(layout.shown)
        self._directives: dict[int, str] = {}

    @property
    def verdicts(self) -> Sequence[Verdict]:
        return self._verdicts.all_plain()

    def part(self, found: Finished, held_keys: HeldKeys) -> Finished:
        """Take the records that are there already apart from the new ones."""
        held = held_keys.rows([record[1] for record in found.records])
        self._directives.update((one.number, one.directives) for one in found.verdicts)
        left = [record[1] for record in found.records if record[1] not in held]
        taken = held_keys.taken(left) if left else ()
        if not held and not taken:
            return found
        new: list[tuple[Any, ...]] = []
        again: list[AgainRecord] = []
        odd: list[tuple[Any, ...]] = []
        for record, shape in zip(found.records, found.shapes, strict=True):
            row = held.get(record[1])
            if row is not None:
                compared = self._compared(found, record, shape, row)
                if compared is None:
                    odd.append(record)
                else:
                    again.append(compared)
            else:
                (odd if record[1] in taken else new).append(record)
        rows = [row for record in odd for row in found.rows_of(record)]
        return replace(
            found,
            records=new,
            again=again,
            unusual=[*found.unusual, *rows],
            row_count=found.row_count - len(rows),
            verdicts=[*found.verdicts, *self._verdicts.take_new()],
        )

    def _compared(
        self, found: Finished, record: tuple[Any, ...], shape: Hashable, held: HeldRow
    ) -> AgainRecord | None:
        """What a record comes to that is there; None where it needs a closer look."""
        directives = self._directives[record[2]]
        if not is_comparable(held):
            return None
        has_problems = held.problems != _NO_PROBLEMS
        if not has_problems and says_the_same(held, record[4], directives):
            return self._unchanged(record, held)
        try:
            compared = self._compare.compare(held, record[4], directives)
            if not compared.is_changed and not has_problems:
                return self._unchanged(record, held)
            return self._judged(found, record, shape, held, compared)
        except Unusual:
            return None

    def _unchanged(self, record: tuple[Any, ...], held: HeldRow) -> AgainRecord:
        mark = mark_of(held, self._switches)
        head = (record[0], record[1], 0, record[3], held.id)
        return AgainRecord(*head, _UNCHANGED, _NO_FIELDS, mark, None, None, self._blank)

    def _judged(
        self, found: Finished, record: tuple[Any, ...], shape: Hashable, held: HeldRow, compared: Comparison
    ) -> AgainRecord:
        """What is changed, and what has problems, is judged with all of its shape."""
        directives = _as_text(compared.directives) if compared.directives else "{}"
        its_shape: tuple[Hashable, ...] = (
            *(shape, compared.is_changed, held.base_state, held.change, held.problems),
            *(directives, compared.is_said),
        )
        if not compared.is_said:
            edits = self._shapes.of_edits(compared.edits)
            its_shape = (*its_shape, self._shapes.of_base(compared.base), edits)
        if not compared.is_changed:
            made = self._unchanged(record, held)
        elif compared.is_said and directives == self._directives[record[2]]:
            made = self._said(record, held, compared)
        else:
            made = self._changed(record, held, compared)
        rows = () if self._verdicts.knows(its_shape) else found.rows_of(record)
        verdict = self._verdicts.of(its_shape, Laid(held, made, directives), rows)
        return made._replace(verdict=verdict.number, change=verdict.proposed)

    def _said(self, record: tuple[Any, ...], held: HeldRow, compared: Comparison) -> AgainRecord:
        """What holds nothing but what the rows say is written as they were."""
        mark = mark_of(held, self._switches)
        head = (record[0], record[1], 0, record[3], held.id, "", _as_list(compared.fields), mark)
        return AgainRecord(*head, record[4], record[5], record[6:])

    def _changed(self, record: tuple[Any, ...], held: HeldRow, compared: Comparison) -> AgainRecord:
        working = edited_copy(compared.base, compared.edits, self._places)
        return AgainRecord(
            number=record[0],
            key=record[1],
            verdict=0,
            further=record[3],
            record_id=held.id,
            change="",
            fields=_as_list(compared.fields),
            mark=mark_of(held, self._switches),
            edits=_as_text(compared.edits),
            search_text=search_text(working),
            shown=[_project(one, steps, working, compared.directives) for one, steps in self._shown],
        )


@dataclass(frozen=True)
class AtOnce:
    """Reads rows that hold nothing unusual and compares them with what is there, many at once."""

    plain: PlainRows
    again: AgainRows
    held: HeldKeys

    @property
    def verdicts(self) -> Sequence[Verdict]:
        """What records of the shapes met so far have in common."""
        return [*self.plain.verdicts, *self.again.verdicts]

    def finish(self, block: Block) -> Finished:
        """Finish the rows of a block as far as that can be done at once."""
        found = self.plain.finish(block)
        return self.again.part(found, self.held) if found.records else found


def at_once(table: FileTable, target: Target, held: HeldKeys) -> AtOnce | None:
    """Give what reads many rows at once; None where each needs a closer look."""
    layout = plain_layout(table)
    return AtOnce(PlainRows(layout, target), AgainRows(layout, target), held) if layout else None


def _project(
    shown: Projection, steps: Sequence[str], working: JsonObject, directives: Mapping[str, str]
) -> Any:  # noqa: ANN401  any scalar
    if shown.is_directive:
        return directives.get(shown.path)
    value = value_in(working, steps)
    if shown.is_list and value:
        return _as_text(value)
    return projected(shown, value)
