"""The file of its own in which a proposal's rows, and what they would do, wait to be kept."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from app.intake.assemble import StagedRow
from app.intake.left_out import LeftOut
from app.intake.merge import Merged
from app.intake.rows import SourceRow
from app.intake.staged_groups import Group, NamedRow, grouped
from app.intake.staged_values import dump_notes, field_of, plain, plain_field, problem_of
from app.intake.staging_plain import PlainStaging
from app.intake.staging_schema import GROUPING, INDEXES
from app.intake.table import FileTable
from app.intake.values import ProposedRecord, RowProblem
from app.records.change import FieldChange

FIRST_PROBLEMS = 1000
_SOURCE = "SELECT s.number, s.name, s.row, s.line, s.cells, s.hash, s.missing, s.notes FROM source_rows s"
_PROBLEM = "row, line, field, value, message, severity"
_LEFT = "(number = 0 OR number IN (SELECT number FROM records WHERE state = 'open'))"
_FILTERS = {
    "all": "1",
    "added": "change = 'added'",
    "changed": "change IN ('changed', 'deleted')",
    "deleted": "change = 'deleted'",
    "unchanged": "change = 'unchanged'",
    "refused": "change = 'refused'",
    "problems": "problem_count > 0",
}
PROPOSAL_FILTERS = tuple(_FILTERS)
# The index leaves out 0, and SQLite uses it only for a question that says so, too.
CLAIMED = "SELECT number FROM records WHERE record_id = ? AND record_id != 0"

_RIVALS = """SELECT number FROM records WHERE record_id != 0 AND record_id IN (
    SELECT record_id FROM records WHERE record_id != 0
    GROUP BY record_id HAVING count(*) > 1 AND count(rows) < count(*)) ORDER BY number"""


class Staging:
    """One proposal's file. Write to it from one thread; other threads open it for themselves."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.plain = PlainStaging(connection)
        self.left_out = LeftOut(connection)

    def add_rows(self, rows: Iterable[NamedRow]) -> None:
        self.connection.executemany(
            "INSERT INTO source_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (one.row.row, one.row.line, one.row.row, one.name, one.row.hash, one.row.missing,
                 json.dumps(one.row.cells, ensure_ascii=False), one.refusal, dump_notes(one.row.notes))
                for one in rows
            ),
        )  # fmt: skip

    def group_rows(self, table: FileTable) -> None:
        """Give the rows of one name the number of the first of them, wherever in the file they are."""
        for number in self.plain.doubled():
            self.look_closer(number, table)
        self._run(GROUPING)
        self._run(INDEXES)

    def look_closer(self, number: int, table: FileTable) -> None:
        """Make the rows of a finished record rows that are still to be looked at."""
        rows = _staged(self.plain.rows(number), table)
        key = self.connection.execute("SELECT key FROM records WHERE number = ?", (number,)).fetchone()[0]
        self.plain.remove(number)
        self.add_rows(NamedRow(row, f"k{key}") for row in rows)

    def plain_groups(self, numbers: Iterable[int], table: FileTable) -> Iterator[Group]:
        """Yield finished records as the rows they came from."""
        for number in sorted(numbers):
            staged = _staged(self.plain.rows(number), table)
            if staged:
                key = self.connection.execute("SELECT key FROM records WHERE number = ?", (number,)).fetchone()
                yield Group(number, f"k{key[0]}", staged)

    def forget_record(self, number: int) -> None:
        """Take a record and its problems away; its rows stay."""
        for table in ("records", "problems"):
            self.connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608

    def is_open(self, number: int) -> bool:
        """Tell whether a record that can be read has that number, and is neither kept nor rejected."""
        found = self.connection.execute(
            "SELECT 1 FROM records WHERE number = ? AND state = 'open' AND change != 'refused'", (number,)
        )
        return found.fetchone() is not None

    def open_up(self, number: int, table: FileTable) -> Group | None:
        """Give a record as the rows it came from, to be looked at anew; None where there is none."""
        if rows := [(number, one.row) for one in self.plain.rows(number)]:
            self.look_closer(number, table)
            self.connection.executemany("UPDATE source_rows SET number = ? WHERE row = ?", rows)
        statement = f"{_SOURCE} WHERE s.refusal = '' AND s.number = ? ORDER BY s.row"
        return next(grouped(self.connection.execute(statement, (number,))), None)

    def record(self, number: int) -> ProposedRecord:
        row = self.connection.execute(
            "SELECT number, key, change, rows, fields FROM records WHERE number = ?", (number,)
        ).fetchone()
        return self._proposed(row)

    def open_numbers(self) -> tuple[int, int]:
        """The first and the last of the records that are left; 0, 0 without any."""
        row = self.connection.execute(
            "SELECT min(number), max(number) FROM records WHERE state = 'open'"
        ).fetchone()
        return row[0] or 0, row[1] or 0

    def _run(self, script: str) -> None:
        """Run statements one by one: `executescript` would commit what is not complete yet."""
        for statement in script.split(";"):
            self.connection.execute(statement)

    def count_rows(self) -> int:
        return int(self.connection.execute("SELECT count(*) FROM source_rows").fetchone()[0])

    def groups(self, *, state: str = "", numbers: Sequence[int] | None = None) -> Iterator[Group]:
        """Yield the readable records in the order of the file; with `state` only those in it."""
        wanted = set(numbers) if numbers is not None else None
        order = "ORDER BY s.number, s.row"
        if state:
            joined = "JOIN records r ON r.number = s.number WHERE s.refusal = '' AND r.state = ?"
            rows = self.connection.execute(f"{_SOURCE} {joined} {order}", (state,))
        else:
            rows = self.connection.execute(f"{_SOURCE} WHERE s.refusal = '' {order}")
        for group in grouped(rows):
            if wanted is None or group.number in wanted:
                yield group

    def refused_rows(self) -> Iterator[tuple[StagedRow, str]]:
        rows = self.connection.execute(
            "SELECT row, line, cells, hash, missing, refusal FROM source_rows WHERE refusal != '' ORDER BY row"
        )
        for row, line, cells, hashed, missing, refusal in rows:
            yield StagedRow(row, line, json.loads(cells), hashed, missing), refusal

    def add_records(self, merged: Iterable[tuple[Group, int, Merged]]) -> None:
        """Stage what keeping would do; the record ids are those of existing records, or 0."""
        for group, record_id, one in merged:
            rows = [row.row for row in group.rows]
            self._add(group.number, record_id, one.key, one.change, rows, one.fields, len(one.problems))
            self.add_problems(group.number, one.problems)

    def add_refused(self, row: StagedRow, problem: RowProblem) -> None:
        self._add(row.row, 0, "", "refused", [row.row], (), 1)
        self.add_problems(row.row, (problem,))

    def add_problems(self, number: int, problems: Iterable[RowProblem]) -> None:
        self.connection.executemany(
            "INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(number, p.row, p.line, p.column, p.value, p.message, p.severity.value) for p in problems],
        )

    def number_of(self, record_id: int) -> int:
        """Tell which group claimed an existing record; 0 where none did."""
        found = self.connection.execute(CLAIMED, (record_id,)).fetchone()
        return int(found[0]) if found else 0

    def number_of_finished(self, record_id: int) -> int:
        """Tell which finished and open record is about an existing one; 0 where none is."""
        found = self.connection.execute(
            f"{CLAIMED} AND rows IS NULL AND state = 'open'", (record_id,)
        ).fetchone()
        return int(found[0]) if found else 0

    def has_again(self) -> bool:
        """Tell whether any finished and open record is about one that was there already."""
        found = self.connection.execute(
            "SELECT 1 FROM records WHERE record_id != 0 AND rows IS NULL AND state = 'open' LIMIT 1"
        )
        return found.fetchone() is not None

    def rivals(self) -> list[int]:
        """The numbers of records that are about one existing record together with a finished one."""
        return [number for (number,) in self.connection.execute(_RIVALS)]

    def counts(self) -> dict[str, int]:
        """*Shape*: the numbers of a Proposal by name; `rows` is not among them."""
        tallies = dict(
            self.connection.execute("SELECT change, count(*) FROM records WHERE state = 'open' GROUP BY change")
        )
        row = self.connection.execute(
            "SELECT count(DISTINCT CASE WHEN number THEN row END), count(*), "  # noqa: S608  a text of our own
            f"coalesce(sum(severity = 'error'), 0) FROM problems WHERE {_LEFT}"
        ).fetchone()
        added, unchanged = tallies.get("added", 0), tallies.get("unchanged", 0)
        changed, refused = tallies.get("changed", 0) + tallies.get("deleted", 0), tallies.get("refused", 0)
        return {
            "records": added + changed + unchanged,
            "added": added,
            "changed": changed,
            "unchanged": unchanged,
            "refused": refused,
            "problem_rows": row[0],
            "problem_count": row[1],
            "error_count": row[2],
        }

    def first_problems(self) -> tuple[RowProblem, ...]:
        rows = self.connection.execute(
            f"SELECT {_PROBLEM} FROM problems WHERE {_LEFT} ORDER BY row, rowid LIMIT ?",  # noqa: S608  as above
            (FIRST_PROBLEMS,),
        )
        return tuple(problem_of(row) for row in rows)

    def page(self, filter_name: str, *, offset: int, limit: int) -> tuple[ProposedRecord, ...]:
        rows = self.connection.execute(
            "SELECT number, key, change, rows, fields FROM records "  # noqa: S608  a text of our own
            f"WHERE state = 'open' AND {_FILTERS[filter_name]} ORDER BY number LIMIT ? OFFSET ?",
            (limit, offset),
        ).fetchall()
        return tuple(self._proposed(row) for row in rows)

    def wrong_rows(self) -> Iterator[tuple[list[str], str]]:
        """Yield the cells of rows that hold an error, or cannot be read, and what is wrong with them."""
        reasons = "SELECT row, group_concat(message, ' ') AS reason FROM problems WHERE severity = 'error'"
        statement = (
            "SELECT s.cells, e.reason FROM source_rows s "  # noqa: S608  texts of our own
            f"JOIN ({reasons} AND {_LEFT} GROUP BY row) e ON e.row = s.row ORDER BY s.row"
        )
        for cells, reason in self.connection.execute(statement):
            yield json.loads(cells), reason

    def mark(self, numbers: Iterable[int], state: str) -> None:
        self.connection.executemany(
            "UPDATE records SET state = ? WHERE number = ?", [(state, one) for one in numbers]
        )

    def _add(  # noqa: PLR0913, PLR0917  the columns of the table, in their order
        self, number: int, record_id: int, key: str, change: str, rows: list[int],
        fields: Sequence[FieldChange], problem_count: int,
    ) -> None:  # fmt: skip
        shown = json.dumps([plain_field(one) for one in fields], ensure_ascii=False, default=plain)
        self.connection.execute(
            "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, 'open')",
            (number, record_id, key, change, json.dumps(rows), shown, problem_count),
        )

    def _proposed(self, row: tuple[Any, ...]) -> ProposedRecord:
        number = row[0]
        if row[3] is None:
            rows = [(one.row, one.line, one.cells) for one in self.plain.rows(number)]
            said = self.plain.fields(number) if row[4] is None else map(field_of, json.loads(row[4]))
            return self._shown(row, rows, tuple(said))
        source = self.connection.execute(
            "SELECT row, line, cells FROM source_rows WHERE number = ? ORDER BY row", (number,)
        )
        fields = tuple(field_of(one) for one in json.loads(row[4]))
        return self._shown(row, [(one, line, json.loads(text)) for one, line, text in source], fields)

    def _shown(
        self, row: tuple[Any, ...], rows: Sequence[tuple[int, int, list[str]]], fields: tuple[FieldChange, ...]
    ) -> ProposedRecord:
        number = row[0]
        problems = self.connection.execute(
            f"SELECT {_PROBLEM} FROM problems WHERE number = ? ORDER BY row, rowid",  # noqa: S608  as above
            (number,),
        )
        return ProposedRecord(
            number=number,
            rows=tuple(one for one, _, _ in rows),
            key=row[1],
            change=row[2],
            fields=fields,
            problems=tuple(problem_of(one) for one in problems),
            cells=tuple(tuple(cells) for *_, cells in rows),
            lines=tuple(line for _, line, _ in rows),
            left_out=self.left_out.of(number),
        )


def _staged(rows: Iterable[SourceRow], table: FileTable) -> tuple[StagedRow, ...]:
    return tuple(StagedRow(one.row, one.line, one.cells, table.row_hash(one.cells)) for one in rows)
