from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.app.sandbox.softwareone.marketplace import Json, Marketplace, bare

NAMES = ("Søren's Sko", 'The "Old" Mill', "Plain, Sons & Co (1)", "a+b = c", "100 % Ål")


@pytest.fixture
def named(market: Marketplace) -> dict[str, str]:
    return {name: market.create(bare(name=name)).json()["id"] for name in NAMES}


def total(market: Marketplace, query: str) -> int:
    number: int = market.get("/buyers", f"{query}&limit=0").json()["$meta"]["pagination"]["total"]
    return number


def refused(market: Marketplace, query: str, path: str = "/buyers") -> Json:
    answer = market.get(path, query)
    assert answer.status_code == 400, answer.text
    errors: Json = answer.json()["errors"]
    return errors


def test_pages_come_with_their_place_and_the_total(market: Marketplace) -> None:
    answer = market.get("/buyers", "limit=15&offset=30").json()
    assert answer["$meta"]["pagination"] == {"offset": 30, "limit": 15, "total": 40}
    assert [each["id"] for each in answer["data"]] == [each["id"] for each in market.records()[30:]]
    assert market.get("/buyers", "offset=40").json()["data"] == []


def test_a_limit_is_capped_and_0_only_counts(market: Marketplace) -> None:
    assert market.get("/buyers", "limit=1000").json()["$meta"]["pagination"]["limit"] == 100
    only = market.get("/buyers", "limit=0").json()
    assert (only["data"], only["$meta"]["pagination"]) == ([], {"offset": 0, "limit": 0, "total": 40})


def test_the_limit_by_default_can_be_set(market: Marketplace) -> None:
    market.behave(default_limit=7)
    assert len(market.found("")) == 7


@pytest.mark.parametrize(
    "query", ["limit=-1", "limit=x", "limit=", "offset=1.5", "offset=9999999999", "limit=%C2%B2"]
)
def test_a_page_that_cannot_be_is_400(market: Marketplace, query: str) -> None:
    assert set(refused(market, query)) == {query.partition("=")[0]}


def test_pages_follow_what_was_changed_meanwhile(market: Marketplace) -> None:
    assert total(market, "ilike(name,*zzz*)") == 0
    market.create(bare(name="Pizzzeria"))
    assert total(market, "ilike(name,*zzz*)") == 1


@pytest.mark.parametrize("quote_mark", ["'", '"'])
def test_ids_are_found_in_either_quotes(market: Marketplace, quote_mark: str) -> None:
    key = market.records()[3]["id"]
    assert market.found(f"eq(id,{quote_mark}{key}{quote_mark})") == [key]
    assert market.found(f"in(id,({quote_mark}{key}{quote_mark},{quote_mark}BUY-1{quote_mark}))") == [key]


def test_unquoted_ids_match_nothing(market: Marketplace) -> None:
    record = market.any_with(lambda each: each["account"] is not None)
    key, account = record["id"], record["account"]["id"]
    assert market.found(f"account.id='{account}'") != []
    for query in (
        f"eq(id,{key})",
        f"id={key}",
        f"in(id,({key}))",
        f"ilike(id,{key})",
        f"ge(id,{key})",
        f"account.id={account}",
    ):
        assert market.found(query) == []


def test_any_text_is_found_in_quotes(market: Marketplace, named: dict[str, str]) -> None:
    for name, key in named.items():
        mark = '"' if "'" in name else "'"
        assert market.found(f"eq(name,{mark}{quote(name)}{mark})") == [key]


def test_a_text_with_both_quotes_cannot_be_written(market: Marketplace) -> None:
    assert refused(market, quote("""eq(name,'it\\'s "x"')""", safe="(),='"))


def test_plain_texts_need_no_quotes(market: Marketplace, named: dict[str, str]) -> None:
    assert market.found("eq(name,100%20%25%20%C3%85l)") == [named["100 % Ål"]]
    assert total(market, "status=Active") == total(market, "eq(status,'Active')") > 0


def test_ilike_knows_stars_and_no_case(market: Marketplace, named: dict[str, str]) -> None:
    assert market.found("ilike(name,*OLD*)") == [named['The "Old" Mill']]
    assert market.found("ilike(name,'plain*(1)')") == [named["Plain, Sons & Co (1)"]]
    assert market.found("ilike(name,old)") == []


def test_groups_and_their_negation(market: Marketplace) -> None:
    active, enabled = total(market, "status=Active"), total(market, "status=Enabled")
    assert total(market, "or(eq(status,Active),eq(status,Enabled))") == active + enabled
    assert total(market, "in(status,(Active,Enabled))") == active + enabled
    assert total(market, "out(status,(Active,Enabled))") == 40 - active - enabled
    assert total(market, "not(eq(status,Active))") == total(market, "ne(status,Active)") == 40 - active
    assert total(market, "and(eq(status,Active),eq(status,Enabled))") == 0
    assert total(market, "status=Active&eq(status,Enabled)") == 0


