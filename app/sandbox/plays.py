"""Plays a fault on the wire."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from app.sandbox.messages import Answer, html_answer, json_answer
from app.sandbox.wire import Line

LOGIN_PATH = "/login"
CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True)
class Scene:
    """What a play has: the connection, its options, and the simulator's own answer for the asking.

    `respond` applies the request and returns the answer; a play calls it once or not at all.
    """

    line: Line
    options: Mapping[str, Any]
    respond: Callable[[], Answer]
    port: int


Play = Callable[[Scene], Awaitable[int | None]]


async def play(name: str, scene: Scene) -> int | None:
    """Play the fault and return the status that left, or None when none did."""
    return await PLAYS[name](scene)


async def _lose_answer(scene: Scene) -> None:
    scene.respond()
    await scene.line.hang_up()


async def _reject_before(scene: Scene) -> None:
    await scene.line.hang_up()


async def _commit_late(scene: Scene) -> None:
    await scene.line.hang_up()
    await scene.line.pause(scene.options["seconds"])
    scene.respond()


async def _late(scene: Scene) -> int | None:
    if scene.options["apply"] == "before":
        answer = scene.respond()
        await scene.line.pause(scene.options["seconds"])
    else:
        await scene.line.pause(scene.options["seconds"])
        answer = scene.respond()
    return await scene.line.write(answer)


async def _cut(scene: Scene) -> int | None:
    answer = scene.respond()
    if scene.options["at"] == "headers":
        scene.line.write_raw(f"HTTP/1.1 {answer.status} \r\nContent-Ty".encode())
        await scene.line.hang_up()
        return None
    whole = answer if answer.may_have_body else Answer(200)
    half = whole.body[: len(whole.body) // 2]
    await scene.line.write_part(whole, half, promised=max(len(whole.body), 64))
    await scene.line.hang_up()
    return whole.status


async def _slow_drip(scene: Scene) -> int:
    answer = scene.respond()
    whole = answer if answer.body and answer.may_have_body else json_answer(200, {"status": "ok"})

    async def drops() -> AsyncIterator[bytes]:
        for index in range(len(whole.body)):
            await scene.line.pause(scene.options["interval_seconds"])
            yield whole.body[index : index + 1]

    await scene.line.write_chunks(whole, drops(), promised=len(whole.body))
    return whole.status


async def _endless(scene: Scene) -> int:
    size_bytes: int = scene.options["bytes"]
    answer = Answer(scene.options["status"], headers={"content-type": "application/json"})
    zeros = bytes(CHUNK_BYTES)

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, size_bytes, CHUNK_BYTES):
            yield zeros[: size_bytes - start]

    _apply_if_wanted(scene)
    await scene.line.write_chunks(answer, chunks(), promised=size_bytes)
    return answer.status


def _replaced(make: Callable[[Scene], Answer]) -> Play:
    async def replace_answer(scene: Scene) -> int | None:
        _apply_if_wanted(scene)
        answer = make(scene)
        return await scene.line.write(answer)

    return replace_answer


def _apply_if_wanted(scene: Scene) -> None:
    if scene.options["apply"] == "before":
        scene.respond()


def _html(scene: Scene) -> Answer:
    return html_answer(scene.options["status"], "Example Company web proxy: please sign in to the network")


def _status(scene: Scene) -> Answer:
    return _with_body(scene.options["status"], scene.options["body"], scene.options["headers"])


def _too_many(scene: Scene) -> Answer:
    seconds = scene.options["retry_after"]
    headers = {}
    if seconds is not None:
        at = datetime.now(UTC) + timedelta(seconds=seconds)
        headers["retry-after"] = format_datetime(at, usegmt=True) if scene.options["as_date"] else str(seconds)
    return _with_body(429, scene.options["body"], headers)


def _redirect(scene: Scene) -> Answer:
    to = scene.options["to"] or f"http://localhost:{scene.port}{LOGIN_PATH}"
    return Answer(scene.options["status"], headers={"location": to})


def _no_body(scene: Scene) -> Answer:
    return Answer(scene.options["status"])


def _with_body(status: int, body: object, headers: Mapping[str, str]) -> Answer:
    if body is None or body == "":
        return Answer(status, headers=headers)
    if isinstance(body, str):
        return Answer(status, body.encode(), {"content-type": "text/plain; charset=utf-8", **_lower(headers)})
    return Answer(status, json.dumps(body).encode(), {"content-type": "application/json", **_lower(headers)})


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): text for name, text in headers.items()}


PLAYS: Mapping[str, Play] = {
    "lose_answer": _lose_answer,
    "reject_before": _reject_before,
    "commit_late": _commit_late,
    "late": _late,
    "cut": _cut,
    "slow_drip": _slow_drip,
    "endless": _endless,
    "html": _replaced(_html),
    "status": _replaced(_status),
    "too_many": _replaced(_too_many),
    "redirect": _replaced(_redirect),
    "no_body": _replaced(_no_body),
}
