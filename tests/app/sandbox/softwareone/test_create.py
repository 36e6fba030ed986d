from __future__ import annotations

import json
from typing import Any

import pytest

from tests.app.sandbox.softwareone.marketplace import PNG, Marketplace, address, bare, form

LOGO = ("logo.png", PNG, "image/png")
BOTH_IDS = {"erpCompanyContact": "CC-1", "erpCustomer": "CU-1"}


def test_a_create_answers_the_whole_buyer(market: Marketplace) -> None:
    account = market.client_account()
    answer = market.create(market.new(taxId="DK12345678", externalIds=BOTH_IDS))
    assert answer.status_code == 201
    buyer = answer.json()
    assert (buyer["name"], buyer["status"], buyer["revision"]) == ("Søster & Søn", "Active", 1)
    assert buyer["account"].items() >= {"id": account, "type": "Client"}.items()
    assert buyer["address"] == address()
    assert set(buyer["audit"]) == {"created", "updated", "activated"}
    assert "addressLine2" not in buyer["address"]
    assert "$meta" not in buyer


def test_what_is_held_is_unmasked_and_complete(market: Marketplace) -> None:
    made = market.made(taxId="DK12345678", externalIds=BOTH_IDS)
    held = market.held(made["id"])
    assert made["taxId"] == "******5678"
    assert held["taxId"] == "DK12345678"
    assert held["externalIds"] == {**BOTH_IDS, "accountExternalId": None}
    assert held["account"]["id"] == made["account"]["id"]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_logo_comes_before_or_after_the_buyer(market: Marketplace, *, is_first: bool) -> None:
    parts = form(bare(), LOGO)
    made = market.ask("POST", "/buyers", files=parts if is_first else parts[::-1]).json()
    icon = market.client.get(f"{market.root}/buyers/{made['id']}/icon", headers=market.sign_in())
    assert icon.status_code == 307
    image = market.client.get(str(icon.url.join(icon.headers["location"])), headers=market.sign_in())
    assert (image.content, image.headers["content-type"]) == (PNG, "image/png")
    assert market.view()["logos"] == {made["id"]: {"type": "image/png", "size_bytes": len(PNG)}}


def test_a_buyer_without_a_logo_has_an_icon_of_its_own(market: Marketplace) -> None:
    made = market.made()
    image = market.get(f"/buyers/{made['id']}/icon/image")
    assert image.headers["content-type"] == "image/svg+xml"


def test_json_is_taken_too(market: Marketplace) -> None:
    answer = market.ask("POST", "/buyers", json=bare())
    assert (answer.status_code, answer.json()["status"]) == (201, "Unassigned")


def test_the_same_create_twice_makes_two_buyers(market: Marketplace) -> None:
    buyer = market.new()
    first, second = market.create(buyer).json(), market.create(buyer).json()
    assert first["id"] != second["id"]
    assert len(market.records()) == 42


def test_an_erp_company_contact_belongs_to_one_buyer(market: Marketplace) -> None:
    first = market.made(externalIds=BOTH_IDS)
    answer = market.create(market.new(externalIds={"erpCompanyContact": "CC-1"}))
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["properties"] == ["externalIds.erpCompanyContact"]
    assert error["id"] == "BR-007"
    assert "CC-1" in error["message"]
    assert first["id"] in error["message"]
    market.ask("DELETE", f"/buyers/{first['id']}")
    assert market.create(market.new(externalIds=BOTH_IDS)).status_code == 201


def test_the_account_must_be_a_client_that_exists(market: Marketplace) -> None:
    vendor = market.get("/accounts", "eq(type,Vendor)").json()["data"][0]["id"]
    for wrong in (vendor, "ACC-0000-0000"):
        answer = market.create(bare(account={"id": wrong}))
        assert answer.status_code == 400
        assert wrong in answer.json()["errors"]["account.id"][0]


def test_dotted_form_fields_are_refused(market: Marketplace) -> None:
    fields = {"Name": (None, b"A"), "Address.City": (None, b"Aarhus")}
    answer = market.ask("POST", "/buyers", files=fields)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"Name", "Address.City"}


