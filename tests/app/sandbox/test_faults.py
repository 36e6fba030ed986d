from __future__ import annotations

import pytest

from app.sandbox.faults import MAX_FAULTS
from tests.app.sandbox.visitor import Visitor, new


def statuses(visitor: Visitor, count: int) -> list[int]:
    return [visitor.sync(new(str(index))).status_code for index in range(count)]


def test_a_fault_hits_once_unless_told(visitor: Visitor) -> None:
    visitor.fault("status", status=503)
    assert statuses(visitor, 3) == [503, 200, 200]


def test_after_and_times_choose_the_requests(visitor: Visitor) -> None:
    visitor.fault("status", status=503, after=1, times=2)
    assert statuses(visitor, 5) == [200, 503, 503, 200, 200]


def test_times_zero_lasts_until_cleared(visitor: Visitor) -> None:
    visitor.fault("status", status=503, times=0)
    assert statuses(visitor, 4) == [503] * 4
    visitor.client.delete(f"{visitor.control}/faults")
    assert statuses(visitor, 1) == [200]


def test_faults_in_a_row_make_a_script(visitor: Visitor) -> None:
    script = [
        {"vendor": "traede", "fault": "status", "status": 500},
        {"vendor": "traede", "fault": "too_many", "after": 1},
    ]
    visitor.client.post(f"{visitor.control}/faults", json=script)
    assert statuses(visitor, 4) == [500, 200, 429, 200]


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        ({"body": '"customer_number":"1"'}, [200, 503, 200]),
        ({"method": "post", "path": "/customers/sync"}, [503, 503, 503]),
        ({"method": "GET"}, [200, 200, 200]),
        ({"path": "/orders"}, [200, 200, 200]),
    ],
)
def test_match_chooses_the_requests(visitor: Visitor, match: dict[str, str], expected: list[int]) -> None:
    visitor.fault("status", status=503, times=0, match=match)
    assert statuses(visitor, 3) == expected


def test_a_fault_hits_before_the_sign_in_is_looked_at(visitor: Visitor) -> None:
    visitor.fault("status", status=503)
    assert visitor.client.post(f"{visitor.url}/customers/sync").status_code == 503


def test_faults_are_listed_with_their_counts(visitor: Visitor) -> None:
    visitor.fault("status", status=503, after=1, times=5)
    statuses(visitor, 3)
    listed = visitor.client.get(f"{visitor.control}/faults").json()
    (fault,) = listed["faults"]
    assert (fault["fault"], fault["status"], fault["passed"], fault["hits"]) == ("status", 503, 1, 2)
    assert "lose_answer" in listed["known"]


BAD = [
    ({}, "vendor"),
    ({"vendor": "nobody", "fault": "cut"}, "no vendor 'nobody'; there are: "),
    ({"vendor": "traede"}, "no fault None"),
    ({"vendor": "traede", "fault": "explode"}, "there are: commit_late, cut,"),
    ({"vendor": "traede", "fault": "cut", "times": -1}, "“times” takes a whole number"),
    ({"vendor": "traede", "fault": "cut", "after": 1.5}, "“after” takes a whole number"),
    ({"vendor": "traede", "fault": "cut", "seconds": 1}, "no option of cut “seconds”"),
    ({"vendor": "traede", "fault": "late", "apply": "never"}, "one of 'before', 'after'"),
    ({"vendor": "traede", "fault": "late", "seconds": True}, "“seconds” takes a number"),
    ({"vendor": "traede", "fault": "status", "status": 100}, "from 200 to 599"),
    ({"vendor": "traede", "fault": "status", "headers": {"X": "a\r\nB: c"}}, "“headers”"),
    ({"vendor": "traede", "fault": "status", "headers": {"Content-Length": "3"}}, "“headers”"),
    ({"vendor": "traede", "fault": "status", "body": 3}, "“body”"),
    ({"vendor": "traede", "fault": "redirect", "to": "http://example.com/"}, "on this machine"),
    ({"vendor": "traede", "fault": "endless", "bytes": 1 << 31}, "“bytes”"),
    ({"vendor": "traede", "fault": "cut", "match": "POST"}, "“match” takes an object"),
    ({"vendor": "traede", "fault": "cut", "match": {"verb": "POST"}}, "no part of match “verb”"),
    ({"vendor": "traede", "fault": "cut", "match": {"path": 3}}, "“path” takes a text"),
    ([{"vendor": "traede", "fault": "cut"}, 3], "object is wanted"),
]


@pytest.mark.parametrize(("wanted", "words"), BAD)
def test_a_wrong_fault_is_refused_and_none_is_set(visitor: Visitor, wanted: object, words: str) -> None:
    answer = visitor.client.post(f"{visitor.control}/faults", json=wanted)
    assert answer.status_code == 400
    assert words in answer.json()["error"]
    assert visitor.client.get(f"{visitor.control}/faults").json()["faults"] == []


def test_the_number_of_faults_is_bounded(visitor: Visitor) -> None:
    many = [{"vendor": "traede", "fault": "cut"}] * (MAX_FAULTS + 1)
    assert visitor.client.post(f"{visitor.control}/faults", json=many).status_code == 400
