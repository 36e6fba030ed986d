"""A push as a whole: every record in exactly one outcome, on every way out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import ConfirmationNeeded, NotAllowed
from app.jobs import JobContext
from app.services.history import list_pushes
from app.services.push import exit_code
from app.values import BaseState, PushResult
from tests.app.push.shop import BAD_TERM, KIND, VENDOR, InBackground, Shop, counts, customer, wait_until

FAULTS: tuple[Mapping[str, Any], ...] = (
    {"name": "lose_answer"},
    {"name": "reject_before"},
    {"name": "cut"},
    {"name": "cut", "at": "headers"},
    {"name": "html"},
    {"name": "html", "apply": "before"},
    {"name": "html", "status": 502},
    {"name": "status", "status": 500},
    {"name": "status", "status": 503, "apply": "before"},
    {"name": "status", "status": 400},
    {"name": "status", "status": 401},
    {"name": "status", "status": 404},
    {"name": "status", "status": 408},
    {"name": "status", "status": 422, "body": {"errors": [{"detail": "No."}]}},
    {"name": "too_many", "retry_after": 0},
    {"name": "redirect"},
)
SAFE_TO_REPEAT = ("too_many",)
WRONG: Mapping[str, Mapping[str, Any]] = {"bad": BAD_TERM, "held": {"discount_percentage": 120.0}}
KINDS = ("good", "good", "good", "bad", "held", "alone", "delete")


@dataclass
class StoppingContext(JobContext):
    """Somebody who presses Stop at the n-th progress report."""

    stop_at: int
    reports: int = field(default=0)

    def __post_init__(self) -> None:
        super().__init__()

    def report(self, *args: Any, **kwargs: Any) -> None:
        super().report(*args, **kwargs)
        self.reports += 1
        if self.reports == self.stop_at:
            self.cancel()


def fill(shop: Shop, wanted: list[str]) -> dict[str, int]:
    """*Shape*: customer number → record id."""
    ids = {}
    for number, what in enumerate(wanted):
        key = f"{what}-{number}"
        if what == "alone":
            ids[key] = shop.add_unrepeatable(key)
        elif what == "delete":
            ids[key] = shop.add_delete(key)
        else:
            ids[key] = shop.save(customer(key, **WRONG.get(what, {})))
    return ids


def check_one_outcome_each(shop: Shop, result: PushResult, ids: dict[str, int]) -> None:
    words = shop.outcome_words(result.push_id)
    assert set(words) == set(ids)
    assert result.total == len(ids)
    assert Counter(words.values()) == Counter({name: n for name, n in result.counts.items() if n})
    for key, record_id in ids.items():
        record = shop.record(record_id)
        assert record.outcome == words[key]
        assert record.busy == ("unknown" if words[key] == "unknown" else "")
        assert (record.change == "") == (words[key] == "applied")
        assert words[key] != "applied" or key.startswith("delete") or key in shop.held()
        assert words[key] == "skipped" or not key.startswith("held")
    open_ones = shop.workspace.store.journal.has_open(shop.connection.id)
    assert open_ones == ("unknown" in words.values())


def check_sent_once(shop: Shop, keys: set[str]) -> None:
    """What could happen twice left this machine once, but for what was proven not executed."""
    arrivals = Counter(
        one["customer_number"]
        for request in shop.requests()
        if request["fault"] not in SAFE_TO_REPEAT
        for one in request["body"]["customers"]
        if one["customer_number"] in keys
    )
    assert all(number == 1 for number in arrivals.values()), arrivals


@dataclass(frozen=True)
class Script:
    """A push as it may go: what is pending, what goes wrong and when, and when somebody presses Stop."""

    wanted: list[str]
    faults: list[tuple[Mapping[str, Any], int, int]]
    mode: str
    size: int
    stop_at: int
    at_once: int


SCRIPTS = st.builds(
    Script,
    wanted=st.lists(st.sampled_from(KINDS), min_size=1, max_size=14),
    faults=st.lists(st.tuples(st.sampled_from(FAULTS), st.integers(0, 6), st.integers(1, 5)), max_size=4),
    mode=st.sampled_from(["atomic", "partial"]),
    size=st.sampled_from([1, 3, 100]),
    stop_at=st.sampled_from([0, 0, 1, 2, 4, 8, 16]),
    at_once=st.sampled_from([1, 1, 4]),
)


def prepare(shop: Shop, script: Script) -> dict[str, int]:
    """*Shape*: customer number → record id."""
    ids = fill(shop, script.wanted)
    shop.hold(["kept", *(key for key in ids if key.startswith("delete"))])
    shop.forget_requests()
    shop.behave(batch=script.mode)
    for fault, after, times in script.faults:
        options = {name: value for name, value in fault.items() if name != "name"}
        shop.fault(fault["name"], after=after, times=times, **options)
    return ids


@pytest.mark.slow
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=SCRIPTS)
def test_every_record_ends_in_one_outcome(shop: Shop, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    vendor = replace(VENDOR, requests_at_once=script.at_once)
    monkeypatch.setattr("app.services.push.vendor_named", lambda _: vendor)
    shop.reset()
    fresh = shop.another(batch_size=script.size)
    ids = prepare(fresh, script)
    result = fresh.push(StoppingContext(script.stop_at))
    check_one_outcome_each(fresh, result, ids)
    check_sent_once(fresh, {key for key in ids if key.startswith(("alone", "delete"))})
    state = "stopped" if result.stopped_because else "finished"
    assert result.exit_code == exit_code(dict(result.counts), state)
    fresh.clear_faults()
    assert not fresh.push().stopped_because
    good = [key for key in ids if key.startswith("good") and not unknown(fresh, ids[key])]
    assert all(key in fresh.held() and not fresh.record(ids[key]).change for key in good)


def unknown(shop: Shop, record_id: int) -> bool:
    return shop.record(record_id).busy == "unknown"


def test_all_well(shop: Shop) -> None:
    ids = shop.add(["1", "2"])
    result = shop.push()
    assert (result.counts, result.exit_code, result.stopped_because) == (counts(applied=2), 0, "")
    assert {shop.record(one).base_state for one in ids} == {BaseState.KNOWN}
    assert list_pushes(shop.workspace)[0].state == "finished"


def test_a_held_back_record_is_skipped_with_its_problem(shop: Shop) -> None:
    shop.add(["1"])
    shop.save(customer("2", discount_percentage=120.0))
    result = shop.push()
    assert (result.counts, result.exit_code) == (counts(applied=1, skipped=1), 3)
    held = shop.outcomes(result.push_id)["2"]
    assert (held.reason, "120" in held.message) == ("held-back", True)


def test_a_trial_run_sends_the_first_ones_that_can_be_sent(shop: Shop) -> None:
    shop.save(customer("0", discount_percentage=120.0))
    shop.add(["1", "2", "3"])
    assert shop.push(first=2).counts == counts(applied=2)
    assert shop.batches() == [["1", "2"]]


def test_only_what_failed_is_tried_again(shop: Shop) -> None:
    shop.add(["1", "2"], bad=["2"])
    shop.push()
    shop.add(["3"])
    assert shop.push(only_failed=True).counts == counts(refused=1)
    assert shop.batches()[-1] == ["2"]


STOPPERS = [
    ({"name": "status", "status": 401}, "Check the credentials"),
    ({"name": "status", "status": 403}, "Check the credentials"),
    ({"name": "status", "status": 404}, "Check the address"),
    ({"name": "html", "status": 404}, "Check the address"),
    ({"name": "redirect"}, "Check the address"),
]


@pytest.mark.parametrize(
    ("fault", "remedy"), STOPPERS, ids=lambda one: str(one) if isinstance(one, dict) else ""
)
def test_what_concerns_everything_stops_after_the_first(shop: Shop, fault: dict[str, Any], remedy: str) -> None:
    ids = shop.with_options(batch_size=2).add(map(str, range(6)))
    shop.fault(times=0, **fault)
    result = shop.push()
    assert (result.counts, result.exit_code) == (counts(skipped=6), 5)
    assert remedy in result.stopped_because
    assert "Everything stays pending" in result.stopped_because
    assert len(shop.requests()) == 1
    assert {shop.record(one).change for one in ids} == {"added"}
    assert {one.reason for one in shop.outcomes(result.push_id).values()} == {"aborted"}


def test_a_sign_in_that_ends_in_the_middle_keeps_what_was_applied(shop: Shop) -> None:
    shop.with_options(batch_size=2).add(map(str, range(6)))
    shop.fault("status", status=401, after=1)
    assert shop.push().counts == counts(applied=2, skipped=4)
    assert shop.push().counts == counts(applied=4)
    assert len(shop.held()) == 6


def test_a_captive_portal_stops_after_one_batch(shop: Shop) -> None:
    shop.with_options(batch_size=2).with_settings(retry_tries=1).add(map(str, range(6)))
    shop.fault("html", times=0)
    result = shop.push()
    assert (result.counts, result.exit_code) == (counts(unknown=2, skipped=4), 4)
    assert "A web page came back instead of TRAEDE's answer" in result.stopped_because
    shop.clear_faults()
    assert shop.push().counts == counts(applied=6)


def test_a_server_that_is_not_there_leaves_everything_pending(shop: Shop) -> None:
    ids = shop.with_options(batch_size=2).with_settings(retry_tries=2).add(map(str, range(6)))
    shop.connection = replace(shop.connection, base_url="http://127.0.0.1:9")
    shop.workspace.store.connections.update(shop.connection)
    result = shop.push()
    assert (result.counts, result.exit_code) == (counts(failed=2, skipped=4), 5)
    assert "cannot be reached" in result.stopped_because
    assert "Everything stays pending" in result.stopped_because
    assert {shop.record(one).change for one in ids} == {"added"}


def test_a_wrong_path_is_a_wrong_address(shop: Shop) -> None:
    shop.with_options(path_prefix="nowhere").add(["1"])
    result = shop.push()
    assert result.counts == counts(skipped=1)
    assert "Check the address" in result.stopped_because


@pytest.mark.parametrize(
    ("found", "state", "code"),
    [
        ({"applied": 1}, "finished", 0),
        ({"applied": 1, "refused": 1}, "finished", 3),
        ({"failed": 1}, "finished", 3),
        ({"skipped": 1}, "finished", 3),
        ({"refused": 1}, "aborted", 5),
        ({"skipped": 1}, "stopped", 5),
        ({"unknown": 1, "refused": 1}, "aborted", 4),
        ({"unknown": 1}, "finished", 4),
    ],
)
def test_the_worst_decides_the_exit_code(found: dict[str, int], state: str, code: int) -> None:
    assert exit_code(dict(counts(**found)), state) == code


def test_one_push_of_a_connection_at_a_time(shop: Shop) -> None:
    shop.add(["1"])
    shop.fault("late", seconds=0.5)
    running = InBackground(shop)
    wait_until(lambda: bool(shop.requests()))
    with pytest.raises(NotAllowed, match="A push of Nordic test is running already"):
        shop.push()
    assert running.result().counts == counts(applied=1)
    assert shop.push().counts == counts()


def test_two_connections_push_at_once(shop: Shop) -> None:
    other = shop.another()
    shop.add(["1"])
    other.add(["2"])
    shop.fault("late", seconds=0.3, times=2)
    running = InBackground(shop)
    wait_until(lambda: bool(shop.requests()))
    assert other.push().counts == counts(applied=1)
    assert running.result().counts == counts(applied=1)


def test_a_push_sends_to_its_own_connection_only(shop: Shop) -> None:
    other = shop.another()
    mine, theirs = shop.add(["1"]), other.add(["1"])
    assert shop.push().counts == counts(applied=1)
    assert len(shop.requests()) == 1
    assert shop.record(mine[0]).base_state is BaseState.KNOWN
    assert shop.record(theirs[0]).base_state is BaseState.UNREAD
    assert other.settle().counts == counts()


def test_an_unknown_of_one_connection_is_settled_by_that_one_only(shop: Shop) -> None:
    other = shop.another()
    shop.with_settings(retry_tries=1).add(["1"])
    shop.fault("lose_answer")
    shop.push()
    assert other.settle().counts == counts()
    assert len(shop.requests()) == 1


def test_a_question_comes_before_anything_is_written_down(shop: Shop) -> None:
    for number in range(21):
        shop.add_delete(str(number))
    with pytest.raises(ConfirmationNeeded, match="delete 21 records"):
        shop.push(is_confirmed=False)
    assert list_pushes(shop.workspace) == ()
    assert shop.requests() == []
    assert shop.record(1).busy == ""


def test_a_trial_run_or_a_retry_is_guarded_too(shop: Shop) -> None:
    for number in range(30):
        shop.add_delete(str(number))
    assert shop.push(is_confirmed=False, first=20).counts["refused"] == 20
    with pytest.raises(ConfirmationNeeded, match="delete 21 records"):
        shop.push(is_confirmed=False, first=21)
    shop.push(first=30)
    with pytest.raises(ConfirmationNeeded, match="delete 30 records"):
        shop.push(is_confirmed=False, only_failed=True)


def test_a_connection_with_a_running_push_has_open_entries(shop: Shop) -> None:
    shop.add(["1"])
    shop.fault("too_many", retry_after=60)
    running = InBackground(shop)
    wait_until(lambda: running.context.latest.text.startswith("Waiting"))
    assert shop.workspace.store.journal.has_open(shop.connection.id)
    running.context.cancel()
    running.result()
    assert not shop.workspace.store.journal.has_open(shop.connection.id)


def test_nothing_pending_is_no_error(shop: Shop) -> None:
    assert shop.push().counts == counts()
    assert shop.push().exit_code == 0


def test_a_push_reports_its_progress(shop: Shop) -> None:
    shop.with_options(batch_size=1).add(["1", "2"])
    context = JobContext()
    shop.push(context)
    assert (context.latest.done, context.latest.total) == (2, 2)
    assert context.latest.counts["applied"] == 2


def test_the_delete_of_a_customer_takes_it_off_the_lists(shop: Shop) -> None:
    shop.hold(["1"])
    record_id = shop.add_delete("1")
    assert shop.push().counts == counts(applied=1)
    assert shop.held() == {}
    assert shop.workspace.store.records.tallies(KIND.id, shop.connection.id).total == 0
    assert shop.record(record_id).base_state is BaseState.ABSENT


def test_a_bug_while_judging_an_answer_leaves_its_records_unknown(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.with_options(batch_size=1).add(["1", "2"])

    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("app.push.run.decide", broken)
        with pytest.raises(ZeroDivisionError):
            shop.push()
    assert shop.outcome_words(1) == {"1": "unknown", "2": "skipped"}
    assert list_pushes(shop.workspace)[0].state == "aborted"
    assert shop.push().counts == counts(applied=2)
