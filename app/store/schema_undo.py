"""What undoing a push needs: images before and after, and what became of each record of an undo."""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = (
    "ALTER TABLE pushes ADD COLUMN undoes INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX undoing_pushes ON pushes (undoes) WHERE undoes > 0",
    "ALTER TABLE push_records ADD COLUMN before_seen TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE effects ADD COLUMN after_seen TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX requests_by_parent ON requests (parent_id) WHERE parent_id IS NOT NULL",
    """CREATE TABLE undo_records (
        push_id INTEGER NOT NULL REFERENCES pushes (id) ON DELETE CASCADE,
        record_id INTEGER NOT NULL,
        kept TEXT NOT NULL DEFAULT '',
        impossible TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (push_id, record_id)
    ) STRICT, WITHOUT ROWID""",
    # Until now these kinds were read right before every change, and the whole of it stood in the base.
    """UPDATE push_records SET before_seen = before_base WHERE before_state = 'known'
        AND kind IN ('softwareone.buyers', 'flxpoint.orders', 'kibo.accounts')""",
)


def create(connection: Connection) -> None:
    """Add the columns and the table; migration 3.

    `before_seen` and `after_seen` are JSON: the fields concerned as the vendor was read to hold them right
    before a record was written, and as it held them after one effect. Both are empty where nobody looked.
    `undoes` is the push that a push undoes, 0 for none; of each of its records `kept` and `impossible` say
    in words what was not reversed.
    """
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
