"""What the table of a kind shows beside the truth: the declared columns, by name and type."""

from __future__ import annotations

from dataclasses import dataclass

from app.records.columns import ColumnType
from app.vendors.declaration import Kind

OWN_COLUMNS = (
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
    "error_count",
    "warning_count",
    "conflicts",
    "conflict_count",
    "is_key_locked",
    "busy",
    "outcome",
    "outcome_reason",
    "outcome_message",
    "refusals",
    "last_push_id",
    "staged_by",
    "replaced_by",
    "updated_at",
    "search_text",
)
"""The columns that every kind's table has, in their order."""
STAGED = "shown_"
"""What the name of a shown column begins with where a file's records wait to be kept."""


@dataclass(frozen=True)
class Projection:
    """One declared column in the table; `path` of a list has `is_list`."""

    path: str
    name: str
    type: ColumnType
    is_list: bool = False
    is_directive: bool = False


def table_name(kind_id: str) -> str:
    return kind_id.replace(".", "_")


def projections_of(kind: Kind) -> tuple[Projection, ...]:
    """List what is shown beside the truth: scalars typed, lists whole, in the order of declaration."""
    lists = sorted({column.list_path for column in kind.columns if column.list_path}, key=len)
    found: dict[str, Projection] = {}
    for column in kind.columns:
        if column.path == kind.delete_column:
            continue
        outer = next((path for path in lists if f"{column.list_path}.".startswith(f"{path}.")), "")
        path = outer or column.path
        type_ = ColumnType.TEXT if outer else column.type
        shown = Projection(path, _projected_name(path), type_, bool(outer), column.about.is_directive)
        found.setdefault(path, shown)
    return tuple(found.values())


def _projected_name(path: str) -> str:
    """`payment_term.payment_term_code` → `payment_term_payment_term_code`; never one of ours."""
    name = path.replace(".", "_")
    return f"field_{name}" if name.casefold() in OWN_COLUMNS else name
