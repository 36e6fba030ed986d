"""A small document and exchanges made by hand, for tests of the check itself."""

from __future__ import annotations

import json
from typing import Any

from tests.specs.documents import Addition, Document
from tests.specs.recording import Exchange

THING: dict[str, Any] = {
    "type": "object",
    "allOf": [{"$ref": "#/components/schemas/Named"}],
    "properties": {
        "size": {"type": "integer", "format": "int32"},
        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Named"}, "nullable": True},
    },
    "additionalProperties": False,
}
NAMED: dict[str, Any] = {
    "required": ["name"],
    "properties": {"name": {"type": "string", "maxLength": 5}},
    "additionalProperties": False,
}
_THING_JSON = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
_FORM = {"type": "object", "properties": {"thing": {"type": "object"}, "picture": {"format": "binary"}}}
CONTENT: dict[str, Any] = {
    "openapi": "3.0.1",
    "security": [{"bearer": []}],
    "components": {
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        "schemas": {"Thing": THING, "Named": NAMED},
    },
    "paths": {
        "/things/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "get": {
                "parameters": [{"name": "depth", "in": "query", "schema": {"type": "integer"}}],
                "responses": {"200": _THING_JSON, "204": {}},
            },
            "put": {
                "requestBody": {
                    "required": True,
                    "content": {**_THING_JSON["content"], "multipart/form-data": {"schema": _FORM}},
                },
                "responses": {"200": _THING_JSON},
            },
        },
        "/things/all": {"get": {"responses": {"200": {}}}},
    },
}


def document(*additions: Addition) -> Document:
    return Document("things", CONTENT, additions)


def exchange(
    method: str = "GET",
    path: str = "/things/7",
    *,
    query: tuple[tuple[str, str], ...] = (),
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    content_type: str = "application/json",
    status: int = 200,
    answer: object = None,
    answer_type: str = "application/json; charset=utf-8",
    is_ours: bool = True,
) -> Exchange:
    """Make one that fits the document, apart from what is given."""
    sent = {"host": "h", "authorization": "Bearer x", "accept": "application/json", **(headers or {})}
    content = {"name": "a"} if answer is None else answer
    return Exchange(
        vendor="things",
        scene="usual",
        is_ours=is_ours,
        method=method,
        path=path,
        query=query,
        headers={**sent, **({"content-type": content_type} if body else {})},
        body=body,
        status=status,
        answer_headers={"content-type": answer_type},
        answer=content if isinstance(content, bytes) else json.dumps(content).encode(),
    )
