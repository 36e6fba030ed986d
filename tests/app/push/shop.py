"""A workspace connected to a simulated TRAEDE, with short words for what tests of pushes do to both."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Protocol

import httpx

from app.jobs import ANSWERED, Halt, JobContext
from app.records.change import Edits
from app.services.history import push_outcomes
from app.services.push import push
from app.services.settle import settle
from app.values import BaseState, Connection, Outcome, PushOptions, PushResult, Record, RecordOutcome
from app.vendors.assess import assessed
from app.vendors.registry import kind_named, vendor_named
from app.vendors.traede.plan import sync_request
from app.workspace import Workspace

KIND = kind_named("traede.customers")
VENDOR = vendor_named("traede")
BAD_TERM = {"payment_term.payment_term_code": "nonsense"}
ADDRESS = {"name": "Fjord", "address": "Havnegade 12", "zip": "1058", "city": "København", "country": "DK"}


def customer(number: str, **fields: Any) -> Edits:
    return {"customer_number": number, "name": f"Kunde {number} Å", "currency": "DKK", **fields}


def address(title: str, **fields: Any) -> Edits:
    """Edits that add an address."""
    place = {"title": title, **ADDRESS, **fields}
    return {f"addresses[title={title}].{name}": value for name, value in place.items()}


class Shop:
    """One connection of a workspace and the simulator behind it."""

    def __init__(self, workspace: Workspace, connection: Connection, control: str, http: httpx.Client) -> None:
        self.workspace = workspace
        self.connection = connection
        self._control = control
        self._http = http

    def another(self, name: str = "", **options: Any) -> Shop:
        """Add a connection to the same simulator, without records."""
        connections = self.workspace.store.connections
        connection = connections.add(
            vendor="traede",
            name=name or f"Shop {len(connections.list())}",
            base_url=self.connection.base_url,
            environment="test",
            options=options,
            credential_id=self.connection.credential_id,
        )
        return Shop(self.workspace, connection, self._control, self._http)

    def with_options(self, **options: Any) -> Shop:
        """Change the connection's switches."""
        self.connection = replace(self.connection, options={**self.connection.options, **options})
        self.workspace.store.connections.update(self.connection)
        return self

    def with_settings(self, **settings: Any) -> Shop:
        self.workspace.settings = replace(self.workspace.settings, **settings)
        return self

    def save(self, edits: Edits, **fields: Any) -> int:
        """Put one assessed record into the workspace; returns its id."""
        record = Record(0, KIND.id, self.connection.id, "", BaseState.UNREAD, {}, edits)
        options = VENDOR.options_with_defaults(self.connection.options)
        return self.workspace.store.records.save([assessed(KIND, replace(record, **fields), options)])[0]

    def add(self, numbers: Iterable[str], bad: Iterable[str] = ()) -> list[int]:
        """Put new customers into the workspace; TRAEDE will refuse the bad ones."""
        wrong = set(bad)
        return [self.save(customer(one, **(BAD_TERM if one in wrong else {}))) for one in numbers]

    def add_unrepeatable(self, number: str) -> int:
        """Put in a known customer with an address that TRAEDE would double when asked twice."""
        base = {"customer_number": number, "addresses": [{"title": "Old", **ADDRESS}]}
        edits = {"name": number, "currency": "DKK", **address("Shop", remote_erp_id="A-1")}
        return self.save(
            edits, base=base, base_state=BaseState.KNOWN, directives={"addresses_sync_key": "remote_erp_id"}
        )

    def add_delete(self, number: str) -> int:
        return self.save({}, base={"customer_number": number}, base_state=BaseState.KNOWN, is_deleting=True)

    def push(self, context: JobContext | None = None, **options: Any) -> PushResult:
        chosen = PushOptions(**{"is_confirmed": True, **options})
        return push(self.workspace, context or JobContext(), self.connection.id, chosen)

    def settle(self) -> PushResult:
        return settle(self.workspace, JobContext(), self.connection.id)

    def fault(self, name: str, **options: Any) -> None:
        body = {"vendor": "traede", "fault": name, **options}
        self._http.post(f"{self._control}/faults", json=body).raise_for_status()

    def clear_faults(self) -> None:
        self._http.delete(f"{self._control}/faults").raise_for_status()

    def behave(self, **behaviours: Any) -> None:
        body = {"vendor": "traede", **behaviours}
        self._http.post(f"{self._control}/behaviours", json=body).raise_for_status()

    def reset(self) -> None:
        self._http.post(f"{self._control}/reset", json={"records": 0, "seed": 1}).raise_for_status()

    def hold(self, numbers: Iterable[str]) -> None:
        """Let the simulator hold customers that this workspace knows nothing of."""
        vendor = VENDOR.options_with_defaults({})
        customers = [{"customer_number": one, "name": one, "currency": "DKK"} for one in numbers]
        with self.workspace.open_client(self.connection) as client:
            attempt = client.send(sync_request(customers, vendor))
        assert attempt.answer is not None
        assert attempt.answer.status == 200

    def forget_requests(self) -> None:
        self._http.delete(f"{self._control}/requests").raise_for_status()

    def within(self, workspace: Workspace) -> Shop:
        """The same shop, seen from a workspace that was opened anew."""
        return Shop(workspace, self.connection, self._control, self._http)

    def requests(self) -> list[dict[str, Any]]:
        """What the simulator received, in order."""
        found: list[dict[str, Any]] = self._http.get(f"{self._control}/requests").json()["requests"]
        return found

    def batches(self) -> list[list[str]]:
        """The customer numbers of every request the simulator received."""
        return [[one["customer_number"] for one in each["body"]["customers"]] for each in self.requests()]

    def held(self) -> dict[str, dict[str, Any]]:
        """What the simulator holds, by customer number."""
        records = self._http.get(f"{self._control}/traede").json()["records"]
        return {one["customer_number"]: one for one in records}

    def record(self, record_id: int) -> Record:
        return self.workspace.store.records.get(KIND.id, record_id)

    def outcomes(self, push_id: int) -> dict[str, RecordOutcome]:
        return {one.key: one for one in push_outcomes(self.workspace, push_id)}

    def outcome_words(self, push_id: int) -> dict[str, str]:
        return {key: one.outcome.value for key, one in self.outcomes(push_id).items()}


