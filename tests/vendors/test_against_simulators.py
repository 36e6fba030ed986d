"""The declarations against simulators that were written without them: read, change, read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.net.address import full_url
from app.net.requests import Answer, AnswerHeaders, Request
from app.records.change import Edits, JsonObject
from app.records.merge import by_element, merge
from app.sandbox.server import Sandbox, running_sandbox
from app.values import BaseState, Record
from app.vendors.assess import pending_record, problems_of
from app.vendors.declaration import Kind, PendingRecord, Step, Vendor
from app.vendors.registry import kind_named, vendor_of

RECORDS = 230  # more than one page of each
READABLE = ("flxpoint.orders", "kibo.accounts", "softwareone.buyers")


@dataclass
class Line:
    """Sends what a declaration asks for, signed in as it says."""

    vendor: Vendor
    kind: Kind
    sandbox: Sandbox
    client: httpx.Client
    token: str = ""

    @property
    def options(self) -> dict[str, Any]:
        return self.vendor.options_with_defaults({})

    def send(self, request: Request) -> Answer:
        credentials = self.sandbox.credentials[self.vendor.id]
        headers = [(name, text.format(**credentials)) for name, text in self.vendor.sign_in_headers]
        headers += [
            *request.headers,
            *([("Content-Type", request.content_type)] if request.content_type else []),
        ]
        headers += [("Authorization", f"Bearer {self.token}")] if self.token else []
        url = full_url(f"{self.sandbox.url}/{self.vendor.id}", request)
        got = self.client.request(request.method, url, headers=headers, content=request.body or None)
        pairs = tuple(got.headers.items())
        return Answer(got.status_code, AnswerHeaders(pairs), got.content, 0.0, datetime.now(UTC))

    def sign_in(self) -> None:
        if self.vendor.token is not None:
            answer = self.send(self.vendor.token.request(self.sandbox.credentials[self.vendor.id]))
            found = self.vendor.token.parse(answer)
            assert found is not None
            self.token = found[0]

    def pull(self) -> Iterator[JsonObject]:
        assert self.kind.page
        assert self.kind.parse_page
        cursor: str | None = ""
        while cursor is not None:
            page = self.kind.parse_page(cursor, self.send(self.kind.page(cursor, self.options)))
            yield from page.records
            cursor = page.following

    def read(self, key: str) -> JsonObject:
        assert self.kind.read
        assert self.kind.parse
        found = self.kind.parse(self.send(self.kind.read(key, self.options)))
        assert found is not None
        return found

    def push(self, edits: Edits, base: JsonObject | None) -> tuple[PendingRecord, list[tuple[Step, Answer]]]:
        state = BaseState.ABSENT if base is None else BaseState.KNOWN
        for path in self.kind.single_lists:
            edits = by_element(base or {}, edits, path, self.kind.list_keys[path][0])
        record = pending_record(self.kind, Record(1, self.kind.id, 1, "", state, base or {}, edits))
        assert not [one for one in problems_of(self.kind, record, self.options) if one.is_error]
        return record, [(step, self.send(step.request)) for step in self.kind.plan([record], self.options)]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox(records=RECORDS) as running, httpx.Client(trust_env=False) as client:
        told = client.post(f"{running.url}/control/behaviours", json={"vendor": "flxpoint", "token_limit": 0})
        assert told.status_code == 200
        yield running


@pytest.fixture(params=READABLE)
def line(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Line]:
    yield from _line(request.param, sandbox)


@pytest.fixture
def buyers(sandbox: Sandbox) -> Iterator[Line]:
    yield from _line("softwareone.buyers", sandbox)


def _line(kind: str, sandbox: Sandbox) -> Iterator[Line]:
    with httpx.Client(trust_env=False) as client:
        opened = Line(vendor_of(kind), kind_named(kind), sandbox, client)
        opened.sign_in()
        yield opened


def changes_to(line: Line, record: Mapping[str, Any]) -> Edits:
    match line.kind.id:
        case "flxpoint.orders":
            item = f"items[id={record['items'][0]['id']}]"
            return {
                "accountingSynced": True,
                "accountingSyncError": "",
                f"{item}.externalAccountingId": "Ø-1",
                f"{item}.orderItemAccountingItems[+1].externalAccountingId": "Ø-1-A",
                f"{item}.orderItemAccountingItems[+1].quantity": 2,
            }
        case "kibo.accounts":
            choices = line.kind.pick_lists[0]
            users = choices.parse("", line.send(choices.page("", line.options))).items
            return {"salesReps": [], "salesReps[+1].adminUserId": users[0][0], "companyOrOrganization": "Åse"}
        case _:
            return {"name": "Åse 'x' \"y\"", "address.postCode": "0100", "externalIds.accountExternalId": None}


def test_the_probe_is_taken(line: Line) -> None:
    assert line.send(line.vendor.probe(line.options)).status == 200


def test_all_records_are_read_once(line: Line) -> None:
    keys = [str(record["id"]) for record in line.pull()]
    assert len(set(keys)) == len(keys) >= RECORDS


def test_a_change_is_accepted_and_read_back(line: Line) -> None:
    assert line.kind.holds
    some = next(
        one for one in line.pull() if one.get("status", "Enabled") == "Enabled" and one.get("items", [1])
    )
    base = line.read(str(some["id"]))
    record, sent = line.push(changes_to(line, base), base)
    assert sent
    assert all(line.kind.accepts(step, answer) for step, answer in sent)
    after = line.read(record.key)
    assert line.kind.holds(record, after) is True
    assert merge(record.base, record.edits, after, keys=line.kind.list_keys).base["id"] == base["id"]


def test_a_new_buyer_is_found_among_the_candidates(buyers: Line) -> None:
    kind = buyers.kind
    assert kind.candidates
    assert kind.parse_page
    assert kind.holds
    address = {"addressLine1": "Gade 1", "postCode": "0100", "city": "Ribe", "state": "Syd", "country": "DK"}
    edits: Edits = {"name": 'Søren & "O\'Neill"', "taxId": "DK12345678"}
    edits |= {f"address.{name}": value for name, value in address.items()}
    since = datetime.now(UTC) - timedelta(seconds=30)
    record, ((step, answer),) = buyers.push(edits, None)
    assert kind.accepts(step, answer)
    found = kind.parse_page("", buyers.send(kind.candidates(since, "", buyers.options))).records
    assert len([one for one in found if kind.holds(record, one)]) == 1


def test_a_refusal_names_its_field(buyers: Line) -> None:
    base = buyers.read(str(next(buyers.pull())["id"]))
    record = pending_record(
        buyers.kind,
        Record(1, buyers.kind.id, 1, "", BaseState.KNOWN, base, {"address.postCode": "1" * 21}),
    )
    (step,) = buyers.kind.plan([record], buyers.options)
    (message,) = buyers.vendor.explain(buyers.send(step.request))
    assert message.path == "address.postCode"
