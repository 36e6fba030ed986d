"""Records as rows of their kind's table, and back."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from app.records.change import MISSING, JsonObject, Raw, dump_edits, load_edits, value_at, working_copy
from app.records.conflicts import dump_conflicts, load_conflicts
from app.records.problems import Problem, Severity
from app.records.refusals import dump_refusals, load_refusals
from app.store.projections import OWN_COLUMNS, Projection, projections_of
from app.values import BaseState, Change, Record
from app.vendors.declaration import Kind

_BOOKKEEPING = ("last_push_id", "staged_by", "replaced_by")
_LARGEST_INTEGER = 2**63 - 1  # what SQLite holds; a longer one is shown by its record only
READ_COLUMNS = (
    *(
        "id",
        "connection_id",
        "key",
        "base_state",
        "base",
        "edits",
        "directives",
        "is_deleting",
        "change",
        "problems",
    ),
    *("is_key_locked", "busy", "outcome", "outcome_reason", "outcome_message", "conflicts", "refusals"),
)


class RecordRows:
    """Turns records of one kind into rows; the order of values is that of `columns`."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.projections = projections_of(kind)
        self.columns = (
            *(name for name in OWN_COLUMNS if name not in _BOOKKEEPING),
            *(shown.name for shown in self.projections),
        )

    def row(self, record: Record, *, now: datetime) -> tuple[Any, ...]:
        """Write the truth and its projection."""
        working = working_copy(record.base, record.edits)
        shown = (self._project(record, working, one) for one in self.projections)
        return (*_truth(record), now.isoformat(), search_text(working), *shown)

    def record(self, row: Sequence[Any]) -> Record:
        """Read a row of READ_COLUMNS."""
        return Record(
            id=row[0],
            kind=self.kind.id,
            connection_id=row[1],
            key=row[2],
            base_state=BaseState(row[3]),
            base=json.loads(row[4]) if row[4] != "{}" else {},
            edits=load_edits(row[5]) if row[5] != "{}" else {},
            directives=json.loads(row[6]) if row[6] != "{}" else {},
            is_deleting=bool(row[7]),
            change=Change(row[8]),
            problems=_load_problems(row[9]) if row[9] != "[]" else (),
            is_key_locked=bool(row[10]),
            busy=row[11],
            outcome=row[12],
            outcome_reason=row[13],
            outcome_message=row[14],
            conflicts=load_conflicts(row[15]) if row[15] != "[]" else (),
            refusals=load_refusals(row[16]),
        )

    def _project(self, record: Record, working: JsonObject, shown: Projection) -> Any:  # noqa: ANN401  any scalar
        if shown.is_directive:
            return record.directives.get(shown.path)
        return projected(shown, value_at(working, shown.path))


def _truth(record: Record) -> tuple[Any, ...]:
    errors = sum(problem.is_error for problem in record.problems)
    return (
        record.id,
        record.connection_id,
        record.key,
        record.base_state.value,
        _dump(record.base),
        dump_edits(record.edits) if record.edits else "{}",
        _dump(dict(record.directives)),
        int(record.is_deleting),
        record.change.value,
        _dump_problems(record.problems),
        errors,
        len(record.problems) - errors,
        dump_conflicts(record.conflicts),
        len(record.conflicts),
        int(record.is_key_locked),
        record.busy,
        record.outcome,
        record.outcome_reason,
        record.outcome_message,
        dump_refusals(record.refusals),
    )


def projected(shown: Projection, value: Any) -> Any:  # noqa: ANN401  any JSON value
    """Give the typed value, or NULL where it is absent or unreadable."""
    if value is MISSING or value is None:
        return None
    if shown.is_list:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_raw_text)
    if isinstance(value, (Raw, dict, list)) or (isinstance(value, int) and abs(value) > _LARGEST_INTEGER):
        return None
    return value


def _raw_text(value: Any) -> str:  # noqa: ANN401  json calls it with what it cannot write
    if isinstance(value, Raw):
        return value.text
    raise TypeError(f"{type(value).__name__} in a record")


def _gather(values: Iterable[Any], texts: list[str]) -> None:
    """Gather every text and number, unreadable ones as written."""
    for value in values:
        match value:
            case str():
                texts.append(value)
            case dict():
                _gather(value.values(), texts)
            case list():
                _gather(value, texts)
            case None | bool():
                pass
            case _:
                texts.append(value.text if isinstance(value, Raw) else str(value))


def search_text(working: JsonObject) -> str:
    """Write all that a working copy says, as `folded` text with a line per value."""
    texts: list[str] = []
    _gather(working.values(), texts)
    return folded("\n".join(texts))


def folded(text: str) -> str:
    """The form in which texts are compared ignoring case, accented letters in either spelling."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text).casefold()


def _dump(value: JsonObject) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else "{}"


def _dump_problems(problems: Sequence[Problem]) -> str:
    """*Shape*: JSON list of [path, message, severity]."""
    if not problems:
        return "[]"
    return json.dumps([[one.path, one.message, one.severity.value] for one in problems], ensure_ascii=False)


def _load_problems(text: str) -> tuple[Problem, ...]:
    return tuple(Problem(path, message, Severity(severity)) for path, message, severity in json.loads(text))
