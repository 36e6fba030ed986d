"""What people say of pushes."""

from __future__ import annotations

from sqlalchemy import text

from app.store.database import Database


class PushComments:
    """A comment is one line of a push; it is written over, never added to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self, push_id: int, words: str) -> None:
        statement = text("UPDATE pushes SET comment = :words WHERE id = :id")
        with self._database.write() as sql:
            sql.execute(statement, {"id": push_id, "words": words})
