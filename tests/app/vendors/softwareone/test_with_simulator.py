"""What SoftwareOne's declaration asks, against a simulator that was written without it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.net.requests import Answer, Request
from app.records.change import Edits
from app.values import BaseState, Record
from app.vendors.assess import pending_record
from app.vendors.declaration import PendingRecord
from tests.app.services.place import Place


def send(market: Place, request: Request) -> Answer:
    with market.workspace.open_client(market.connection) as client:
        attempt = client.send(request)
    assert attempt.answer is not None
    return attempt.answer


def pending(market: Place, edits: Edits, **fields: object) -> PendingRecord:
    kind = market.kind
    state = BaseState.KNOWN if fields else BaseState.ABSENT
    return pending_record(kind, Record(1, kind.id, market.connection.id, "", state, dict(fields), edits))


def test_a_new_buyer_is_found_among_the_candidates(place: Callable[..., Place]) -> None:
    market = place("softwareone", records=3)
    kind = market.kind
    assert kind.candidates
    assert kind.parse_page
    assert kind.holds
    address = {"addressLine1": "Gade 1", "postCode": "0100", "city": "Ribe", "state": "Syd", "country": "DK"}
    edits: Edits = {"name": 'Søren & "O\'Neill"', "taxId": "DK12345678"}
    edits |= {f"address.{name}": value for name, value in address.items()}
    since = datetime.now(UTC) - timedelta(seconds=30)
    record = pending(market, edits)
    (step,) = kind.plan([record], {})
    assert kind.accepts(step, send(market, step.request))
    found = kind.parse_page("", send(market, kind.candidates(since, "", {}))).records
    assert len([one for one in found if kind.holds(record, one)]) == 1


def test_a_refusal_names_its_field(place: Callable[..., Place]) -> None:
    market = place("softwareone", records=3)
    assert market.kind.read
    assert market.kind.parse
    base = market.kind.parse(send(market, market.kind.read(market.at_vendor()[0]["id"], {})))
    assert base is not None
    (step,) = market.kind.plan([pending(market, {"address.postCode": "1" * 21}, **base)], {})
    (message,) = market.vendor.explain(send(market, step.request))
    assert message.path == "address.postCode"
