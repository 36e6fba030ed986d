"""Which rows of a table are there: those of an unpublished operation are not yet."""

from __future__ import annotations

UNPUBLISHED = "(SELECT id FROM operations WHERE is_published = 0)"
VISIBLE = f"staged_by NOT IN {UNPUBLISHED} AND (replaced_by = 0 OR replaced_by IN {UNPUBLISHED})"
