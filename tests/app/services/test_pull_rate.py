"""Flxpoint's limit while reading: shared by all connections of a token, with no answer “too many”."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from app.jobs import JobContext
from app.services.pull import pull
from tests.app.services.place import Place


def test_two_connections_of_one_token_never_ask_too_often(place: Callable[..., Place]) -> None:
    first = place("flxpoint", records=3).with_options(page_size=1)
    secrets = first.workspace.credentials.get("of Place", ["api_token"])
    second = first.connect("Second", first.connection.base_url, secrets)
    with ThreadPoolExecutor(2) as pool:
        contexts = (JobContext(), JobContext())
        places = (first.connection.id, second.id)
        found = list(pool.map(lambda one: pull(first.workspace, *one), zip(contexts, places, strict=True)))
    assert [one.added for one in found] == [3, 3]
    rate = first.rate()
    assert rate["requests"] == len(first.requests("/orders")) >= 5
    assert rate["refused"] == 0
