"""Pull: read all records of a connection; pending edits stay, what changed on both sides waits."""

from __future__ import annotations

from app.errors import NoWayToRead
from app.jobs import JobContext
from app.records.change import JsonObject
from app.services.assess_records import options_of
from app.services.pull_landing import Landing
from app.services.pull_linking import link
from app.services.pull_lost import find_lost
from app.services.pull_pages import pages
from app.services.push import target_of
from app.services.reading import Found, Reader
from app.values import Connection, Pulled, Record
from app.vendors.assess import key_of
from app.vendors.declaration import Kind, Options, Vendor
from app.vendors.registry import vendor_named
from app.workspace import Workspace

MOST_LOOKED_FOR = 500  # records missing in a list that are asked for one by one


def pull(workspace: Workspace, context: JobContext, connection_id: int) -> Pulled:
    """Read a connection's records from the vendor, all pages, and merge them.

    What was read when it ends early is kept; nothing is called gone then. *Raises* NoWayToRead, NotAllowed
    while a push or another pull of the connection runs, VendorError, CredentialError, Cancelled.
    """
    from app.push.close_out import close_cut_off  # noqa: PLC0415  imports the store; start-up does not need it

    connection = workspace.store.connections.get(connection_id)
    check_readable(connection)
    close_cut_off(workspace)
    options = options_of(connection)
    kinds = readable_kinds(connection)
    with workspace.store.journal.reading(connection), target_of(workspace, connection) as target:
        reader = Reader(workspace.for_a_run(), target, context)
        return _sum([_pull_kind(reader, kind, connection_id, options) for kind in kinds])


def check_readable(connection: Connection) -> None:
    """*Raises* NoWayToRead where the vendor documents no list of its records."""
    if readable_kinds(connection):
        return
    vendor = vendor_named(connection.vendor)
    reason = " ".join(kind.cannot_read for kind in vendor.kinds if kind.cannot_read)
    raise NoWayToRead(reason, remedy=f"Changes can be made and pushed without reading.{_switch_words(vendor)}")


def readable_kinds(connection: Connection) -> tuple[Kind, ...]:
    """List the kinds that can be read under the connection's switches."""
    options = options_of(connection)
    kinds = (kind.under(options) for kind in vendor_named(connection.vendor).kinds)
    return tuple(kind for kind in kinds if kind.page is not None)


def _switch_words(vendor: Vendor) -> str:
    switches = {kind.read_switch for kind in vendor.kinds}
    titles = ", ".join(f"“{option.title}”" for option in vendor.options if option.name in switches)
    return f" The connection's switch {titles} tries it all the same." if titles else ""


def _pull_kind(reader: Reader, kind: Kind, connection_id: int, options: Options) -> Pulled:
    landing = Landing(reader.workspace, kind, connection_id, options)
    reader.tell(0, f"Reading {kind.title}")
    find_lost(reader, landing, kind, options)
    link(reader, landing, kind, options)
    for rows in pages(reader, kind, options):
        landing.take(rows)
        reader.tell(len(landing.keys), f"Reading {kind.title}")
        reader.context.checkpoint()
    is_whole = not any(options.get(name) for name in kind.narrowed_by)
    read = len(landing.keys)
    unchecked = _look_for_missing(reader, landing, kind, options) if is_whole and kind.read else 0
    conflicts = reader.workspace.store.records.tallies(kind.id, connection_id).conflicts
    added, changed, gone = (len(each) for each in (landing.added, landing.changed, landing.gone))
    return Pulled(read, added, changed, conflicts, gone, unchecked)


def _look_for_missing(reader: Reader, landing: Landing, kind: Kind, options: Options) -> int:
    """Ask for known records that no page held: pages drift, so only such a read says that one is gone.

    Returns how many were too many to ask for. Nothing is written before the last answer came.
    """
    records = reader.workspace.store.records
    missing = [one for one in records.known_ids(kind.id, landing.connection_id) if one not in landing.seen]
    lost: list[int] = []
    rows: list[JsonObject] = []
    for number, record_id in enumerate(missing[:MOST_LOOKED_FOR], start=1):
        total = min(len(missing), MOST_LOOKED_FOR)
        text = f"Looking for {number:,} of {total:,} records that were not in the list"
        reader.tell(len(landing.keys), text)
        found = _found(reader, kind, records.many(kind.id, [record_id]), options)
        if found is Found.GONE:
            lost.append(record_id)
        elif not isinstance(found, Found):
            rows.append(found)
    landing.lose(lost)
    landing.take(rows)
    return max(0, len(missing) - MOST_LOOKED_FOR)


def _found(reader: Reader, kind: Kind, records: tuple[Record, ...], options: Options) -> JsonObject | Found:
    """Read the record, unless it was removed or sent meanwhile; one of another key tells nothing."""
    if not records or records[0].busy or not records[0].key:
        return Found.UNTOLD
    found = reader.read(kind, records[0].key, options)
    if isinstance(found, Found) or key_of(kind, found) == records[0].key:
        return found
    return Found.UNTOLD


def _sum(parts: list[Pulled]) -> Pulled:
    return Pulled(
        read=sum(one.read for one in parts),
        added=sum(one.added for one in parts),
        changed=sum(one.changed for one in parts),
        conflicts=sum(one.conflicts for one in parts),
        gone=sum(one.gone for one in parts),
        unchecked=sum(one.unchecked for one in parts),
    )
