"""What review shows is what is sent, and no secret is in it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.errors import NotFound
from app.services.edit_records import set_values
from app.services.review import dry_run, page_review, preview_request, review
from app.values import BaseState, PushOptions, RequestPreview
from tests.app.push.desk import Open
from tests.app.push.shop import KIND, Shop, address, counts, customer
from tests.app.push.test_softwareone import nameless


def fill(shop: Shop) -> None:
    """Every way to travel, held-back records among them."""
    shop.with_options(batch_size=3).add([f"{number}Å" for number in range(5)], bad=["2Å"])
    shop.save(customer("held", discount_percentage=120.0))
    shop.save(customer("place", **address("Shop")), directives={"addresses_sync_mode": "replace"})
    shop.add_unrepeatable("alone")
    shop.add_delete("gone")


def bodies(previews: list[RequestPreview]) -> list[Any]:
    return [json.loads(one.body) for one in previews]


def test_the_dry_run_is_what_is_then_sent(shop: Shop) -> None:
    fill(shop)
    previews = list(dry_run(shop.workspace, shop.connection.id))
    assert shop.requests() == []
    shop.push()
    planned = shop.workspace.store.history.requests(1, limit=len(previews))
    assert [one.body for one in planned] == [one.body for one in previews]
    sent = {json.dumps(request["body"]): request for request in shop.requests()}
    for preview in previews:
        request = sent[json.dumps(json.loads(preview.body))]
        assert request["body_bytes"] == len(preview.body.encode())
        assert preview.url.endswith(f"/traede{request['path']}")
        assert preview.headers["Content-Type"] == request["headers"]["content-type"]


def test_the_dry_run_of_a_trial_is_what_is_then_sent(shop: Shop) -> None:
    fill(shop)
    previews = list(dry_run(shop.workspace, shop.connection.id, PushOptions(first=2)))
    shop.push(first=2)
    assert [request["body"] for request in shop.requests()] == bodies(previews)


def test_the_dry_run_begins_with_what_is_settled(shop: Shop) -> None:
    shop.with_settings(retry_tries=1).add(["1", "2"])
    shop.fault("lose_answer")
    shop.push()
    set_values(shop.workspace, KIND.id, 1, {"name": "Later"})
    shop.add(["3"])
    shop.forget_requests()
    previews = list(dry_run(shop.workspace, shop.connection.id))
    assert [one.keys for one in previews] == [("2",), ("3",)]
    shop.push()
    assert [request["body"] for request in shop.requests()] == bodies(previews)


def test_a_dry_run_changes_nothing(shop: Shop) -> None:
    fill(shop)
    before = [shop.record(number) for number in range(1, 10)]
    list(dry_run(shop.workspace, shop.connection.id))
    assert [shop.record(number) for number in range(1, 10)] == before
    assert shop.workspace.store.history.pushes() == ()


def test_secrets_are_masked_in_a_preview(shop: Shop) -> None:
    shop.add(["1"])
    (preview,) = dry_run(shop.workspace, shop.connection.id)
    assert preview.headers["Authorization"] == preview.headers["X-Traede-App-Key"] == "•••"
    assert preview.headers["Content-Type"] == "application/json"


def test_a_record_is_shown_the_request_that_carries_it(shop: Shop) -> None:
    ids = shop.with_options(batch_size=2).add(["1", "2", "3"])
    request = preview_request(shop.workspace, shop.connection.id, ids[2])
    assert (request.keys, request.method) == (("3",), "POST")
    assert preview_request(shop.workspace, shop.connection.id, ids[0]).keys == ("1", "2")


def test_a_record_that_is_held_back_has_no_request(shop: Shop) -> None:
    held = shop.save({"name": "Nobody"})
    shop.add([f"#{held}"])  # a number that looks like its local name
    with pytest.raises(NotFound, match="No request would be sent"):
        preview_request(shop.workspace, shop.connection.id, held)


def test_a_deleted_record_is_shown_with_its_request(shop: Shop) -> None:
    record_id = shop.add_delete("1")
    (shown,) = page_review(shop.workspace, shop.connection.id)
    assert (shown.record.key, shown.record.change) == ("1", "deleted")
    request = preview_request(shop.workspace, shop.connection.id, record_id)
    assert json.loads(request.body) == {"customers": [{"customer_number": "1", "delete": True}]}


def test_review_shows_old_and_new_of_each_field(shop: Shop) -> None:
    (record_id,) = shop.add(["1"])
    (fresh,) = page_review(shop.workspace, shop.connection.id)
    assert all(field.is_old_unread for field in fresh.fields)
    shop.push()
    set_values(shop.workspace, KIND.id, record_id, {"name": "Later"})
    ((field,),) = [one.fields for one in page_review(shop.workspace, shop.connection.id)]
    assert (field.path, field.old, field.new, field.is_old_unread) == ("name", "Kunde 1 Å", "Later", False)


def test_review_counts_and_says_what_to_know(shop: Shop) -> None:
    fill(shop)
    told = review(shop.workspace, shop.connection.id)
    assert (told.added, told.changed, told.deleted, told.held_back) == (7, 1, 1, 1)
    assert told.ready == 8
    assert any("cannot be read" in note for note in told.notes)


def test_review_tells_of_what_is_unknown(shop: Shop) -> None:
    shop.with_settings(retry_tries=1).add(["1"])
    shop.fault("lose_answer")
    shop.push()
    told = review(shop.workspace, shop.connection.id)
    assert told.unknown == 1
    assert "1 record has an unknown outcome from an earlier push; it is settled first." in told.notes


def test_review_asks_the_guard(shop: Shop) -> None:
    for number in range(21):
        shop.add_delete(str(number))
    assert "delete 21 records" in review(shop.workspace, shop.connection.id).question


def stored(shop: Shop) -> bytes:
    """Every byte of the workspace's files."""
    files = [path for path in shop.workspace.folder.rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in files)


