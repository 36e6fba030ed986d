"""Documents made ready: what they find, and what they allow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.specs.documents import Addition, Document
from tests.specs.exchanges import CONTENT, document

THING = {"$ref": "#/components/schemas/Thing"}


def faults(value: object) -> set[tuple[str, str]]:
    return {(one.at, one.keyword) for one in document().faults(value, THING, is_answer=True)}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"name": "a", "size": 3, "parts": None}, set()),
        ({"size": 3}, {("name", "required")}),
        (
            {"name": "a", "weight": 1, "colour": 2},
            {("weight", "additionalProperties"), ("colour", "additionalProperties")},
        ),
        ({"name": "a", "size": None}, {("size", "type")}),
        ({"name": "a", "size": 2**40}, {("size", "format")}),
        ({"name": "too long"}, {("name", "maxLength")}),
        (
            {"name": "a", "parts": [{"name": "b"}, {"size": 1}]},
            {("parts.name", "required"), ("parts.size", "additionalProperties")},
        ),
        ([], {("", "type")}),
    ],
)
def test_a_value_is_held_against_its_schema_with_its_parts_joined(
    value: object, expected: set[tuple[str, str]]
) -> None:
    assert faults(value) == expected


def test_a_path_without_parameters_goes_first() -> None:
    found = document().find("GET", "/things/all")
    assert found is not None
    assert found.name == "GET /things/all"


def test_what_stands_in_a_path_is_decoded() -> None:
    found = document().find("GET", "/things/a%2Fb")
    assert found is not None
    assert found.values == {"id": "a/b"}


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/thing"), ("DELETE", "/things/7"), ("GET", "/things/7/b")]
)
def test_what_is_not_documented_is_not_found(method: str, path: str) -> None:
    assert document().find(method, path) is None


def test_an_addition_is_like_the_operation_it_names() -> None:
    added = document(Addition("things", "POST /things/{id}/start", "GET /things/{id}", "newer"))
    found = added.find("POST", "/things/7/start")
    assert found is not None
    assert found.values == {"id": "7"}
    assert "200" in found.content["responses"]


def test_an_addition_of_another_document_is_left_alone() -> None:
    assert document(Addition("others", "POST /x", "GET /y", "newer")).find("POST", "/x") is None


def test_only_version_3_0_is_read(tmp_path: Path) -> None:
    file = tmp_path / "things.json"
    file.write_text(json.dumps(CONTENT), encoding="utf-8")
    assert Document.read(file).name == "things"
    file.write_text(json.dumps({**CONTENT, "openapi": "3.1.0"}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"no OpenAPI document of version 3\.0"):
        Document.read(file)


def test_a_document_says_whether_it_was_pieced_together() -> None:
    pieced = Document("things", {**CONTENT, "x-provenance": "RECONSTRUCTED by hand"})
    assert (pieced.is_reconstruction, document().is_reconstruction) == (True, False)
