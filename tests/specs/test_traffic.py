"""What is recorded is what was sent, and a play that leaves something out is found."""

from __future__ import annotations

import pytest

from app.vendors.registry import all_kinds, all_vendors, vendor_named
from tests.specs.coverage import PLANNED, not_played
from tests.specs.recording import Exchange
from tests.specs.traffic import PLAYS, traffic_of


@pytest.fixture(scope="module")
def played() -> list[Exchange]:
    return traffic_of("traede")


def test_every_vendor_and_kind_has_a_play() -> None:
    assert set(PLAYS) == set(all_vendors())
    assert set(PLANNED) == set(all_kinds())


def test_a_play_asks_everything_its_declaration_can_ask(played: list[Exchange]) -> None:
    assert list(not_played(vendor_named("traede"), played)) == []


def test_what_a_play_leaves_out_is_named(played: list[Exchange]) -> None:
    found = list(not_played(vendor_named("kibo"), played))
    assert "DELETE .*/b2baccounts/[^/]+/salesrep/[^/]+" in found
    assert any("status/approve" in one for one in found)


def test_requests_are_recorded_as_they_were_sent(played: list[Exchange]) -> None:
    sent = [one for one in played if b"30-days" in one.body]
    assert {(one.method, one.path) for one in sent} == {("POST", "/customers/sync")}
    assert all(one.headers["content-type"] == "application/json" for one in sent)
    assert {one.scene: one.status for one in sent} == {"payment_term": 200, "payment_terms": 200}


def test_no_body_and_no_header_is_in_a_repr(played: list[Exchange]) -> None:
    assert "Bearer" not in repr(played)
    assert "Åse" not in repr(played)
