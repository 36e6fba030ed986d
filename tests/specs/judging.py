"""Holds one recorded exchange against a document: the request, then the answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.specs.documents import Document, Json, Operation
from tests.specs.findings import MISSING, NOT_DOCUMENTED, Finding
from tests.specs.forms import Part, parts_of
from tests.specs.recording import Exchange

# HTTP's own, which no description lists.
USUAL_HEADERS = frozenset(
    {
        *("host", "accept", "accept-encoding", "connection", "user-agent", "content-length", "content-type"),
        "authorization",
    }
)
FORM, JSON = "multipart/form-data", "application/json"
NO_JSON = "no JSON"


def judged(document: Document, exchange: Exchange) -> Iterator[Finding]:
    """Say everything in which an exchange differs; a request that is not ours, or an answer that was lost,
    is not looked at."""
    operation = document.find(exchange.method, exchange.path)
    if operation is None:
        name = f"{exchange.method} {exchange.path}"
        yield Finding(document.name, exchange.scene, name, "operation", "", NOT_DOCUMENTED)
        return
    judge = Judge(document, exchange, operation)
    if exchange.is_ours:
        yield from judge.request()
    if exchange.status:
        yield from judge.answer()


@dataclass(frozen=True)
class Judge:
    """One exchange and the operation it is about."""

    document: Document
    exchange: Exchange
    operation: Operation

    def request(self) -> Iterator[Finding]:
        """Look at path, query, headers, sign-in and body."""
        yield from self._parameters("path", self.operation.values)
        yield from self._parameters("query", dict(self.exchange.query))
        yield from self._headers()
        yield from self._sign_in()
        yield from self._accepted_types()
        yield from self._body()

    def answer(self) -> Iterator[Finding]:
        """Look at the status, then at what came with it."""
        documented = self.operation.content["responses"]
        status = str(self.exchange.status)
        response = documented.get(status, documented.get("default"))
        if response is None:
            yield self._found("answer status", status, NOT_DOCUMENTED)
            return
        content = response.get("content", {})
        if not self.exchange.answer:
            if content:
                yield self._found("answer body", "", MISSING)
        elif not content:
            yield self._found("answer body", "", NOT_DOCUMENTED)
        else:
            yield from self._answer_body(content)

    def _answer_body(self, content: Json) -> Iterator[Finding]:
        media_type = _media_type(self.exchange.answer_headers)
        if media_type not in content:
            yield self._found("answer type", media_type, NOT_DOCUMENTED)
        schema = content.get(media_type, next(iter(content.values()))).get("schema", {})
        yield from self._value("answer body", self.exchange.answer, schema, is_answer=True)

    def _parameters(self, place: str, given: Mapping[str, str]) -> Iterator[Finding]:
        declared = self.operation.parameters(place)
        for name, text in given.items():
            if name not in declared:
                yield self._found(f"request {place}", name, NOT_DOCUMENTED)
                continue
            schema = declared[name].get("schema", {})
            for fault in self.document.faults(_read(text, schema), schema, is_answer=False):
                yield self._found(f"request {place}", name, fault.keyword, fault.words)
        for name, parameter in declared.items():
            if parameter.get("required") and name not in given:
                yield self._found(f"request {place}", name, MISSING)

    def _headers(self) -> Iterator[Finding]:
        """A header is known by declaration, as a sign-in, or as one of HTTP's own; values are never told."""
        declared = {name.lower() for name in self.operation.parameters("header")}
        signs_in = {
            self.document.scheme(name).get("name", "").lower() for one in self._security for name in one
        }
        for name in self.exchange.headers:
            if name.lower() not in declared | signs_in | USUAL_HEADERS:
                yield self._found("request header", name.lower(), NOT_DOCUMENTED)

    def _sign_in(self) -> Iterator[Finding]:
        if self._security and not any(self._is_met(one) for one in self._security):
            names = sorted({name for one in self._security for name in one})
            yield self._found("request header", " ".join(names), MISSING)

    def _is_met(self, wanted: Json) -> bool:
        return all(self._signs_in(self.document.scheme(name)) for name in wanted)

    def _signs_in(self, scheme: Json) -> bool:
        headers = {name.lower(): text for name, text in self.exchange.headers.items()}
        if scheme["type"] == "apiKey":
            return scheme["in"] == "header" and bool(headers.get(scheme["name"].lower()))
        return headers.get("authorization", "").startswith("Bearer ")

    def _accepted_types(self) -> Iterator[Finding]:
        """What is asked for must be among what is given."""
        responses = self.operation.content["responses"].values()
        given = {name for one in responses for name in one.get("content", {})}
        accepted = self.exchange.headers.get("accept", "*/*")
        if given and accepted != "*/*" and accepted not in given:
            yield self._found("request header", "accept", NOT_DOCUMENTED)

    def _body(self) -> Iterator[Finding]:
        documented = self.operation.content.get("requestBody")
        if not self.exchange.body:
            if documented and documented.get("required"):
                yield self._found("request body", "", MISSING)
            return
        media_type = _media_type(self.exchange.headers)
        content = (documented or {}).get("content", {})
        if media_type not in content:
            yield self._found("request type", media_type, NOT_DOCUMENTED)
        elif media_type == FORM:
            yield from self._form(content)
        else:
            schema = content[media_type].get("schema", {})
            yield from self._value("request body", self.exchange.body, schema, is_answer=False)

    def _form(self, content: Json) -> Iterator[Finding]:
        properties = content[FORM].get("schema", {}).get("properties", {})
        for part in parts_of(self.exchange.headers["content-type"], self.exchange.body):
            if part.name not in properties:
                yield self._found("request body", part.name, NOT_DOCUMENTED)
            elif properties[part.name].get("format") == "binary":
                yield from self._file(part)
            else:
                schema = content.get(JSON, {}).get("schema", properties[part.name])
                yield from self._json_part(part, schema)

    def _file(self, part: Part) -> Iterator[Finding]:
        if not part.file_name or part.media_type in ("", JSON):
            yield self._found("request body", part.name, "no file")

    def _json_part(self, part: Part, schema: Json) -> Iterator[Finding]:
        """The part is what the same operation takes as a body of its own, where it takes one."""
        if part.file_name or part.media_type != JSON:
            yield self._found("request body", part.name, NO_JSON)
            return
        for found in self._value("request body", part.data, schema, is_answer=False):
            yield self._found(
                "request body", f"{part.name}.{found.at}".rstrip("."), found.problem, found.detail
            )

    def _value(self, part: str, data: bytes, schema: Json, *, is_answer: bool) -> Iterator[Finding]:
        try:
            value = json.loads(data)
        except ValueError:
            yield self._found(part, "", NO_JSON)
            return
        for fault in self.document.faults(value, schema, is_answer=is_answer):
            words = {"additionalProperties": NOT_DOCUMENTED, "required": MISSING}
            yield self._found(part, fault.at, words.get(fault.keyword, fault.keyword), fault.words)

    def _found(self, part: str, at: str, problem: str, detail: str = "") -> Finding:
        return Finding(
            self.document.name, self.exchange.scene, self.operation.name, part, at, problem, detail[:200]
        )

    @cached_property
    def _security(self) -> list[Json]:
        return list(self.operation.content.get("security", self.document.security))


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _read(text: str, schema: Json) -> Any:
    """Read a parameter as its schema means it; what cannot be read so stays a text and is found."""
    if schema.get("type") in ("integer", "number", "boolean"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
