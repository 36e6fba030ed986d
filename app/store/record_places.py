"""Where records stand in what a query shows, and which ones beside a place want to be looked at."""

from __future__ import annotations

from app.store.record_lookup import RecordLookup
from app.store.visible import VISIBLE
from app.values import RecordQuery

_AT_ONCE = 200
REFUSED = "(outcome = 'refused' AND change != '')"
MARKED = f"(error_count + warning_count > 0 OR {REFUSED})"


class RecordPlaces(RecordLookup):
    """Numbers the records of a query in its order, from 0."""

    def position(self, query: RecordQuery, record_id: int) -> int | None:
        """Tell at which offset of a query a record stands; None when the query leaves it out."""
        sql = self._kinds[query.kind]
        selection = sql.selection(query)
        numbered = (
            f"SELECT id, row_number() OVER (ORDER BY {sql.order(query)}) - 1 AS place "  # noqa: S608  no value in it
            f"FROM {sql.table} WHERE {VISIBLE} AND {selection.where}"
        )
        statement = f"SELECT place FROM ({numbered}) WHERE id = ?"  # noqa: S608  as above
        with self._database.read() as connection:
            place = connection.exec_driver_sql(
                statement, (*selection.parameters, record_id)
            ).scalar_one_or_none()
        return None if place is None else int(place)

    def marked_beside(
        self, query: RecordQuery, place: int, *, is_backwards: bool, only_refused: bool
    ) -> list[tuple[int, int]]:
        """List some (place, id) with a problem or a refusal after a place, or before it, the nearest first."""
        sql = self._kinds[query.kind]
        selection = sql.selection(query)
        numbered = (
            f"SELECT id, {REFUSED if only_refused else MARKED} AS is_marked, "  # noqa: S608  no value in it
            f"row_number() OVER (ORDER BY {sql.order(query)}) - 1 AS place "
            f"FROM {sql.table} WHERE {VISIBLE} AND {selection.where}"
        )
        side, order = ("<", "DESC") if is_backwards else (">", "ASC")
        statement = (
            f"SELECT place, id FROM ({numbered}) WHERE is_marked AND place {side} ? "  # noqa: S608  as above
            f"ORDER BY place {order} LIMIT {_AT_ONCE}"
        )
        with self._database.read() as connection:
            rows = connection.exec_driver_sql(statement, (*selection.parameters, place))
            return [(int(row[0]), int(row[1])) for row in rows]
