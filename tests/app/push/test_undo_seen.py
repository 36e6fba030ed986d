"""A record of an undo that was looked at right before: what is left to be sent of it, and what is said."""

from __future__ import annotations

from typing import Any

from app.push.undo_seen import SeenToUndo, seen_to_undo, withdrawn
from app.records.change import Edits, JsonObject
from app.store.journal_values import Frozen
from app.values import BaseState, Outcome, Record, SkipReason
from app.vendors.assess import assessed
from app.vendors.registry import kind_named, vendor_named

KIND = kind_named("kibo.accounts")
OPTIONS = vendor_named("kibo").options_with_defaults({})
LEFT: JsonObject = {"id": 1042, "taxId": "DK9", "externalId": "C-9", "salesReps": [{"adminUserId": "a"}]}
BACK: Edits = {"taxId": "DK1", "externalId": None}


def account(edits: Edits) -> Record:
    record = Record(7, KIND.id, 1, "1042", BaseState.KNOWN, LEFT, edits, is_key_locked=True)
    return assessed(KIND, record, OPTIONS)


def look(theirs: dict[str, Any], record: Record | None = None, back: Edits = BACK) -> SeenToUndo:
    frozen = Frozen.of(account(back))
    shown = {**LEFT, **theirs}
    return seen_to_undo(KIND, record or account(back), frozen, shown, OPTIONS, vendor_title="Kibo Commerce")


def test_what_is_as_the_push_left_it_is_sent() -> None:
    seen = look({"priceList": "THEIRS"})
    assert seen.seen.frozen.sent_edits == BACK
    assert seen.seen.frozen.before_seen == {"taxId": "DK9", "externalId": "C-9"}
    assert seen.verdict is None
    assert not seen.words


def test_what_somebody_touched_is_dropped_from_the_working_copy_too() -> None:
    seen = look({"taxId": "DK-OTHER"})
    assert seen.seen.frozen.sent_edits == {"externalId": None}
    assert (seen.seen.record.edits, seen.seen.record.conflicts) == ({"externalId": None}, ())
    assert seen.words.why_kept == ("Tax id was changed since: it is “DK-OTHER” now.",)


def test_what_is_back_already_needs_no_words() -> None:
    seen = look({"taxId": "DK1", "externalId": None})
    assert seen.verdict is not None
    assert (seen.verdict.outcome, seen.verdict.reason) == (Outcome.SKIPPED, SkipReason.NO_CHANGE)
    assert not seen.words


def test_a_field_that_a_person_edited_meanwhile_is_theirs() -> None:
    seen = look({}, account({**BACK, "taxId": "DK-MINE"}))
    assert seen.seen.frozen.sent_edits == {"externalId": None}
    assert seen.seen.record.edits == {"taxId": "DK-MINE", "externalId": None}
    assert seen.words.why_kept == ("Tax id was edited here meanwhile.",)


def test_a_persons_own_conflict_holds_nothing_of_the_undo_back() -> None:
    seen = look({"priceList": "THEIRS"}, account({**BACK, "priceList": "MINE"}))
    assert seen.verdict is None
    assert seen.seen.frozen.sent_edits == BACK
    assert seen.seen.record.edits["priceList"] == "MINE"


def test_an_element_that_only_the_vendor_wrote_into_is_not_touched() -> None:
    path = "salesReps[adminUserId=a]"
    seen = look({"salesReps": [{"adminUserId": "a", "accountId": 1042}]}, account({path: None}), {path: None})
    assert seen.seen.frozen.sent_edits == {path: None}
    assert (seen.verdict, seen.seen.record.conflicts) == (None, ())


def test_what_is_withdrawn_leaves_what_a_person_has_pending() -> None:
    frozen = Frozen.of(account(BACK))
    after = withdrawn(KIND, account({**BACK, "priceList": "MINE", "taxId": "DK-MINE"}), frozen, OPTIONS)
    assert after.edits == {"priceList": "MINE", "taxId": "DK-MINE"}
