from __future__ import annotations

import pytest

from tests.app.sandbox.flxpoint.visit import FlxpointVisitor


def test_the_credentials_are_one_token(shop: FlxpointVisitor) -> None:
    credentials = shop.visitor.sandbox.credentials["flxpoint"]
    assert list(credentials) == ["api_token"]
    assert credentials["api_token"].startswith("sandbox-")


@pytest.mark.parametrize("headers", [{}, {"X-API-TOKEN": ""}, {"X-API-TOKEN": "nope"}])
@pytest.mark.parametrize("path", ["/account", "/orders", "/nothing"])
def test_without_the_token_everything_is_401(shop: FlxpointVisitor, path: str, headers: dict[str, str]) -> None:
    assert shop.visitor.client.get(shop.url + path, headers=headers).status_code == 401


def test_a_bearer_is_no_token_until_switched(shop: FlxpointVisitor) -> None:
    bearer = {"Authorization": f"Bearer {shop.sign_in()['X-API-TOKEN']}"}
    assert shop.visitor.client.get(f"{shop.url}/orders", headers=bearer).status_code == 401
    shop.behave(bearer="accept")
    assert shop.visitor.client.get(f"{shop.url}/orders", headers=bearer).status_code == 200


def test_the_token_is_masked_in_the_log(shop: FlxpointVisitor) -> None:
    shop.get("/account")
    assert shop.sign_in()["X-API-TOKEN"] not in str(shop.visitor.requests())


def test_the_account_is_shown_to_an_account_token(shop: FlxpointVisitor) -> None:
    answer = shop.get("/account")
    assert answer.status_code == 200
    assert {"id", "subdomain", "brandName", "companyName"} <= answer.json().keys()


@pytest.mark.parametrize("kind", ["source", "channel"])
@pytest.mark.parametrize("status", [401, 403])
def test_the_account_is_refused_to_other_tokens(shop: FlxpointVisitor, kind: str, status: int) -> None:
    shop.behave(token_type=kind, account_refusal=status)
    assert shop.get("/account").status_code == status
    assert shop.get("/orders").status_code == 200


@pytest.mark.parametrize("status", [401, 403])
def test_orders_can_need_another_kind_of_token(shop: FlxpointVisitor, order: int, status: int) -> None:
    shop.behave(orders_token="channel", wrong_type_status=status)  # noqa: S106 - a kind, no token
    assert shop.get("/orders").status_code == status
    assert shop.sync(order, {"accountingSynced": True}).status_code == status
    shop.behave(token_type="channel")  # noqa: S106 - as above
    assert shop.sync(order, {"accountingSynced": True}).status_code == 204


@pytest.mark.parametrize(
    "path", ["/", "/order", "/orders/", "/orders/1/items", "/orders/1/accounting-sync/", "/v2/orders"]
)
def test_other_paths_are_404(shop: FlxpointVisitor, path: str) -> None:
    assert shop.get(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/account", "GET"),
        ("DELETE", "/orders", "GET"),
        ("PUT", "/orders/{id}", "GET"),
        ("POST", "/orders/{id}/accounting-sync", "PATCH"),
        ("GET", "/orders/{id}/accounting-sync", "PATCH"),
    ],
)
def test_other_verbs_are_405(shop: FlxpointVisitor, order: int, method: str, path: str, allowed: str) -> None:
    address = shop.url + path.replace("{id}", str(order))
    answer = shop.visitor.client.request(method, address, headers=shop.sign_in())
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize("order_id", [1, 0, 999_999_999_999])
def test_an_unknown_order_is_404(shop: FlxpointVisitor, order_id: int) -> None:
    assert shop.get(f"/orders/{order_id}").status_code == 404
    assert shop.sync(order_id, {"accountingSynced": True}).status_code == 404


@pytest.mark.parametrize("text", ["SO-100", "1.5", "-1", "9" * 40, "%D9%A1"])
@pytest.mark.parametrize("status", [400, 404])
def test_an_id_that_is_no_number_is_refused(shop: FlxpointVisitor, text: str, status: int) -> None:
    shop.behave(bad_id_status=status)
    assert shop.get(f"/orders/{text}").status_code == status
    assert shop.sync(text, {"accountingSynced": True}).status_code == status


@pytest.mark.parametrize(
    ("form", "media_type", "body"),
    [
        ("message", "application/json", b'{"message": "There is no order 1."}'),
        ("text", "text/plain; charset=utf-8", b"There is no order 1."),
        ("empty", None, b""),
    ],
)
def test_errors_have_several_forms(
    shop: FlxpointVisitor, form: str, media_type: str | None, body: bytes
) -> None:
    shop.behave(error_body=form)
    answer = shop.get("/orders/1")
    assert (answer.status_code, answer.headers.get("content-type"), answer.content) == (404, media_type, body)


@pytest.mark.parametrize(("show", "in_list", "in_one"), [("one", False, True), ("never", False, False)])
def test_items_can_be_hidden(
    shop: FlxpointVisitor, order: int, show: str, *, in_list: bool, in_one: bool
) -> None:
    shop.behave(show_items=show)
    assert all(("items" in each) is in_list for each in shop.listed())
    assert ("items" in shop.get(f"/orders/{order}").json()) is in_one


@pytest.mark.parametrize(("show", "in_list", "in_one"), [("one", False, True), ("never", False, False)])
def test_accounting_fields_can_be_hidden(
    shop: FlxpointVisitor, order: int, show: str, *, in_list: bool, in_one: bool
) -> None:
    shop.sync(order, {"externalAccountingId": "INV-1"})
    shop.behave(show_accounting=show)
    (listed,) = (each for each in shop.listed() if each["id"] == order)
    one = shop.get(f"/orders/{order}").json()
    assert ("externalAccountingId" in listed) is in_list
    assert ("externalAccountingId" in one) is in_one
    assert ("externalAccountingId" in one["items"][0]) is in_one


def test_what_was_never_written_is_null_or_absent(shop: FlxpointVisitor, order: int) -> None:
    one = shop.get(f"/orders/{order}").json()
    assert (one["accountingSynced"], one["accountingSyncError"]) == (None, None)
    assert one["items"][0]["orderItemAccountingItems"] == []
    shop.behave(unwritten="absent")
    one = shop.get(f"/orders/{order}").json()
    assert "accountingSynced" not in one
    assert "orderItemAccountingItems" not in one["items"][0]
