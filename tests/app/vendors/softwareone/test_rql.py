from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.sandbox.softwareone.rql import Text, read_query
from app.vendors.softwareone.rql import equals, page_query, since


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("BUY-1234-5678", "eq(id,'BUY-1234-5678')"),
        ("Søren", "eq(id,'S%C3%B8ren')"),
        ("O'Neill & Co", "eq(id,%22O%27Neill%20%26%20Co%22)"),
        ('The "Inn"', "eq(id,'The%20%22Inn%22')"),
        ('L\'Hôtel "du Lac"', "ilike(id,'*H%C3%B4tel%20%22du%20Lac%22*')"),
    ],
)
def test_values_are_quoted_by_the_mark_they_do_not_hold(value: str, written: str) -> None:
    assert equals("id", value) == written


@pytest.mark.parametrize("value", ["BUY-1", "Søren", "O'Neill, (Ltd) & Co", 'The "Inn"'])
def test_another_reader_finds_the_value_again(value: str) -> None:
    (found,) = read_query(equals("name", value)).filters
    assert found.arguments[1] == Text(value, is_quoted=True)


def test_a_moment_is_written_in_utc_with_milliseconds() -> None:
    there = datetime(2026, 11, 20, 12, 0, 0, 250_999, tzinfo=timezone(timedelta(hours=1)))
    assert since("audit.created.at", there) == "ge(audit.created.at,2026-11-20T11:00:00.250Z)"


def test_a_page_is_a_whole_query_string() -> None:
    moment = since("audit.created.at", datetime(2026, 11, 20, tzinfo=UTC))
    query = page_query(moment, order="id", offset=100, limit=100, select="audit")
    assert query == ("ge(audit.created.at,2026-11-20T00:00:00.000Z)&select=audit&order=id&limit=100&offset=100")
    assert read_query(query).controls == {"select": "audit", "order": "id", "limit": "100", "offset": "100"}