ECHOES = [
    {"status": 422, "body": {"errors": [{"detail": "The token {token} is odd."}]}},
    {"status": 400, "body": "{token}"},
    {"status": 401, "body": {"errors": [{"detail": "{token} has ended."}]}},
    {"status": 500, "body": "{token} was not understood"},
    {"status": 200, "body": {"errors": [{"detail": "{token}"}]}},
    {"status": 404, "body": {"message": "No {token} here"}},
    {"status": 400, "body": "x" * 15_990 + "{token}"},  # across the place where an answer is cut
]


@pytest.mark.parametrize("echo", ECHOES, ids=lambda one: str(one["status"]))
def test_a_secret_that_the_vendor_echoes_is_stored_nowhere(
    shop: Shop, shop_sandbox: dict[str, Any], echo: dict[str, Any]
) -> None:
    token = shop_sandbox["traede"]["credentials"]["access_token"]
    body = json.loads(json.dumps(echo["body"]).replace("{token}", token))
    shop.with_settings(retry_tries=1).add(["1"])
    shop.fault("status", status=echo["status"], body=body)
    result = shop.push()
    told = repr((result, shop.outcomes(result.push_id), shop.workspace.store.history.requests(result.push_id)))
    assert "•••" in told
    assert result.counts != counts(applied=1)
    for part in (token, token[:12]):
        assert part not in told
        assert part.encode() not in stored(shop)


def test_words_without_end_are_cut(shop: Shop) -> None:
    shop.add(["1", "2"])
    shop.fault("status", status=400, body={"errors": [{"detail": "no " * 10_000}]})
    result = shop.push()
    assert all(len(one.message) <= 1000 for one in shop.outcomes(result.push_id).values())
    (request,) = shop.workspace.store.history.requests(1)
    assert len(request.answer) == 16_000


def test_a_review_says_what_reading_leaves_open(desk_at: Open) -> None:
    desk = desk_at("kibo", records=2)
    read, unread = sorted(desk.held())
    known = desk.change(desk.read(read), {"taxId": "DK1"})
    unseen = desk.save({"id": int(unread), "taxId": "DK2"})
    notes = " ".join(review(desk.workspace, desk.connection.id).notes)
    assert "read right before it is written" in notes
    assert "Never read: 1 accounts" in notes
    with pytest.raises(NotFound, match="never read"):
        preview_request(desk.workspace, desk.connection.id, unseen)
    shown = preview_request(desk.workspace, desk.connection.id, known)
    assert desk.push(first=1).counts["applied"] == 1
    (sent,) = desk.requests("PUT")
    assert sent["body"] == json.loads(shown.body)


def test_a_review_names_new_records_that_could_be_taken_for_one_another(desk_at: Open) -> None:
    desk = desk_at("softwareone")
    for _ in range(2):
        desk.save(nameless(1), base_state=BaseState.ABSENT)
    desk.save(nameless(2), base_state=BaseState.ABSENT)
    assert any("2 new buyers could be taken" in note for note in review(desk.workspace, 1).notes)


def test_what_cannot_be_undone_is_said_before(shop: Shop) -> None:
    shop.add(["1"])
    words = " ".join(review(shop.workspace, shop.connection.id).notes)
    assert "This push cannot be undone: TRAEDE cannot be read. A customer that it adds can be deleted" in words
    shop.with_options(try_get_customers=True)
    assert "cannot be undone" not in " ".join(review(shop.workspace, shop.connection.id).notes)
    shop.add_delete("2")
    assert "A deletion cannot be undone here." in review(shop.workspace, shop.connection.id).notes


def test_a_masked_value_that_is_overwritten_cannot_be_put_back(desk_at: Open) -> None:
    desk = desk_at("softwareone", records=12)
    key = next(one["id"] for one in desk.view()["records"] if one["taxId"])
    record_id = desk.change(desk.read(key), {"address.city": "Aarhus"})
    assert "masked: what stands" not in " ".join(review(desk.workspace, desk.connection.id).notes)
    set_values(desk.workspace, desk.kind.id, record_id, {"taxId": "DK12345678"})
    notes = review(desk.workspace, desk.connection.id).notes
    assert "Tax id of 1 buyers is shown masked: what stands there cannot be put back." in notes
