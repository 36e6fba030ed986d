"""A refusal is about the value that was sent: any other one there is not refused."""

from __future__ import annotations

import pytest

from app.records.change import Edits, JsonObject, Raw
from app.records.refusals import (
    Refusal,
    dump_by_record,
    dump_refusals,
    load_of_record,
    load_refusals,
    refusal_of,
)

BASE: JsonObject = {"name": "Havn", "addresses": [{"title": "Shop", "zip": "1"}]}
ZIP, NEW = "addresses[title=Shop].zip", "addresses[+1].zip"


@pytest.mark.parametrize(
    ("path", "sent", "after", "verdict"),
    [
        ("name", {}, {}, "refused"),
        ("name", {}, {"name": "Other"}, "edited"),
        ("name", {"name": Raw("x")}, {"name": "x"}, "refused"),
        ("name", {"name": None}, {"name": ""}, "edited"),
        (ZIP, {ZIP: "77"}, {ZIP: "77"}, "refused"),
        (ZIP, {ZIP: "77"}, {}, "edited"),
        (NEW, {NEW: "77"}, {NEW: "77", "addresses[+1].title": "Shed"}, "refused"),
        (NEW, {NEW: "77"}, {NEW: "8000"}, "edited"),
        (NEW, {"addresses[+1].title": "Shed"}, {"addresses[+1].title": "Shed"}, "refused"),
        (NEW, {"addresses[+1].title": "Shed"}, {"addresses[+1].title": "Shed", NEW: "8000"}, "edited"),
        ("addresses", {}, {ZIP: "8000"}, "edited"),
    ],
)
def test_an_edit_of_the_place_ends_it(path: str, sent: Edits, after: Edits, verdict: str) -> None:
    is_about = refusal_of(path, "No.", BASE, sent).is_about(BASE, after)
    assert is_about is (verdict == "refused")


def test_it_is_read_as_it_was_written() -> None:
    found = (Refusal("name", "“Nej” å", '"Å"'), Refusal(ZIP, "No."))
    assert load_refusals(dump_refusals(found)) == found
    assert (dump_refusals(()), load_refusals("[]")) == ("[]", ())
    written = dump_by_record({7: found, 8: ()})
    assert (load_of_record(written, 7), load_of_record(written, 8)) == (found, ())
    assert (dump_by_record({}), load_of_record("", 7)) == ("", ())


def test_nothing_is_not_the_same_as_null() -> None:
    assert refusal_of("other", "No.", BASE, {}).sent == ""
    assert refusal_of("other", "No.", BASE, {"other": None}).sent == "null"
