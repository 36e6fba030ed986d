"""Old and new values, and problems, as a staging file holds them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.intake.rows import Note
from app.intake.values import RowProblem
from app.records.change import MISSING, FieldChange, Raw
from app.records.problems import Severity


def plain_field(change: FieldChange) -> list[Any]:
    """*Shape*: [path, old, new, whether old is unread]."""
    return [change.path, plain(change.old), plain(change.new), change.is_old_unread]


def plain(value: Any) -> Any:  # noqa: ANN401  any JSON value
    """*Shape*: a JSON scalar or list as it is; {"raw": text}, or {} for MISSING."""
    if isinstance(value, Raw):
        return {"raw": value.text}
    return {} if value is MISSING else value


def field_of(plain: list[Any]) -> FieldChange:
    return FieldChange(plain[0], _value(plain[1]), _value(plain[2]), plain[3])


def _value(plain: Any) -> Any:  # noqa: ANN401  any JSON value
    if isinstance(plain, dict):
        return Raw(plain["raw"]) if "raw" in plain else MISSING
    return plain


def problem_of(row: Sequence[Any]) -> RowProblem:
    return RowProblem(row[0], row[1], row[2], row[3], row[4], Severity(row[5]))


def dump_notes(notes: Mapping[int, Note]) -> str:
    """*Shape*: JSON list of [index of the cell, message, whether it is an error]; "" for none."""
    if not notes:
        return ""
    plain = [[index, note.message, note.is_error] for index, note in notes.items()]
    return json.dumps(plain, ensure_ascii=False)


def notes_of(text: str) -> dict[int, Note]:
    return {index: Note(message, is_error) for index, message, is_error in json.loads(text)} if text else {}
