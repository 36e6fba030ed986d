"""The guard against mass mistakes: when a push is unusual, and the question in words."""

from __future__ import annotations

from dataclasses import dataclass

from app.settings import Settings


@dataclass(frozen=True)
class Size:
    """What a push would touch, in records. `known` counts all records of the connection.

    *Shape* of `blind`: (what is done unseen, with {count} in it; how many records it is done to).
    """

    added: int
    changed: int
    deleted: int
    known: int
    last_push: int
    blind: tuple[tuple[str, int], ...] = ()


def question(size: Size, settings: Settings) -> str:
    """Say what is unusual about a push; empty when nothing is."""
    reasons = [
        *_deletes(size, settings),
        *_share(size, settings),
        *_growth(size, settings),
        *_creates(size, settings),
        *[words.format(count=f"{count:,}") for words, count in size.blind if count],
    ]
    return f"This push would {', and '.join(reasons)}. Push anyway?" if reasons else ""


def _deletes(size: Size, settings: Settings) -> list[str]:
    return [f"delete {size.deleted:,} records"] if size.deleted > settings.guard_deletes else []


def _share(size: Size, settings: Settings) -> list[str]:
    touched = size.changed + size.deleted
    if touched <= settings.guard_share_minimum or touched * 100 <= size.known * settings.guard_share_percent:
        return []
    return [f"change {touched:,} of the {size.known:,} records of this connection"]


def _growth(size: Size, settings: Settings) -> list[str]:
    """A jump in numbers; a first trial of a few records does not make every later push unusual."""
    total = size.added + size.changed + size.deleted
    usual = max(size.last_push * settings.guard_times_last_push, settings.guard_share_minimum)
    if not size.last_push or total <= usual:
        return []
    return [f"send {total:,} records, where the last push sent {size.last_push:,}"]


def _creates(size: Size, settings: Settings) -> list[str]:
    return [f"add {size.added:,} records"] if size.added > settings.guard_creates else []