def test_null_and_empty_find_what_is_absent(market: Marketplace) -> None:
    absent = sum(each["externalIds"]["erpCustomer"] is None for each in market.records())
    assert 0 < absent < 40
    for constant in ("null()", "empty()"):
        assert total(market, f"eq(externalIds.erpCustomer,{constant})") == absent
        assert total(market, f"externalIds.erpCustomer={constant}") == absent
        assert total(market, f"ne(externalIds.erpCustomer,{constant})") == 40 - absent


def test_numbers_and_orderings(market: Marketplace) -> None:
    revisions = [each["revision"] for each in market.records()]
    assert total(market, "gt(revision,4)&le(revision,8)") == sum(4 < each <= 8 for each in revisions)
    assert total(market, "ge(revision,4)&lt(revision,8)") == sum(4 <= each < 8 for each in revisions)
    assert total(market, "revision=5") == revisions.count(5)


def test_lists_are_asked_with_any_and_all(market: Marketplace) -> None:
    records = market.records()
    seller = next(each["sellers"][0]["id"] for each in records if each["sellers"])
    having = [each["id"] for each in records if any(one["id"] == seller for one in each["sellers"])]
    assert market.found(f'any(sellers,eq(id,"{seller}"))') == having
    without = sum(not each["sellers"] for each in records)
    assert total(market, f'all(sellers,eq(id,"{seller}"))') == len(having) + without
    wrong = [each["id"] for each in records if each["errors"]]
    assert market.found("any(errors,ilike(id,'ERP-*'))") == wrong


def test_dates_need_the_audit_selected(market: Marketplace) -> None:
    made = market.made()
    at = made["audit"]["created"]["at"]
    assert "audit.created.at" in refused(market, f"ge(audit.created.at,{at})")
    assert market.found(f"ge(audit.created.at,{at})&select=audit") == [made["id"]]
    assert market.found(f"ge(audit.created.at,'{at}')&select=%2Baudit") == [made["id"]]
    assert market.found("gt(audit.activated.at,2030-01-01T00:00:00.000Z)&select=+audit") == []
    assert "audit.updated.at" in refused(market, "order=-audit.updated.at")


@pytest.mark.parametrize("date", ["2026-01-01", "2026-01-01T00:00:00Z", "yesterday"])
def test_other_dates_are_400(market: Marketplace, date: str) -> None:
    assert date in str(refused(market, f"ge(audit.created.at,{date})&select=audit"))


def test_records_are_sorted_by_several_fields(market: Marketplace) -> None:
    expected = sorted(market.records(), key=lambda each: each["name"], reverse=True)
    expected.sort(key=lambda each: each["address"]["country"])
    found = market.found("order=+address.country,-name")
    assert found == [each["id"] for each in expected]
    assert market.found("order=%2Baddress.country,-name") == found
    assert len(market.found("order=-audit.disabled.at&select=audit")) == 40


@pytest.mark.parametrize(
    "query", ["rql=and(eq(status,Active))", "rql=x", "colour=blue", "name=eq(name,x)", "Status=Active"]
)
def test_a_shortcut_that_is_none_has_the_vendors_words(market: Marketplace, query: str) -> None:
    assert refused(market, query) == {query.partition("=")[0]: ["Invalid equals shortcut expression"]}


def test_a_word_alone_has_the_vendors_words(market: Marketplace) -> None:
    assert refused(market, "mistake") == {"mistake": ["Unknown expression group."]}


@pytest.mark.parametrize(
    "query",
    [
        *("eq(name)", "eq(name,a,b)", "eq(colour,blue)", "eq(name,(a))", "like(name,a)", "and()", "not()"),
        *("not(eq(name,a),eq(name,b))", "eq(name,'a)", "eq(name,a", "eq(name,a))", "eq(name,)", "eq(name,a)b"),
        *(
            "in(name,a)",
            "ilike(revision,1)",
            "revision=x",
            "gt(name,null())",
            "any(name,eq(id,'1'))",
            "and(name)",
        ),
        *("eq(sellers,a)", "any(sellers,a)", "eq(name,%FF)", "order=colour", "order=sellers", "select=colour"),
        "and(" * 60 + "eq(name,a)" + ")" * 60,
    ],
)
def test_a_query_that_cannot_be_is_400(market: Marketplace, query: str) -> None:
    assert refused(market, query)


def test_client_accounts_are_there_to_pick(market: Marketplace) -> None:
    data = market.get("/accounts", "eq(type,'Client')&order=name").json()["data"]
    assert [each["name"] for each in data] == sorted(each["name"] for each in data)
    assert {each["type"] for each in data} == {"Client"}
    assert {each["type"] for each in market.get("/accounts").json()["data"]} == {
        "Client",
        "Vendor",
        "Operations",
    }
    one = market.get(f"/accounts/{data[0]['id']}").json()
    assert one == data[0]
    assert market.get("/accounts/ACC-0000-0000").status_code == 404


def test_paging_through_everything_meets_each_once(market: Marketplace) -> None:
    market.client.post(f"{market.control}/reset", json={"records": 350})
    query = "gt(audit.created.at,2000-01-01T00:00:00.000Z)&order=audit.created.at&select=audit&limit=100"
    keys = [key for offset in range(0, 400, 100) for key in market.found(f"{query}&offset={offset}")]
    assert len(keys) == len(set(keys)) == 350
