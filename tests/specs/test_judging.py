"""One exchange against a document: everything that can be wrong is found, and nothing else."""

from __future__ import annotations

import pytest

from app.vendors.softwareone.multipart import Part, written
from tests.specs.exchanges import document, exchange
from tests.specs.judging import judged
from tests.specs.recording import Exchange

Found = tuple[str, str, str]
PICTURE = Part("picture", "image/png", b"\x89PNG\r\n\x00--x", "ø.png")


def found(one: Exchange) -> set[Found]:
    return {(finding.part, finding.at, finding.problem) for finding in judged(document(), one)}


def form(*parts: Part, **more: object) -> Exchange:
    content_type, body = written(parts)
    return exchange("PUT", body=body, content_type=content_type, **more)  # type: ignore[arg-type]


def thing(data: bytes, **more: str) -> Part:
    return Part("thing", more.pop("content_type", "application/json"), data, **more)


@pytest.mark.parametrize(
    "one",
    [
        exchange(),
        exchange(query=(("depth", "2"),), headers={"accept": "*/*"}),
        exchange(status=204, answer=b""),
        exchange("PUT", body=b'{"name":"a","size":1}'),
        form(PICTURE, thing(b'{"name":"a"}')),
        exchange("GET", "/things/x", headers={"x-odd": "1"}, is_ours=False),
        exchange(status=0, answer=b""),
    ],
)
def test_what_fits_is_no_finding(one: Exchange) -> None:
    assert found(one) == set()


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (exchange(path="/thing/7"), ("operation", "", "not documented")),
        (exchange(path="/things/x"), ("request path", "id", "type")),
        (exchange(query=(("width", "1"),)), ("request query", "width", "not documented")),
        (exchange(query=(("depth", "deep"),)), ("request query", "depth", "type")),
        (exchange(headers={"x-odd": "1"}), ("request header", "x-odd", "not documented")),
        (exchange(headers={"authorization": ""}), ("request header", "bearer", "missing")),
        (exchange(headers={"accept": "text/html"}), ("request header", "accept", "not documented")),
        (exchange(body=b"{}"), ("request type", "application/json", "not documented")),
        (exchange("PUT"), ("request body", "", "missing")),
        (
            exchange("PUT", body=b"{", content_type="text/plain"),
            ("request type", "text/plain", "not documented"),
        ),
        (exchange("PUT", body=b"{"), ("request body", "", "no JSON")),
        (exchange("PUT", body=b'{"name":"a","x":1}'), ("request body", "x", "not documented")),
        (
            form(thing(b'{"name":"a"}'), Part("more", "text/plain", b"x")),
            ("request body", "more", "not documented"),
        ),
        (form(thing(b'{"size":1}')), ("request body", "thing.name", "missing")),
        (form(thing(b'{"name":"a"}', file_name="a.json")), ("request body", "thing", "no JSON")),
        (form(thing(b'{"name":"a"}', content_type="text/plain")), ("request body", "thing", "no JSON")),
        (form(thing(b"{")), ("request body", "thing", "no JSON")),
        (
            form(Part("picture", "image/png", b"x"), thing(b'{"name":"a"}')),
            ("request body", "picture", "no file"),
        ),
        (exchange(status=404), ("answer status", "404", "not documented")),
        (exchange(answer=b""), ("answer body", "", "missing")),
        (exchange(status=204), ("answer body", "", "not documented")),
        (exchange(answer_type="text/html"), ("answer type", "text/html", "not documented")),
        (exchange(answer=b"<html>"), ("answer body", "", "no JSON")),
        (exchange(answer={"name": "a", "extra": 1}), ("answer body", "extra", "not documented")),
        (exchange(answer={"size": 1}), ("answer body", "name", "missing")),
    ],
)
def test_one_thing_that_is_wrong_is_found(one: Exchange, expected: Found) -> None:
    assert found(one) == {expected}


def test_no_value_of_a_header_is_told() -> None:
    one = exchange(headers={"x-token": "a-secret"})
    assert not any("a-secret" in str(finding) for finding in judged(document(), one))
