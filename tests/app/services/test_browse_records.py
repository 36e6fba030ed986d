"""Records looked at through the services."""

from __future__ import annotations

from app.services import browse_records, edit_records
from app.values import Connection, RecordQuery
from app.workspace import Workspace
from tests.app.conftest import TRAEDE


def test_pages_counts_and_tallies_agree(workspace: Workspace, connection: Connection) -> None:
    for number in range(5):
        edit_records.add_record(workspace, TRAEDE, connection.id, {"customer_number": str(number)})
    query = RecordQuery(TRAEDE, connection.id, sort="customer_number", is_descending=True)
    page = browse_records.page(workspace, query, 1, 2)
    assert [record.key for record in page] == ["3", "2"]
    assert browse_records.count(workspace, query) == 5
    assert browse_records.position(workspace, query, page[0].id) == 1
    assert browse_records.get(workspace, TRAEDE, page[0].id) == page[0]
    tallies = browse_records.tallies(workspace, connection.id, TRAEDE)
    assert (tallies.total, tallies.added, tallies.with_warnings) == (5, 5, 5)