def counts(**numbers: int) -> Mapping[str, int]:
    """Counts of a push with every outcome that is not given at 0."""
    return {outcome.value: numbers.get(outcome.value, 0) for outcome in Outcome}


class Pushes(Protocol):
    """What a push can be started of."""

    def push(self, context: JobContext | None = None, **options: Any) -> PushResult: ...


def watched(*, is_paused: bool = False) -> JobContext:
    """The context of a job with somebody in front of it."""
    context = JobContext(answers=ANSWERED)
    if is_paused:
        context.pause()
    return context


class InBackground:
    """Runs a push on a thread of its own, with the context to watch, pause and stop it."""

    def __init__(self, shop: Pushes, context: JobContext | None = None, **options: Any) -> None:
        self.context = context or JobContext()
        self._pool = ThreadPoolExecutor(1)
        self._future = self._pool.submit(shop.push, self.context, **options)

    def result(self) -> PushResult:
        try:
            return self._future.result(60)
        finally:
            self._pool.shutdown()

    @property
    def is_over(self) -> bool:
        return self._future.done()

    def await_halt(self, halt: Halt, saying: str = "") -> str:
        """Wait until it stands still for this, in these words; returns all of them. *Raises* AssertionError."""
        self.wait_until(lambda: self._stands(halt, saying) or self.is_over)
        assert self._stands(halt, saying), self.context.latest
        return self.context.latest.text

    def wait_until(self, happened: Callable[[], bool]) -> None:
        """Wait for what it does. *Raises* AssertionError when it does not, and stops it then."""
        try:
            wait_until(happened)
        except AssertionError:
            self.context.cancel()
            raise

    def _stands(self, halt: Halt, saying: str) -> bool:
        latest = self.context.latest
        return latest.halt is halt and saying in latest.text


def wait_until(happened: Any, seconds: float = 10.0) -> None:
    """Wait for what another thread or process does. *Raises* AssertionError when it does not."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.01)):
        if happened():
            return
        pause.wait(0.01)
    raise AssertionError("It did not happen in time.")


def in_flight(shop: Shop, number: int = 1) -> InBackground:
    """Begin a push and return while the simulator keeps its answer back."""
    running = InBackground(shop)
    wait_until(lambda: len(shop.requests()) >= number)
    return running
