from __future__ import annotations

import pytest

from app.sandbox.softwareone.problems import Refused
from app.sandbox.softwareone.rql import Call, Query, Text, read_query


def test_a_query_is_taken_apart() -> None:
    query = read_query("and(eq(id,'B-1'),ilike(name,*A*))&status=Active&limit=5&order=-name&")
    first = Call("eq", (Text("id"), Text("B-1", is_quoted=True)))
    second = Call("ilike", (Text("name"), Text("*A*")))
    assert query.filters == (Call("and", (first, second)),)
    assert query.shortcuts == (("status", Text("Active")),)
    assert query.controls == {"limit": "5", "order": "-name"}


def test_nothing_is_a_query_too() -> None:
    assert read_query("") == Query()


@pytest.mark.parametrize(
    ("raw", "text"), [("'a\"b'", 'a"b'), ('"it\'s"', "it's"), ("'a,b)'", "a,b)"), ("''", "")]
)
def test_either_quote_holds_the_other(raw: str, text: str) -> None:
    (call,) = read_query(f"eq(name,{raw})").filters
    assert call.arguments[1] == Text(text, is_quoted=True)


def test_what_is_escaped_for_the_web_is_not_a_separator() -> None:
    (call,) = read_query("eq(name,'a%26b%3Dc+d')").filters
    assert call.arguments[1] == Text("a&b=c+d", is_quoted=True)


def test_an_empty_shortcut_asks_for_the_empty_text() -> None:
    assert read_query("name=").shortcuts == (("name", Text("")),)


def test_lists_and_constants_are_calls() -> None:
    (call,) = read_query("in(status,(Active,null()))").filters
    assert call.arguments[1] == Call("", (Text("Active"), Call("null", ())))


@pytest.mark.parametrize(
    "raw", ["x", "eq(", "eq(a,b", "eq(a,'b)", "eq(a,b)c", "eq(a,,b)", "%FF=1", "a=b'c'", "a=b,c"]
)
def test_what_cannot_be_read_is_refused(raw: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_query(raw)
    assert refusal.value.status == 400
