"""Which rows of a table are there: those of an unpublished operation are not yet."""

from __future__ import annotations

UNPUBLISHED = "(SELECT id FROM operations WHERE is_published = 0)"
VISIBLE = f"staged_by NOT IN {UNPUBLISHED} AND (replaced_by = 0 OR replaced_by IN {UNPUBLISHED})"

# Said so, SQLite finds the versions of one operation in the indexes, which leave out 0.
REPLACED_BY_IT = "replaced_by = ? AND replaced_by != 0"
STAGED_BY_IT = "staged_by = ? AND staged_by != 0"
