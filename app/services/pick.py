"""What a field may be chosen from, read from the vendor's own list, page by page."""

from __future__ import annotations

from app.errors import UsageError
from app.jobs import JobContext
from app.services.assess_records import options_of
from app.services.push import target_of
from app.services.reading import Reader
from app.vendors.declaration import Kind, PickList
from app.vendors.registry import vendor_named
from app.workspace import Workspace

MOST_PAGES = 50

Choice = tuple[str, str]
"""*Shape*: (value, words)."""


def has_choices(kind: Kind, path: str) -> bool:
    """Tell whether the values of a column are looked up at the vendor."""
    return any(one.column == path for one in kind.pick_lists)


def pick(workspace: Workspace, context: JobContext, connection_id: int, path: str) -> tuple[Choice, ...]:
    """Read the choices of a column. *Raises* UsageError for one without a list, VendorError, Cancelled.

    Without the network nobody can look: values are then written by id.
    """
    connection = workspace.store.connections.get(connection_id)
    kind = vendor_named(connection.vendor).kinds[0]
    wanted = _list_of(kind, path)
    with target_of(workspace, connection) as target:
        reader = Reader(workspace, target, context)
        found: dict[str, str] = {}
        following: str | None = ""
        for _ in range(MOST_PAGES):
            if following is None:
                break
            answer = reader.ask(wanted.page(following, options_of(connection)))
            if not 200 <= answer.status < 300:
                raise reader.refused(answer, kind)
            choices = wanted.parse(following, answer)
            found |= dict(choices.items)
            following = choices.following
            reader.tell(len(found), "Reading what there is to choose from")
            context.checkpoint()
    return tuple(sorted(found.items(), key=lambda one: one[1].casefold()))


def _list_of(kind: Kind, path: str) -> PickList:
    for one in kind.pick_lists:
        if one.column == path:
            return one
    raise UsageError(f"“{path}” is not chosen from a list.", remedy="Write its value.")
