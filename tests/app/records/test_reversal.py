"""What puts edits back: fields, null and absent apart, and elements of lists; and what was touched since."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.records.change import MISSING, Edits, JsonObject, opened, working_copy
from app.records.reversal import Fields, Irreversible, Place, Standing, reversal, standing
from app.vendors.registry import kind_named


def fields_of(kind_id: str, **masks: str) -> Fields:
    kind = kind_named(kind_id)
    return Fields(kind.column_by_path, kind.list_keys, masks)


KIBO = fields_of("kibo.accounts")
FLXPOINT = fields_of("flxpoint.orders")
SOFTWAREONE = fields_of("softwareone.buyers", taxId="*")


def reversed_by(
    fields: Fields, before: JsonObject, edits: Edits, after: JsonObject | None = None
) -> list[Place | Irreversible]:
    sent = opened(before, edits).record
    return list(reversal(fields, before=before, sent=sent, after=sent if after is None else after))


def put_back(fields: Fields, before: JsonObject, edits: Edits, after: JsonObject | None = None) -> Any:
    """The record once the reversing edits were applied."""
    found = reversed_by(fields, before, edits, after)
    back: Edits = {}
    for place in found:
        assert isinstance(place, Place), place
        back |= place.edits
    return working_copy(after or opened(before, edits).record, back)


def test_a_field_gets_back_what_stood_there() -> None:
    before = {"address": {"city": "Odense", "postCode": "01067"}}
    (place,) = reversed_by(SOFTWAREONE, before, {"address.city": "Aarhus"})
    assert place == Place("address.city", {"address.city": "Odense"}, "Aarhus", "Odense")


def test_null_and_absent_are_told_apart_and_both_are_erased_as_declared() -> None:
    edits: Edits = {"externalAccountingId": "INV-1", "accountingSyncError": "No rate"}
    null, error = reversed_by(FLXPOINT, {"externalAccountingId": None}, edits)
    absent, _ = reversed_by(FLXPOINT, {}, edits)
    assert isinstance(null, Place)
    assert isinstance(absent, Place)
    assert isinstance(error, Place)
    assert (null.before, absent.before) == (None, MISSING)
    assert null.edits == absent.edits == {"externalAccountingId": None}
    assert error.edits == {"accountingSyncError": ""}


def test_a_field_that_cannot_be_emptied_cannot_go_back_to_nothing() -> None:
    (place,) = reversed_by(KIBO, {}, {"taxExempt": True})
    assert place == Irreversible("taxExempt", "Tax exempt was empty and cannot be emptied at the vendor.")


def test_what_was_shown_masked_cannot_be_put_back() -> None:
    (place,) = reversed_by(SOFTWAREONE, {"taxId": "*****678"}, {"taxId": "DK87654321"})
    assert isinstance(place, Irreversible)
    assert "masked" in place.why


def test_an_erased_field_is_filled_again() -> None:
    assert put_back(KIBO, {"taxId": "DK1"}, {"taxId": None}) == {"taxId": "DK1"}


REPS = {"salesReps": [{"adminUserId": "a", "accountId": 7}, {"adminUserId": "b", "accountId": 7}]}


def test_a_rep_gained_goes_and_a_rep_lost_comes_back_but_nobody_else() -> None:
    edits: Edits = {"salesReps[adminUserId=c].adminUserId": "c", "salesReps[adminUserId=a]": None}
    found = {one.path: one.edits for one in reversed_by(KIBO, REPS, edits) if isinstance(one, Place)}
    assert found == {
        "salesReps[adminUserId=a]": {"salesReps[adminUserId=a].adminUserId": "a"},
        "salesReps[adminUserId=c]": {"salesReps[adminUserId=c]": None},
    }


def test_a_rep_who_was_there_before_is_no_difference() -> None:
    assert reversed_by(KIBO, REPS, {"salesReps[adminUserId=a].adminUserId": "a"}) == []


def test_a_contact_that_was_added_is_found_under_the_number_the_vendor_gave_it() -> None:
    before = {"contacts": [{"id": 1, "email": "ann@example.com"}]}
    after = {"contacts": [before["contacts"][0], {"id": 9, "email": "bo@example.com", "auditInfo": {}}]}
    edits: Edits = {"contacts[+1].email": "bo@example.com"}
    (place,) = reversed_by(KIBO, before, edits, after)
    assert isinstance(place, Place)
    assert place.edits == {"contacts[id=9]": None}
    assert put_back(KIBO, before, edits, after) == before


def test_which_of_two_alike_was_added_is_not_guessed() -> None:
    same = {"email": "bo@example.com"}
    after = {"contacts": [{"id": 8, **same}, {"id": 9, **same}]}
    (place,) = reversed_by(KIBO, {"contacts": []}, {"contacts[+1].email": "bo@example.com"}, after)
    assert isinstance(place, Irreversible)


def test_a_contact_that_was_removed_comes_back_as_a_new_one() -> None:
    contact = {"id": 1, "email": "ann@example.com", "address": {"cityOrTown": "Odense"}, "auditInfo": {"x": 1}}
    (place,) = reversed_by(KIBO, {"contacts": [contact]}, {"contacts[id=1]": None})
    assert isinstance(place, Place)
    assert place.edits == {
        "contacts[+1].email": "ann@example.com",
        "contacts[+1].address.cityOrTown": "Odense",
    }
    back = {"contacts": [{"id": 5, "email": "ann@example.com", "address": {"cityOrTown": "Odense"}}]}
    assert standing(KIBO, place, {"contacts": []}) is Standing.AS_LEFT
    assert standing(KIBO, place, back) is Standing.AS_BEFORE


ITEMS = {
    "items": [
        {
            "id": 5,
            "externalAccountingId": None,
            "orderItemAccountingItems": [
                {"externalAccountingId": "A", "quantity": 1},
                {"externalAccountingId": None, "quantity": 2},
                {"externalAccountingId": None, "quantity": 3},
            ],
        },
        {"id": 6, "externalAccountingId": "KEEP"},
    ]
}
INNER = "items[id=5].orderItemAccountingItems"


def test_accounting_items_are_put_back_by_name_and_by_position() -> None:
    edits: Edits = {
        "items[id=5].externalAccountingId": "INV-5",
        f"{INNER}[externalAccountingId=A].externalAccountingId": "B",
        f"{INNER}[@2]": None,
        f"{INNER}[@3].quantity": 9,
    }
    after = put_back(FLXPOINT, ITEMS, edits)
    first = after["items"][0]
    listed = sorted(first["orderItemAccountingItems"], key=lambda one: one["quantity"])
    assert first["externalAccountingId"] is None
    assert [(one.get("externalAccountingId"), one["quantity"]) for one in listed] == [
        ("A", 1),
        (None, 2),
        (None, 3),
    ]
    assert after["items"][1] == ITEMS["items"][1]


def test_a_list_that_was_emptied_is_filled_again() -> None:
    after = put_back(FLXPOINT, ITEMS, {INNER: []})
    assert len(after["items"][0]["orderItemAccountingItems"]) == 3


def test_what_somebody_changed_since_counts_as_touched() -> None:
    (place,) = reversed_by(KIBO, {"taxId": "DK1"}, {"taxId": "DK2"})
    assert isinstance(place, Place)
    found = [standing(KIBO, place, now) for now in ({"taxId": "DK2"}, {"taxId": "DK1"}, {"taxId": "X"}, {})]
    assert found == [Standing.AS_LEFT, Standing.AS_BEFORE, Standing.TOUCHED, Standing.TOUCHED]


def test_what_the_vendor_made_of_it_is_not_taken_for_somebody_elses_change() -> None:
    (place,) = reversed_by(KIBO, {"taxId": "DK1"}, {"taxId": " DK2 "}, {"taxId": "DK2"})
    assert isinstance(place, Place)
    assert standing(KIBO, place, {"taxId": "DK2"}) is Standing.AS_LEFT


def test_a_nothing_that_was_null_is_as_before_when_it_is_absent() -> None:
    (place,) = reversed_by(KIBO, {"taxId": None}, {"taxId": "DK2"})
    assert isinstance(place, Place)
    assert standing(KIBO, place, {}) is Standing.AS_BEFORE


def test_an_added_element_that_somebody_changed_is_touched() -> None:
    before: JsonObject = {"contacts": []}
    after = {"contacts": [{"id": 9, "email": "bo@example.com"}]}
    (place,) = reversed_by(KIBO, before, {"contacts[+1].email": "bo@example.com"}, after)
    assert isinstance(place, Place)
    changed = {"contacts": [{"id": 9, "email": "other@example.com"}]}
    written = {"contacts": [{"id": 9, "email": "bo@example.com", "auditInfo": {"by": "Kibo"}}]}
    assert standing(KIBO, place, changed) is Standing.TOUCHED
    assert standing(KIBO, place, written) is Standing.AS_LEFT
    assert standing(KIBO, place, before) is Standing.AS_BEFORE


TEXTS = st.one_of(st.none(), st.text(max_size=3))
PLACES = st.dictionaries(st.sampled_from(["taxId", "externalId", "priceList", "customerSet"]), TEXTS)
USERS = st.sets(st.sampled_from("abcde"))


@given(before=PLACES, changed=PLACES, reps=USERS, wanted=USERS)
def test_any_edits_are_put_back(
    before: JsonObject, changed: dict[str, Any], reps: set[str], wanted: set[str]
) -> None:
    record = {**before, "salesReps": [{"adminUserId": one} for one in sorted(reps)]}
    edits: Edits = dict(changed)
    edits |= {f"salesReps[adminUserId={one}].adminUserId": one for one in sorted(wanted - reps)}
    edits |= {f"salesReps[adminUserId={one}]": None for one in sorted(reps - wanted)}
    after = put_back(KIBO, record, edits)
    assert {one["adminUserId"] for one in after["salesReps"]} == reps
    assert all((after.get(name) or None) == (before.get(name) or None) for name in changed)
