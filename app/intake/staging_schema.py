"""The tables of a staging file, and the statement that groups its rows."""

from __future__ import annotations

# A file that was not filled to its end is removed: nothing needs to be taken back in it.
FAST = (
    "PRAGMA page_size = 8192; PRAGMA cache_size = -32000; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
)
STAGING_VERSION = 3
READABLE_VERSIONS = (2, 3)  # the second compared all that was there record by record
SCHEMA = f"""
PRAGMA user_version = {STAGING_VERSION};
CREATE TABLE source_rows (
    row INTEGER PRIMARY KEY, line INTEGER, number INTEGER, name TEXT, hash TEXT, missing INTEGER,
    cells TEXT, refusal TEXT, notes TEXT);
CREATE TABLE records (
    number INTEGER PRIMARY KEY, record_id INTEGER, key TEXT, change TEXT, rows TEXT, fields TEXT,
    problem_count INTEGER, state TEXT);
CREATE TABLE problems (
    number INTEGER, row INTEGER, line INTEGER, field TEXT, value TEXT, message TEXT, severity TEXT);
CREATE TABLE parts (first INTEGER PRIMARY KEY, last INTEGER, name TEXT);
"""
INDEXES = """
CREATE INDEX source_rows_number ON source_rows (number, row);
CREATE INDEX problems_number ON problems (number);
CREATE INDEX problems_row ON problems (row);
CREATE INDEX records_record ON records (record_id) WHERE record_id != 0;
"""
GROUPING = """
CREATE INDEX source_rows_name ON source_rows (name, row);
CREATE TEMP TABLE firsts AS
    SELECT name, min(row) AS first FROM source_rows WHERE refusal = '' GROUP BY name HAVING count(*) > 1;
UPDATE source_rows SET number = firsts.first FROM firsts
    WHERE source_rows.name = firsts.name AND source_rows.refusal = '';
DROP TABLE firsts
"""
