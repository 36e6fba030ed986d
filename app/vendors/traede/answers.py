"""How TRAEDE's answers are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.net.requests import Answer
from app.vendors.declaration import Step, VendorMessage


def accepts(step: Step, answer: Answer) -> bool:
    """Any 2xx that is empty, or JSON without `errors`: no success body is documented."""
    del step
    if not answer.body.strip():
        return True
    content = answer.json()
    return isinstance(content, dict | list) and not (isinstance(content, dict) and content.get("errors"))


def explain(answer: Answer) -> tuple[VendorMessage, ...]:
    """Read `{"errors": [{"status", "code", "detail"}]}`; it names no customer and no field."""
    content = answer.json()
    if not isinstance(content, dict):
        return ()
    errors = content.get("errors")
    found = list(_details(errors)) if isinstance(errors, list) else []
    if not found and isinstance(content.get("message"), str):
        found = [content["message"]]
    return tuple(VendorMessage(text) for text in dict.fromkeys(found))


def _details(errors: list[Any]) -> Iterator[str]:
    for error in errors:
        if isinstance(error, Mapping) and isinstance(error.get("detail"), str):
            yield error["detail"]
