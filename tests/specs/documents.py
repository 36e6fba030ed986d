"""A vendor's OpenAPI document, made ready: its paths can be found, and its schemas held against values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from openapi_schema_validator import OAS30ReadValidator, OAS30WriteValidator, oas30_format_checker

Json = Mapping[str, Any]

VERBS = ("get", "put", "post", "delete", "patch", "head", "options")
_REFERENCE = "$ref"
_PLACE = "#/components/schemas/"


@dataclass(frozen=True)
class Fault:
    """One thing in a value that its schema does not allow; `at` is the path without places in lists."""

    at: str
    keyword: str
    words: str


@dataclass(frozen=True)
class Operation:
    """One verb on one path; `values` are what stood in the path, decoded."""

    name: str
    content: Json
    path_item: Json
    values: Mapping[str, str]

    def parameters(self, place: str) -> Mapping[str, Json]:
        """*Shape*: name → declaration, of `path`, `query` or `header`."""
        declared = [*self.path_item.get("parameters", ()), *self.content.get("parameters", ())]
        return {one["name"]: one for one in declared if one["in"] == place}


@dataclass(frozen=True)
class Addition:
    """An operation that a document does not have, taken to be like one that it has; `reason` says why.

    *Shape* of operations: verb and path, as in `POST /things/{id}/start`.
    """

    document: str
    operation: str
    like: str
    reason: str


class Document:
    """One document. An object with named properties allows no others, whether it says so or not."""

    def __init__(self, name: str, content: Json, additions: Iterable[Addition] = ()) -> None:
        self.name = name
        self.content = content
        self._paths: dict[str, Json] = dict(content["paths"])
        for one in additions:
            if one.document == name:
                self._add(one)
        self._schemas = {
            key: self._ready(schema) for key, schema in content.get("components", {}).get("schemas", {}).items()
        }

    @classmethod
    def read(cls, file: Path, additions: Iterable[Addition] = ()) -> Document:
        """Read a document. *Raises* ValueError for one that is none of version 3.0."""
        content = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or not str(content.get("openapi", "")).startswith("3.0"):
            raise ValueError(f"{file.name} is no OpenAPI document of version 3.0.")
        return cls(file.stem, content, additions)

    @property
    def is_reconstruction(self) -> bool:
        """Say whether people pieced it together from the vendor's pages."""
        return "reconstruct" in str(self.content.get("x-provenance", "")).lower()

    @property
    def security(self) -> list[Json]:
        return list(self.content.get("security", []))

    def scheme(self, name: str) -> Json:
        """Give one way to sign in."""
        found: Json = self.content["components"]["securitySchemes"][name]
        return found

    def find(self, method: str, path: str) -> Operation | None:
        """Find what a request asks for; a path without parameters goes before one with them."""
        for template, pattern in self._patterns:
            match = pattern.fullmatch(path)
            item = self._paths[template]
            if match is not None and method.lower() in item:
                values = {
                    name: unquote(text) for name, text in zip(_names(template), match.groups(), strict=True)
                }
                return Operation(f"{method} {template}", item[method.lower()], item, values)
        return None

    def faults(self, value: object, schema: Json, *, is_answer: bool) -> Iterator[Fault]:
        """Hold a value against a schema of this document."""
        whole = {**self._ready(schema), "components": {"schemas": self._schemas}}
        kind = OAS30ReadValidator if is_answer else OAS30WriteValidator
        for error in kind(whole, format_checker=oas30_format_checker).iter_errors(value):
            at = ".".join(str(step) for step in error.absolute_path if not isinstance(step, int))
            yield from _told(error, at)

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        templates = sorted(self._paths, key=lambda one: one.count("{"))
        return [(one, re.compile(re.sub(r"\\{[^}]+\\}", "([^/]+)", re.escape(one)))) for one in templates]

    def _add(self, addition: Addition) -> None:
        verb, path = addition.operation.split()
        like_verb, like_path = addition.like.split()
        item = self._paths[like_path]
        shared = {"parameters": item.get("parameters", ())}
        known = self._paths.get(path, shared)
        self._paths[path] = {**known, verb.lower(): item[like_verb.lower()]}

    def _ready(self, schema: Any) -> Any:
        """Lay the parts of `allOf` together: of two closed objects, each would refuse the other's names."""
        if isinstance(schema, list):
            return [self._ready(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        joined = self._joined(schema)
        ready = {name: self._inner(name, value) for name, value in joined.items()}
        if ready.get("properties"):
            ready.setdefault("additionalProperties", False)
        return ready

    def _inner(self, name: str, value: Any) -> Any:
        if name == "properties":
            return {key: self._ready(one) for key, one in value.items()}
        return value if name in ("enum", "default", "example", "required") else self._ready(value)

    def _joined(self, schema: Json) -> Json:
        if "allOf" not in schema:
            return schema
        own = {name: value for name, value in schema.items() if name != "allOf"}
        properties: dict[str, Any] = {}
        required: list[str] = []
        for part in (*schema["allOf"], own):
            whole = self._joined(self._resolved(part))
            properties |= whole.get("properties", {})
            required += whole.get("required", [])
            own = {**whole, **own}
        return {**own, "properties": properties, **({"required": sorted(set(required))} if required else {})}

    def _resolved(self, schema: Json) -> Json:
        if _REFERENCE not in schema:
            return schema
        name = schema[_REFERENCE].removeprefix(_PLACE)
        found: Json = self.content["components"]["schemas"][name]
        return found


def _names(template: str) -> list[str]:
    return re.findall(r"\{([^}]+)\}", template)


def _told(error: Any, at: str) -> Iterator[Fault]:
    """Name what is too much or missing one by one, so that each can be known by itself."""
    if error.validator == "additionalProperties":
        for name in error.instance.keys() - error.schema.get("properties", {}).keys():
            yield Fault(f"{at}.{name}".lstrip("."), "additionalProperties", error.message)
    elif error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield Fault(f"{at}.{name}".lstrip("."), "required", error.message)
    else:
        yield Fault(at, str(error.validator), error.message)
