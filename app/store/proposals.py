"""Proposals: which files were read, how, and whether they were kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from app.errors import NotFound
from app.intake.values import ColumnMatch, Proposal, Reading
from app.store.database import Database

FOLDER = "proposals"
_COLUMNS = "id, kind, connection_id, file_name, reading, mapping, counts, created_at"


class Proposals:
    """One row per file. The rows read from it are staged in `file_of(id)`, which goes with the proposal."""

    def __init__(self, database: Database, folder: Path, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._folder = folder / FOLDER
        self._clock = clock

    def file_of(self, proposal_id: int) -> Path:
        return self._folder / f"{proposal_id}.sqlite"

    def begin(self, *, kind: str, connection_id: int, file_name: str) -> int:
        """Make room for a proposal that is being read; it is not listed yet."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        with self._database.write() as connection:
            return int(
                connection.exec_driver_sql(
                    "INSERT INTO proposals (kind, connection_id, file_name, state, created_at) "
                    "VALUES (?, ?, ?, 'reading', ?) RETURNING id",
                    (kind, connection_id, file_name, self._clock().isoformat()),
                ).scalar_one()
            )

    def open(
        self, proposal_id: int, *, reading: Reading, mapping: tuple[ColumnMatch, ...], counts: Mapping[str, int]
    ) -> None:
        """List a proposal that was read to its end."""
        with self._database.write() as connection:
            connection.exec_driver_sql(
                "UPDATE proposals SET state = 'open', reading = ?, mapping = ?, counts = ? WHERE id = ?",
                (
                    json.dumps(asdict(reading), ensure_ascii=False),
                    json.dumps([asdict(match) for match in mapping], ensure_ascii=False),
                    json.dumps(dict(counts)),
                    proposal_id,
                ),
            )

    def count_anew(self, proposal_id: int, counts: Mapping[str, int]) -> None:
        """Note what is left of a proposal that was kept or rejected in part."""
        with self._database.write() as connection:
            connection.exec_driver_sql(
                "UPDATE proposals SET counts = ? WHERE id = ?", (json.dumps(dict(counts)), proposal_id)
            )

    def close(self, proposal_id: int, state: Literal["kept", "rejected"]) -> None:
        """Take a proposal off the list, and its staged rows off the disk."""
        with self._database.write() as connection:
            connection.exec_driver_sql("UPDATE proposals SET state = ? WHERE id = ?", (state, proposal_id))
        self._remove_file(proposal_id)

    def forget(self, proposal_id: int) -> None:
        """Drop a proposal that was not read to its end."""
        with self._database.write() as connection:
            connection.exec_driver_sql("DELETE FROM proposals WHERE id = ?", (proposal_id,))
        self._remove_file(proposal_id)

    def list(self) -> tuple[Proposal, ...]:
        """Open proposals, the oldest first, without their problems."""
        with self._database.read() as connection:
            statement = f"SELECT {_COLUMNS} FROM proposals WHERE state = 'open' ORDER BY id"  # noqa: S608  no value in it
            return tuple(_proposal(row) for row in connection.exec_driver_sql(statement))

    def get(self, proposal_id: int) -> Proposal:
        """*Raises* NotFound."""
        with self._database.read() as connection:
            row = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM proposals WHERE id = ? AND state = 'open'",  # noqa: S608  no value in it
                (proposal_id,),
            ).first()
        if row is None or not self.file_of(proposal_id).exists():
            raise NotFound(
                f"There is no open proposal {proposal_id}; it may have been kept or rejected.",
                remedy="Import the file again: what it holds already is not added twice.",
            )
        return _proposal(row)

    def last_kept(self, kind: str, connection_id: int) -> Proposal | None:
        """Return the file that was kept last for a connection, with its header and mapping; None before one."""
        with self._database.read() as connection:
            row = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM proposals WHERE kind = ? AND connection_id = ? AND state = 'kept'"  # noqa: S608  no value in it
                " ORDER BY id DESC LIMIT 1",
                (kind, connection_id),
            ).first()
        return None if row is None else _proposal(row)

    def remembered(self, kind: str, fingerprint: str) -> str | None:
        """Return the mapping that was chosen for a header, as JSON; None where there is none."""
        with self._database.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT value FROM workspace WHERE name = ?", (_mapping_name(kind, fingerprint),)
            )
            return found.scalar_one_or_none()

    def remembered_headers(self, kind: str) -> frozenset[str]:
        """List the fingerprints of the headers that a mapping was chosen for."""
        start = _mapping_name(kind, "")
        with self._database.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT substr(name, ?) FROM workspace WHERE substr(name, 1, ?) = ?",
                (len(start) + 1, len(start), start),
            )
            return frozenset(found.scalars())

    def remember(self, kind: str, fingerprint: str, mapping: str) -> None:
        """Note the mapping that was chosen for a header; "" forgets it."""
        name = _mapping_name(kind, fingerprint)
        with self._database.write() as connection:
            connection.exec_driver_sql("DELETE FROM workspace WHERE name = ?", (name,))
            if mapping:
                connection.exec_driver_sql("INSERT INTO workspace VALUES (?, ?)", (name, mapping))

    def sweep(self) -> None:
        """Remove what a crash left. Call it when nobody reads a file: as the workspace opens."""
        with self._database.write() as connection:
            connection.exec_driver_sql("DELETE FROM proposals WHERE state = 'reading'")
            rows = connection.exec_driver_sql("SELECT id FROM proposals WHERE state = 'open'")
            open_ids = {int(one) for one in rows.scalars()}
        kept = {self.file_of(one).name for one in open_ids}
        for file in self._folder.glob("*.sqlite*") if self._folder.exists() else ():
            if file.name.partition(".sqlite")[0] + ".sqlite" not in kept:
                file.unlink(missing_ok=True)

    def _remove_file(self, proposal_id: int) -> None:
        for file in self._folder.glob(f"{proposal_id}.sqlite*"):
            file.unlink(missing_ok=True)


def _mapping_name(kind: str, fingerprint: str) -> str:
    return f"mapping of {kind}: {fingerprint}"


def _proposal(row: Any) -> Proposal:  # noqa: ANN401  a row of _COLUMNS
    counts = json.loads(row[6])
    names = (
        "rows",
        "records",
        "added",
        "changed",
        "unchanged",
        "refused",
        "problem_rows",
        "problem_count",
        "error_count",
    )
    return Proposal(
        id=row[0],
        kind=row[1],
        connection_id=row[2],
        file_name=row[3],
        reading=_reading(json.loads(row[4])),
        mapping=tuple(ColumnMatch(**match) for match in json.loads(row[5])),
        **{name: counts.get(name, 0) for name in names},
        problems=(),
        created_at=datetime.fromisoformat(row[7]),
    )


def _reading(plain: dict[str, Any]) -> Reading:
    plain["header"] = tuple(plain["header"])
    plain["sample"] = tuple(tuple(row) for row in plain["sample"])
    plain["telling_lines"] = tuple(plain["telling_lines"])
    plain["sheets"] = tuple(plain.get("sheets", ()))
    plain["first_rows"] = tuple((row, tuple(cells)) for row, cells in plain.get("first_rows", ()))
    return Reading(**plain)
