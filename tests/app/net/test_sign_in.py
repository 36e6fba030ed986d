"""Tokens: asked for once, renewed in time and after a refusal, and never shown."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from app.errors import Cancelled, Offline, SignInRefused, WrongAddress
from app.jobs import JobContext
from app.net.client import Client
from app.net.redact import Redactor
from app.net.requests import Answer, Request
from app.net.sign_in import SignIn, TokenQuestion

ASK = Request("POST", "/token", body=b"{}", content_type="application/json", is_idempotent=True)
READ = Request("GET", "/things", is_idempotent=True)
BASE = "http://127.0.0.1:9"
Handle = Callable[[httpx.Request], httpx.Response]


def parse(answer: Answer) -> tuple[str, float] | None:
    content = answer.json()
    return (content["token"], 100.0) if isinstance(content, dict) and "token" in content else None


class Vendor:
    """Gives numbered tokens and takes those that it holds for good."""

    def __init__(self) -> None:
        self.given = 0
        self.good: set[str] = set()
        self.asked: list[httpx.Request] = []
        self.now = 0.0
        self.answers: list[httpx.Response] = []
        self.redactor = Redactor()
        self.sign_in = SignIn(
            TokenQuestion("Shop", ASK, parse, lambda answer: answer.text()),
            lambda: Client(BASE, transport=httpx.MockTransport(self.handle), secrets=self.redactor),
            self.redactor,
            clock=lambda: self.now,
        )

    def handle(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if request.url.path == "/token":
            return self.answers.pop(0) if self.answers else self._give()
        is_good = request.headers.get("authorization", "").removeprefix("Bearer ") in self.good
        return httpx.Response(200 if is_good else 401, json={})

    def _give(self) -> httpx.Response:
        self.given += 1
        token = f"token-number-{self.given}"
        self.good.add(token)
        return httpx.Response(200, json={"token": token})

    def client(self) -> Client:
        return Client(
            BASE, transport=httpx.MockTransport(self.handle), sign_in=self.sign_in, secrets=self.redactor
        )

    def read(self) -> int:
        answer = self.client().send(READ).answer
        assert answer is not None
        return answer.status


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Vendor:
    monkeypatch.setattr("app.net.sign_in.backoff_seconds", lambda tries, share: 0.0)
    return Vendor()


def test_one_token_serves_many_requests_and_clients(vendor: Vendor) -> None:
    assert [vendor.read() for _ in range(3)] == [200, 200, 200]
    assert vendor.given == 1
    assert "authorization" not in vendor.asked[0].headers


def test_a_token_is_renewed_before_its_end(vendor: Vendor) -> None:
    vendor.read()
    vendor.now = 79.0
    vendor.read()
    assert vendor.given == 1
    vendor.now = 80.0
    assert vendor.read() == 200
    assert vendor.given == 2


def test_a_refused_token_is_renewed_once(vendor: Vendor) -> None:
    vendor.read()
    vendor.good.clear()
    assert vendor.read() == 401
    assert vendor.client().renew()
    assert vendor.read() == 200


def test_a_fresh_token_that_is_refused_too_is_not_renewed_again(vendor: Vendor) -> None:
    vendor.read()
    vendor.good.clear()
    vendor.read()
    assert vendor.sign_in.renew()
    vendor.good.clear()
    assert vendor.read() == 401
    assert not vendor.sign_in.renew()
    assert vendor.given == 2


def test_threads_that_are_refused_together_share_one_renewal(vendor: Vendor) -> None:
    vendor.read()
    vendor.good.clear()

    def meet_and_renew(_: int) -> tuple[int, bool, int]:
        before = vendor.read()
        return before, vendor.sign_in.renew() if before == 401 else True, vendor.read()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(meet_and_renew, range(8)))
    assert {after for _, _, after in found} == {200}
    assert all(is_renewed for _, is_renewed, _ in found)
    assert vendor.given == 2


def test_a_client_without_a_token_cannot_renew(vendor: Vendor) -> None:
    with Client(BASE, transport=httpx.MockTransport(vendor.handle)) as client:
        assert not client.renew()


def test_an_error_while_renewing_is_told_by_the_next_request(vendor: Vendor) -> None:
    vendor.read()
    vendor.good.clear()
    vendor.read()
    vendor.answers = [httpx.Response(401, json={}), httpx.Response(401, json={})]
    assert not vendor.sign_in.renew()
    with pytest.raises(SignInRefused):
        vendor.read()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(401, json="no"), SignInRefused),
        (httpx.Response(400, json="no"), SignInRefused),
        (httpx.Response(200, json={"error": "wrong"}), SignInRefused),
        (httpx.Response(200, text="<html>Sign in to the network</html>"), WrongAddress),
        (httpx.Response(302, headers={"location": "http://localhost/login"}), WrongAddress),
        (httpx.Response(404, json={}), WrongAddress),
    ],
)
def test_no_token_is_an_error_with_its_remedy(
    vendor: Vendor, answer: httpx.Response, error: type[Exception]
) -> None:
    vendor.answers = [answer]
    with pytest.raises(error, match=r"Check the (credentials|address)"):
        vendor.read()
    assert [one.url.path for one in vendor.asked] == ["/token"]


def test_a_busy_or_broken_sign_in_is_asked_again_a_few_times(vendor: Vendor) -> None:
    vendor.answers = [httpx.Response(429), httpx.Response(503)]
    assert vendor.read() == 200
    vendor.now = 500.0
    vendor.answers = [httpx.Response(503)] * 3
    with pytest.raises(Offline):
        vendor.read()


def test_stop_ends_the_wait_for_a_token(vendor: Vendor) -> None:
    vendor.answers = [httpx.Response(429, headers={"retry-after": "60"})]
    context = JobContext()
    context.cancel()
    with pytest.raises(Cancelled):
        vendor.client().send(READ, context=context)


def test_the_token_is_masked_everywhere(vendor: Vendor) -> None:
    vendor.read()
    assert "token-number-1" not in vendor.redactor.mask("Bearer token-number-1")
    assert "token-number" not in f"{vendor.sign_in!r} {vendor.client()!r}"
