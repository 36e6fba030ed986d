"""The part of a record that edits are about."""

from __future__ import annotations

from app.records.images import part_of

RECORD = {"name": "Fjord", "taxId": None, "address": {"city": "Aarhus"}, "salesReps": [{"adminUserId": "a"}]}


def test_top_level_fields_are_cut_out_whole() -> None:
    paths = ["address.city", "salesReps[adminUserId=a]"]
    assert part_of(RECORD, paths) == {"address": {"city": "Aarhus"}, "salesReps": [{"adminUserId": "a"}]}


def test_null_stays_null_and_absent_stays_absent() -> None:
    assert part_of(RECORD, ["taxId", "externalId"]) == {"taxId": None}


def test_it_is_a_copy() -> None:
    part_of(RECORD, ["address.city"])["address"]["city"] = "Odense"
    assert RECORD["address"] == {"city": "Aarhus"}
