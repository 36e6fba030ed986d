"""Reads the body of a create or an update: JSON, or a form of the parts `buyer` and `logo`.

Source: SoftwareOne's API description 4.0 and its own client, read 2026-11-20: the buyer is one JSON part
without a file name; the dotted names on the documentation page are sent by nobody.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.sandbox.messages import Received
from app.sandbox.softwareone.buyers import Logo
from app.sandbox.softwareone.logos import read_logo
from app.sandbox.softwareone.multipart import Part, read_parts
from app.sandbox.softwareone.problems import Flaw, Refused, invalid

JSON, FORM = "application/json", "multipart/form-data"


@dataclass(frozen=True)
class Sent:
    """A buyer as it was sent, and its logo when there is one."""

    buyer: Mapping[str, object]
    logo: Logo | None = None


def read_body(received: Received, *, most_logo_bytes: int, too_large_status: int) -> Sent:
    """Return what was sent, its fields unchecked. Raises: Refused."""
    content_type = received.headers.get("content-type", "")
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type == JSON:
        return Sent(read_object(received.body))
    if media_type != FORM:
        raise Refused(415, f"The content type is {JSON} or {FORM}.")
    parts = _known_parts(read_parts(content_type, received.body))
    if "buyer" not in parts:
        raise invalid([Flaw("buyer", "The part is missing.")])
    buyer = _buyer(parts["buyer"])
    if "logo" not in parts:
        return Sent(buyer)
    logo = read_logo(parts["logo"], most_bytes=most_logo_bytes, too_large_status=too_large_status)
    return Sent(buyer, logo)


def read_object(body: bytes) -> Mapping[str, object]:
    """Read one JSON object strictly: UTF-8, no NaN, no name twice. Raises: Refused."""
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_object)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Refused(400, "The buyer is no valid JSON.") from error
    if not isinstance(value, dict):
        raise Refused(400, "The buyer is no JSON object.")
    return value


def _known_parts(parts: Sequence[Part]) -> Mapping[str, Part]:
    counts = Counter(part.name for part in parts)
    flaws = [Flaw(name, "The part is not known.") for name in counts if name not in ("buyer", "logo")]
    flaws += [Flaw(name, "The part is there twice.") for name, count in counts.items() if count > 1]
    if flaws:
        raise invalid(flaws)
    return {part.name: part for part in parts}


def _buyer(part: Part) -> Mapping[str, object]:
    if part.file_name is not None:
        raise invalid([Flaw("buyer", "The part is a file; it has no file name.")])
    if part.media_type != JSON:
        raise invalid([Flaw("buyer", f"The part is no {JSON}.")])
    return read_object(part.data)


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is there twice")
    return found
