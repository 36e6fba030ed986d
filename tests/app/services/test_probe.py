"""What the vendor's answer to the sign-in question is taken for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from app.bootstrap import open_workspace
from app.errors import CounterfoilError, Offline, SignInRefused, WrongAddress
from app.jobs import JobContext
from app.services import connections
from app.workspace import Workspace
from tests.app.conftest import SECRETS

Ask = Callable[[httpx.Response | httpx.HTTPError], str]


@pytest.fixture
def answers() -> list[httpx.Response | httpx.HTTPError]:
    return []


@pytest.fixture
def signed_in(tmp_path: Path, answers: list[httpx.Response | httpx.HTTPError]) -> Iterator[Workspace]:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/v10/customers/sync"
        given = answers.pop()
        if isinstance(given, httpx.HTTPError):
            raise given
        return given

    with open_workspace(tmp_path, transport=httpx.MockTransport(answer)) as opened:
        yield opened


@pytest.fixture
def ask(signed_in: Workspace, answers: list[httpx.Response | httpx.HTTPError]) -> Ask:
    connection = connections.add_connection(
        signed_in,
        vendor="traede",
        name="Shop",
        base_url="https://api.example.test",
        environment="test",
        secrets=SECRETS,
        options={"path_prefix": "v10"},
    )

    def answered_with(answer: httpx.Response | httpx.HTTPError) -> str:
        answers.append(answer)
        return connections.test_connection(signed_in, JobContext(), connection.id)

    return answered_with


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200),
        httpx.Response(200, json={"data": []}),
        httpx.Response(422, json={"errors": [{"status": 422, "code": 1, "detail": "customers is required"}]}),
    ],
    ids=["empty", "json", "refused in its own form"],
)
def test_an_answer_of_the_vendor_proves_the_sign_in(ask: Ask, answer: httpx.Response) -> None:
    assert ask(answer) == "TRAEDE takes this sign-in at https://api.example.test."


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(401), SignInRefused),
        (httpx.Response(403), SignInRefused),
        (httpx.Response(404), WrongAddress),
        (httpx.Response(302, headers={"location": "https://elsewhere.test"}), WrongAddress),
        (httpx.Response(200, html="<html>Welcome to the hotel</html>"), WrongAddress),
        (httpx.Response(200, text="welcome"), WrongAddress),
        (httpx.Response(422, text="?"), WrongAddress),
        (httpx.Response(503), Offline),
        (httpx.ConnectError("refused"), Offline),
    ],
    ids=["401", "403", "404", "redirect", "page", "text", "foreign 422", "503", "no server"],
)
def test_everything_else_says_what_to_do(
    ask: Ask, answer: httpx.Response | httpx.HTTPError, error: type[CounterfoilError]
) -> None:
    with pytest.raises(error) as caught:
        ask(answer)
    assert caught.value.message
    assert caught.value.remedy


def test_a_secret_in_the_vendor_s_words_is_masked(ask: Ask) -> None:
    words = f"token {SECRETS['access_token']} is not known"
    with pytest.raises(SignInRefused) as caught:
        ask(httpx.Response(401, json={"errors": [{"detail": words}]}))
    assert "is not known" in str(caught.value)
    assert SECRETS["access_token"] not in str(caught.value)
