"""Every fault of the wire against every vendor: the simulator is the truth, and nobody says otherwise."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.values import Outcome
from app.vendors.registry import all_vendors
from tests.app.push.conftest import Behind, OtherHost
from tests.app.push.deeds import DEEDS, Deed, deeds_of
from tests.app.push.desk import Desk
from tests.app.push.finishing import check_all_done, push_until_done
from tests.app.push.invariants import check_result, check_truth
from tests.faultproxy import plays
from tests.faultproxy.exchange import Play
from tests.faultproxy.wire import WireRequest

PATIENCE_SECONDS = 0.4  # stands for 30 s; what comes later comes after 45 s, or drips longer than 60 s

FAULTS: Mapping[str, Play] = {
    "answer lost": plays.lose_answer,
    "never arrives": plays.never_arrives,
    "answer late": plays.late(),
    "429 in seconds": plays.too_many(after=0),
    "429 with a date": plays.too_many(after=0, as_date=True),
    "429 and nothing else": plays.too_many(has_body=False),
    "500 after commit": plays.fails("500 Internal Server Error", commits=True),
    "500 before commit": plays.fails("500 Internal Server Error", commits=False),
    "502 without a body, after commit": plays.fails("502 Bad Gateway", commits=True, body=b""),
    "503 before commit": plays.fails("503 Service Unavailable", commits=False, body=b""),
    "408 after commit": plays.fails("408 Request Timeout", commits=True),
    "portal page": plays.page(),
    "portal page after commit": plays.page(commits=True),
    "proxy's 403 page": plays.page("403 Forbidden"),
    "proxy's 502 page after commit": plays.page("502 Bad Gateway", commits=True),
    "truncated JSON": plays.truncated_json,
    "reset in the answer": plays.reset_in_answer,
    "reset in the head": plays.reset_in_head,
    "reset as we write": plays.reset_in_request,
    "slow drip": plays.slow_drip(),
    "200 without a body": plays.no_body(),
    "204 without a body": plays.no_body("204 No Content"),
    "body without end": plays.endless(),
    "body that unfolds": plays.endless(is_packed=True),
}
SLOW = ("answer late", "slow drip")
LASTING = (
    *(
        "answer lost",
        "never arrives",
        "answer late",
        "429 and nothing else",
        "500 after commit",
        "500 before commit",
    ),
    *(
        "portal page",
        "proxy's 502 page after commit",
        "truncated JSON",
        "reset as we write",
        "body without end",
    ),
)
"""One of each class: these go on until somebody mends it."""
READABLE = [name for name, one in all_vendors().items() if one.kinds[0].read]


def test_every_vendor_has_deeds() -> None:
    assert set(DEEDS) == set(all_vendors())


def is_write(request: WireRequest) -> bool:
    """Tell a change from a read; to ask for a token is neither."""
    return request.is_write and "oauth" not in request.path


def is_read(request: WireRequest) -> bool:
    return request.method == "GET"


def on_kept_alive(request: WireRequest) -> bool:
    return is_write(request) and request.number > 1


def prepared(desk: Desk, fault: str) -> list[Deed]:
    """Put the deeds in; only where a fault is about time is the client impatient."""
    desk.with_settings(retry_tries=2, failures_in_a_row_stop=50)
    deeds = deeds_of(desk)
    if fault in SLOW:
        desk.with_settings(request_timeout_seconds=PATIENCE_SECONDS)
    return deeds


@pytest.mark.parametrize("vendor", DEEDS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_write_that_goes_wrong_once(vendor: str, fault: str, behind_proxy: Behind) -> None:
    desk, proxy = behind_proxy(vendor)
    deeds = prepared(desk, fault)
    strike = proxy.strike(FAULTS[fault], is_write, times=0, once_each=True)
    push_until_done(desk, deeds)
    assert strike.hits >= len(deeds) / desk.options.get("batch_size", 1)
    check_all_done(desk, deeds)


@pytest.mark.parametrize("vendor", DEEDS)
@pytest.mark.parametrize("fault", LASTING)
def test_writes_that_go_wrong_until_somebody_mends_it(vendor: str, fault: str, behind_proxy: Behind) -> None:
    desk, proxy = behind_proxy(vendor)
    deeds = prepared(desk, fault)
    proxy.strike(FAULTS[fault], is_write, times=0)
    check_result(desk, desk.push(retry_after_seconds=0))
    check_truth(desk, deeds)
    proxy.heal()
    push_until_done(desk, deeds)
    check_all_done(desk, deeds)


@pytest.mark.parametrize("vendor", READABLE)
@pytest.mark.parametrize("fault", LASTING)
def test_reads_that_go_wrong_send_nothing_blindly(vendor: str, fault: str, behind_proxy: Behind) -> None:
    desk, proxy = behind_proxy(vendor)
    deeds = prepared(desk, fault)
    proxy.strike(FAULTS[fault], is_read, times=0)
    result = desk.push(retry_after_seconds=0)
    check_result(desk, result)
    check_truth(desk, deeds)
    # A create needs no look before it; it may be sent, and on a slow day its answer be too late as well.
    assert fault in SLOW or not result.counts[Outcome.UNKNOWN]
    proxy.heal()
    push_until_done(desk, deeds)
    check_all_done(desk, deeds)


@pytest.mark.parametrize("vendor", DEEDS)
def test_a_redirect_to_another_host_is_not_followed(
    vendor: str, behind_proxy: Behind, other_host: OtherHost
) -> None:
    desk, proxy = behind_proxy(vendor)
    deeds = deeds_of(desk)
    proxy.strike(plays.redirect(other_host.url), is_write, times=0)
    result = desk.push()
    check_result(desk, result)
    assert result.counts[Outcome.SKIPPED] == len(deeds)
    assert result.error is not None
    assert other_host.visits == 0
    proxy.heal()
    push_until_done(desk, deeds)
    check_all_done(desk, deeds)


@pytest.mark.parametrize("vendor", DEEDS)
@pytest.mark.parametrize("play", [plays.never_arrives, plays.reset_in_request])
def test_a_kept_connection_that_closes_as_we_write(vendor: str, play: Play, behind_proxy: Behind) -> None:
    desk, proxy = behind_proxy(vendor)
    deeds = deeds_of(desk)
    proxy.strike(play, on_kept_alive, times=0, once_each=True)
    push_until_done(desk, deeds)
    check_all_done(desk, deeds)
