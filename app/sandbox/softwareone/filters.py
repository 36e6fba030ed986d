"""Turns RQL expressions into tests of a record; what the vendor would not understand is refused."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.sandbox.softwareone.fields import Field, Fields
from app.sandbox.softwareone.rql import NO_GROUP, NO_SHORTCUT, Call, Node, Query, Text, bad_query

Test = Callable[[Any], bool]
Values = Sequence[Any]

DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
CONSTANTS = ("null", "empty")
MATCHES_NOTHING = object()
ORDERINGS: Mapping[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}


def record_test(query: Query, fields: Fields, *, has_audit: bool) -> Test | None:
    """Return the test of a query's filters, or None when there are none. Raises: Refused."""
    compiler = Compiler(fields, has_audit)
    for name, _ in query.shortcuts:
        if name not in fields:
            raise bad_query(name, NO_SHORTCUT)
    calls = [*query.filters, *(Call("eq", (Text(name), value)) for name, value in query.shortcuts)]
    tests = [compiler.test(call) for call in calls]
    return _every(tests) if tests else None


def check_audit(path: str, *, has_audit: bool) -> None:
    """Refuse a field of the audit unless it is selected. Raises: Refused."""
    if path.startswith("audit.") and not has_audit:
        raise bad_query(path, "Select audit to filter or sort by it.")


@dataclass(frozen=True)
class Compiler:
    """Makes tests for records with these fields."""

    fields: Fields
    has_audit: bool

    def test(self, node: Node) -> Test:
        """Return the test of one expression. Raises: Refused."""
        if not isinstance(node, Call) or node.name not in OPERATORS:
            raise bad_query(node.text if isinstance(node, Text) else node.name or "()", NO_GROUP)
        return OPERATORS[node.name](self, node)

    def field_of(self, call: Call, *, is_list: bool = False) -> tuple[Field, Node]:
        """Return the field a call names, and its other argument. Raises: Refused."""
        if len(call.arguments) != 2 or not isinstance(call.arguments[0], Text):
            raise bad_query(call.name, "Two arguments are needed, a field and a value.")
        path, value = call.arguments[0].text, call.arguments[1]
        found = self.fields.get(path)
        if found is None or (found.kind == "list") != is_list:
            raise bad_query(path, f"There is no such property for {call.name}.")
        check_audit(path, has_audit=self.has_audit)
        return found, value


def _every(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda record: all(test(record) for test in tests)


def _inner(compiler: Compiler, call: Call) -> list[Test]:
    if not call.arguments:
        raise bad_query(call.name, "An expression is missing.")
    return [compiler.test(each) for each in call.arguments]


def _and(compiler: Compiler, call: Call) -> Test:
    return _every(_inner(compiler, call))


def _or(compiler: Compiler, call: Call) -> Test:
    tests = _inner(compiler, call)
    return lambda record: any(test(record) for test in tests)


def _not(compiler: Compiler, call: Call) -> Test:
    tests = _inner(compiler, call)
    if len(tests) != 1:
        raise bad_query("not", "One expression is needed.")
    return lambda record: not tests[0](record)


def _equals(compiler: Compiler, call: Call) -> Test:
    is_wanted = call.name == "eq"
    found, node = compiler.field_of(call)
    if isinstance(node, Call) and node.name in CONSTANTS and not node.arguments:
        return lambda record: (found.read(record) in (None, "")) is is_wanted
    value = _value(found, node, call.name)
    if value is MATCHES_NOTHING:
        return lambda _: False
    return lambda record: (found.read(record) == value) is is_wanted


def _ordering(compiler: Compiler, call: Call) -> Test:
    found, node = compiler.field_of(call)
    value, compare = _value(found, node, call.name), ORDERINGS[call.name]
    if value is MATCHES_NOTHING:
        return lambda _: False

    def holds(record: object) -> bool:
        held = found.read(record)
        return held is not None and compare(held, value)

    return holds


def _ilike(compiler: Compiler, call: Call) -> Test:
    found, node = compiler.field_of(call)
    value = _value(found, node, call.name)
    if found.kind not in ("text", "id"):
        raise bad_query(call.name, "Only texts can be like another.")
    if value is MATCHES_NOTHING:
        return lambda _: False
    parts = re.split(r"\*+", value)
    pattern = re.compile(".*".join(re.escape(part) for part in parts), re.IGNORECASE | re.DOTALL)
    return lambda record: pattern.fullmatch(found.read(record) or "") is not None


def _in(compiler: Compiler, call: Call) -> Test:
    is_wanted = call.name == "in"
    found, node = compiler.field_of(call)
    if not isinstance(node, Call) or node.name:
        raise bad_query(call.name, "A list in parentheses is needed.")
    values = {_value(found, each, call.name) for each in node.arguments}
    return lambda record: (found.read(record) in values) is is_wanted


def _elements(compiler: Compiler, call: Call) -> Test:
    found, node = compiler.field_of(call, is_list=True)
    test = Compiler(found.elements, compiler.has_audit).test(node)
    quantifier = any if call.name == "any" else all
    return lambda record: quantifier(test(each) for each in found.read(record))


def _value(found: Field, node: Node, name: str) -> Any:  # noqa: ANN401 - as the field has it
    if not isinstance(node, Text):
        raise bad_query(name, NO_GROUP)
    if found.kind == "id":
        return node.text if node.is_quoted else MATCHES_NOTHING
    if found.kind == "number":
        return _number(node.text)
    if found.kind == "date" and not DATE.fullmatch(node.text):
        raise bad_query(name, f"{node.text} is no date like 2026-01-31T23:59:59.000Z.")
    return node.text


def _number(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        raise bad_query(text, "This is no number.")
    return int(text)


OPERATORS: Mapping[str, Callable[[Compiler, Call], Test]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "eq": _equals,
    "ne": _equals,
    **dict.fromkeys(ORDERINGS, _ordering),
    "ilike": _ilike,
    "in": _in,
    "out": _in,
    "any": _elements,
    "all": _elements,
}
