from __future__ import annotations

import pytest

from tests.app.sandbox.kibo.visit import ACCOUNTS, USERS, KiboVisitor

ERROR_FIELDS = {
    *("message", "errorCode", "applicationName", "exceptionDetail", "additionalErrorData", "items"),
}


def without(kibo: KiboVisitor, header: str) -> dict[str, str]:
    return {name: text for name, text in kibo.headers.items() if name != header}


@pytest.mark.parametrize("header", ["x-vol-tenant", "x-vol-site"])
def test_tenant_and_site_are_required(kibo: KiboVisitor, header: str) -> None:
    answer = kibo.visitor.client.get(kibo.url + ACCOUNTS, headers=without(kibo, header))
    assert answer.status_code == 400
    assert header in answer.json()["message"]


@pytest.mark.parametrize("status", [404, 403])
@pytest.mark.parametrize("header", ["x-vol-tenant", "x-vol-site"])
def test_a_tenant_or_site_that_is_not_ours_is_refused(kibo: KiboVisitor, header: str, status: int) -> None:
    kibo.behave(unknown_tenant=status)
    answer = kibo.visitor.client.get(kibo.url + ACCOUNTS, headers=kibo.headers | {header: "1"})
    assert answer.status_code == status


def test_the_site_can_be_left_out_where_it_is_not_needed(kibo: KiboVisitor) -> None:
    assert kibo.visitor.client.get(kibo.url + USERS, headers=without(kibo, "x-vol-site")).status_code == 200
    kibo.behave(site="optional")
    assert kibo.visitor.client.get(kibo.url + ACCOUNTS, headers=without(kibo, "x-vol-site")).status_code == 200


def test_the_path_may_come_under_api(kibo: KiboVisitor) -> None:
    assert kibo.ask("GET", f"/api{ACCOUNTS}").json() == kibo.ask("GET", ACCOUNTS).json()


@pytest.mark.parametrize("path", ["/", "/api", ACCOUNTS + "/", "/api/v2" + ACCOUNTS, "/commerce/customer"])
def test_other_paths_are_404(kibo: KiboVisitor, path: str) -> None:
    assert kibo.ask("GET", path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", ACCOUNTS + "/{id}", "GET, PUT"),
        ("DELETE", ACCOUNTS + "/{id}", "GET, PUT"),
        ("GET", ACCOUNTS + "/{id}/salesrep/x", "POST, DELETE"),
        ("GET", ACCOUNTS + "/{id}/addsalesreps", "POST"),
        ("POST", ACCOUNTS + "/{id}/salesrep", "PUT"),
        ("POST", ACCOUNTS + "/{id}/status/approve", "PUT"),
        ("DELETE", USERS, "GET"),
    ],
)
def test_other_verbs_are_405(kibo: KiboVisitor, account: int, *, method: str, path: str, allowed: str) -> None:
    answer = kibo.ask(method, path.replace("{id}", str(account)))
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


def test_an_error_has_kibos_fields_and_a_correlation(kibo: KiboVisitor) -> None:
    first, second = kibo.get("/1"), kibo.get("/1")
    assert (first.status_code, first.json()["errorCode"]) == (404, "ITEM_NOT_FOUND")
    assert set(first.json()) == ERROR_FIELDS
    assert first.headers["x-vol-correlation"] != second.headers["x-vol-correlation"]


@pytest.mark.parametrize("media_type", ["application/json", "text/json", "text/plain"])
def test_answers_have_three_media_types(kibo: KiboVisitor, account: int, media_type: str) -> None:
    kibo.behave(media_type=media_type)
    for path in (f"/{account}", "/1"):
        answer = kibo.get(path)
        assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
        assert isinstance(answer.json(), dict)


@pytest.mark.parametrize("text", ["abc", "1.5", "9" * 12, "%D9%A1", "-"])
@pytest.mark.parametrize("status", [400, 404])
def test_an_account_id_that_is_no_number_is_refused(kibo: KiboVisitor, text: str, status: int) -> None:
    kibo.behave(bad_id_status=status)
    assert kibo.get(f"/{text}").status_code == status


@pytest.mark.parametrize("content_type", ["", "text/plain", "multipart/form-data"])
def test_a_body_of_another_type_is_415(kibo: KiboVisitor, account: int, content_type: str) -> None:
    headers = kibo.headers | {"Content-Type": content_type}
    address = f"{kibo.url}{ACCOUNTS}/{account}"
    assert kibo.visitor.client.put(address, content=b"{}", headers=headers).status_code == 415


def test_the_limit_has_no_body_and_says_when(kibo: KiboVisitor, account: int) -> None:
    told = {"vendor": "kibo", "fault": "too_many", "retry_after": 60, "body": None}
    _ = kibo.headers
    assert kibo.visitor.client.post(f"{kibo.visitor.control}/faults", json=told).status_code == 200
    answer = kibo.get(f"/{account}")
    assert (answer.status_code, answer.content) == (429, b"")
    assert (answer.headers["content-length"], answer.headers["retry-after"]) == ("0", "60")
    assert "content-type" not in answer.headers
    assert kibo.get(f"/{account}").status_code == 200


def test_a_reset_ends_every_token(kibo: KiboVisitor) -> None:
    before = kibo.accounts()
    assert kibo.get().status_code == 200
    kibo.visitor.client.post(f"{kibo.visitor.control}/reset")
    assert kibo.get().status_code == 401
    assert kibo.accounts() == before
