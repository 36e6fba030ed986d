"""Names read off pages made up for this test, against a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.specs.seed_pages import gaps, names_on, pages_in
from tests.vendors.seed_fields import SeedField

SYNCHRONIZE = """Path parameters
idstringRequired
Responses
200
OK
404
post
POST /public/v1/accounts/buyers/{id}/synchronize HTTP/1.1
Host: example.com
{"id": "text", "audit": {"by": {"0": "a", "1": "b", "10": "c"}}, "sellers": [{"name": "n"}]}
"""
CREATE = """Body
logostring · binaryOptional
201
POST /public/v1/accounts/buyers HTTP/1.1
{"buyer": {"Address.City": "text"}}
{"id": "text"}
"""
FLXPOINT = """patch /orders/{id}/accounting-sync
Bodyapplication/json
notedboolean | null
extrastring
Example request
curl -H "X-API-TOKEN: T" -d '{"noted": true, "items": [{"id": 0}]}'
204No Content
"""
TRAEDE = """Suppliers
Parameter | Data type |
---|---|
name | string | Yes |
Payment term
payment_terms_id | Yes, if no payment_term_code is supplied |
Addresses
zip | string | Yes
Example
POST /customers/sync
{"customers": [{"customer_number": "1"}]}
"""
KIBO = """/commerce/b2baccounts/
{"id": 1}
Authorizations

Authorization
string
Path Parameters

accountId
integer<int32>
Response

Success

priority
integer<int32> | null
"""


@pytest.mark.parametrize(
    ("page", "text", "expected"),
    [
        (
            "softwareone-synchronize-buyer",
            SYNCHRONIZE,
            {
                *(("path", "id"), ("status", "200"), ("status", "404"), ("header", "Host"), ("answer", "id")),
                *(("answer", "audit"), ("answer", "audit.by"), ("answer", "audit.by.0..10")),
                *(("answer", "sellers"), ("answer", "sellers.name")),
            },
        ),
        (
            "softwareone-create-buyer",
            CREATE,
            {
                *(("body", "logo"), ("body", "buyer"), ("body", "buyer.Address.City")),
                *(("status", "201"), ("answer", "id")),
            },
        ),
        (
            "flxpoint-accounting-sync",
            FLXPOINT,
            {
                *(("path", "id"), ("header", "X-API-TOKEN"), ("status", "204"), ("body", "noted")),
                *(("body", "items"), ("body", "items.id"), ("body", "extra")),
            },
        ),
        (
            "traede-sync-customers",
            TRAEDE,
            {
                *(("body", "customers"), ("body", "customers.customer_number"), ("body", "customers.name")),
                *(("body", "payment_terms_id"), ("body", "payment_term_code")),
                *(("body", "customers.addresses.zip"), ("path", "/customers/sync")),
            },
        ),
        (
            "kibo-add-sales-rep",
            KIBO,
            {
                *(("answer", "id"), ("header", "Authorization"), ("path", "accountId")),
                *(("answer", "priority"), ("status", "Success")),
            },
        ),
    ],
)
def test_every_name_is_read_off_a_page(page: str, text: str, expected: set[tuple[str, str]]) -> None:
    assert names_on(page, text) == expected


def test_what_the_list_lacks_and_what_it_has_too_much_is_named() -> None:
    page = "kibo-add-sales-rep"
    fields = [
        SeedField(page, where, name, "column", "id", "")
        for where, name in sorted(names_on(page, KIBO) - {("answer", "priority")})
    ]
    fields += [SeedField(page, "query", "fields", "column", "id", ""), SeedField(page, "rule", "a", "", "", "")]
    assert list(gaps({page: KIBO}, fields)) == [
        f"{page}: answer priority is on the page and not in the list",
        f"{page}: query fields is in the list and not on the page",
    ]


def test_a_folder_holds_every_page_and_no_other(tmp_path: Path) -> None:
    for number, text in enumerate((SYNCHRONIZE, CREATE, FLXPOINT, TRAEDE)):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="lacks kibo-add-sales-rep"):
        pages_in(tmp_path)
    (tmp_path / "4.txt").write_text(KIBO, encoding="utf-8")
    assert len(pages_in(tmp_path)) == 5
    (tmp_path / "5.txt").write_text("A page about something else", encoding="utf-8")
    with pytest.raises(ValueError, match=r"5\.txt is none of the pages"):
        pages_in(tmp_path)