BUYER = json.dumps(bare()).encode()


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ([("buyer", ("buyer.json", BUYER, "application/json"))], "buyer"),
        ([("buyer", (None, BUYER, "text/plain"))], "buyer"),
        ([("buyer", (None, BUYER))], "buyer"),
        ([("buyer", (None, BUYER, "application/json"))] * 2, "buyer"),
        ([("logo", LOGO)], "buyer"),
        ([*form(bare()), ("photo", LOGO)], "photo"),
        ([*form(bare()), ("logo", (None, PNG, "image/png"))], "logo"),
        (form(bare(), ("logo.png", b"just text", "image/png")), "logo"),
        (form(bare(), ("logo.jpg", PNG, "image/jpeg")), "logo"),
        (form(bare(), ("logo.txt", PNG, "text/plain")), "logo"),
        (form(bare(), ("logo.bmp", b"BM", "image/bmp")), "logo"),
    ],
)
def test_wrong_parts_are_refused(market: Marketplace, parts: Any, path: str) -> None:
    answer = market.ask("POST", "/buyers", files=parts)
    assert answer.status_code == 400
    assert path in answer.json()["errors"]
    assert len(market.records()) == 40


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        ("image/gif", b"GIF89a.."),
        ("image/webp", b"RIFF\x00\n\x00\x00WEBP"),
        ("image/jpeg", b"\xff\xd8\xff\xe0"),
        ("image/svg+xml", b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
)
def test_other_images_are_taken(market: Marketplace, media_type: str, data: bytes) -> None:
    assert market.create(bare(), ("a", data, media_type)).status_code == 201


@pytest.mark.parametrize("status", [400, 413])
def test_a_logo_that_is_too_large(market: Marketplace, status: int) -> None:
    market.behave(max_logo_bytes=len(PNG) - 1, max_logo_status=status)
    assert market.create(bare(), LOGO).status_code == status
    market.behave(max_logo_bytes=len(PNG))
    assert market.create(bare(), LOGO).status_code == 201


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b'"x"', b'{"name": NaN}', b'{"name": "\xff"}', b'{"name": "\\ud83d"}'),
        *(b'{"name": "a", "name": "b"}', b"[" * 100_000),
    ],
    ids=["empty", "cut", "list", "text", "NaN", "latin-1", "half a pair", "twice", "deep"],
)
def test_what_is_no_json_object_is_400(market: Marketplace, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    assert market.ask("POST", "/buyers", content=content, headers=headers).status_code == 400


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_content_type_is_415(market: Marketplace, media_type: str) -> None:
    headers = {"Content-Type": media_type}
    assert market.ask("POST", "/buyers", content=BUYER, headers=headers).status_code == 415


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=buyer\r\n\r\n{}"),
        (
            "multipart/form-data; boundary=x",
            b"--xContent-Disposition: form-data; name=buyer\r\n\r\n{}\r\n--x--",
        ),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Type: application/json\r\n\r\n{}\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=buyer\r\n--x--\r\n"),
    ],
    ids=["no boundary", "empty", "no end", "no line", "no name", "no content"],
)
def test_a_broken_form_is_400(market: Marketplace, content_type: str, content: bytes) -> None:
    answer = market.ask("POST", "/buyers", content=content, headers={"Content-Type": content_type})
    assert answer.status_code == 400


def test_a_quoted_boundary_is_fine(market: Marketplace) -> None:
    head = b'--a b\r\nContent-Disposition: form-data; name="buyer"\r\nContent-Type: application/json\r\n\r\n'
    headers = {"Content-Type": 'multipart/form-data; boundary="a b"'}
    content = head + BUYER + b"\r\n--a b--\r\n"
    assert market.ask("POST", "/buyers", content=content, headers=headers).status_code == 201


def test_a_create_can_be_committed_long_after_its_connection_was_lost(market: Marketplace) -> None:
    market.fault("commit_late", seconds=1, match={"method": "POST"})
    with pytest.raises(Exception, match="disconnected"):
        market.create(bare(name="Late"))
    assert not any(each["name"] == "Late" for each in market.records())
    assert any(any(each["name"] == "Late" for each in market.records()) for _ in range(5000))
