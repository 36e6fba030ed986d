from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.errors import CounterfoilError, UsageError
from app.sandbox.loopback import ServerThread, bind_loopback
from app.sandbox.server import running_sandbox, serve, start_sandbox
from tests.app.sandbox.visitor import Visitor, new

ROOT = Path(__file__).parents[3]


@pytest.fixture
def program() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-W", "error", "-m", "app.sandbox", "--records", "3", "--seed", "5"]
    started = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with started:
        yield started
        started.kill()


def test_the_address_says_where_and_how(visitor: Visitor) -> None:
    address = visitor.sandbox.address()
    assert set(address) >= {"traede", "control"}
    assert address["traede"] == {
        "url": f"http://127.0.0.1:{visitor.port}/traede",
        "credentials": {
            "access_token": visitor.secrets["access_token"],
            "app_key": visitor.secrets["app_key"],
        },
    }
    assert all(secret.startswith("sandbox-") for secret in visitor.secrets.values())


def test_the_same_seed_gives_the_same_credentials(visitor: Visitor) -> None:
    with running_sandbox(records=0, seed=7) as same, running_sandbox(records=0, seed=8) as other:
        assert same.credentials == visitor.sandbox.credentials
        assert other.credentials != visitor.sandbox.credentials


def test_it_listens_on_loopback_only(visitor: Visitor) -> None:
    for host in ("0.0.0.0", "localhost", "::", "192.0.2.1"):  # noqa: S104 - what must be refused
        with pytest.raises(UsageError, match=r"127\.0\.0\.1 only"):
            start_sandbox(records=0, host=host)
    with bind_loopback(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("port", [-1, 65536])
def test_an_impossible_port_is_refused(port: int) -> None:
    with pytest.raises(UsageError, match="is no port"):
        start_sandbox(records=0, port=port)


def test_a_port_in_use_is_said(visitor: Visitor) -> None:
    with pytest.raises(CounterfoilError, match=f"port {visitor.port}") as caught:
        start_sandbox(records=0, port=visitor.port)
    assert caught.value.exit_code == 5


def test_an_impossible_number_of_records_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be made"):
        start_sandbox(records=-1)


def test_stopping_closes_the_port_and_every_connection(visitor: Visitor) -> None:
    visitor.sync(new())
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=10) as idle:
        visitor.sandbox.stop()
        visitor.sandbox.stop()
        with contextlib.suppress(ConnectionResetError):
            assert idle.recv(1) == b""
    assert not visitor.sandbox.thread.wait(0)
    with pytest.raises(httpx.ConnectError):
        visitor.sync(new())


def test_a_port_can_be_taken_again_at_once(visitor: Visitor) -> None:
    visitor.sync(new())
    port = visitor.port
    visitor.sandbox.stop()
    with running_sandbox(records=0, port=port) as again:
        assert again.url.endswith(f":{port}")


@pytest.mark.parametrize("wanted", [signal.SIGTERM, signal.SIGINT])
def test_the_program_serves_until_a_signal(program: subprocess.Popen[str], wanted: signal.Signals) -> None:
    assert program.stdout is not None
    address = json.loads(program.stdout.readline())
    held = httpx.get(f"{address['control']}/traede", trust_env=False).json()
    assert len(held["records"]) == 3
    program.send_signal(wanted)
    rest, errors = program.communicate(timeout=20)
    assert (program.returncode, rest, errors) == (0, "", "")


def test_the_program_says_why_it_cannot_start(visitor: Visitor) -> None:
    command = [sys.executable, "-m", "app.sandbox", "--port", str(visitor.port)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (5, "")
    assert "Choose another port" in ended.stderr


@pytest.mark.parametrize("path", ["traede/customers/sync", "elsewhere"])
def test_a_client_that_leaves_while_sending_changes_nothing(visitor: Visitor, path: str) -> None:
    head = f"POST /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n"
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=10) as raw:
        raw.sendall(f"{head}{{".encode())
    assert visitor.sync(new()).status_code == 200
    assert visitor.requests()["total"] == 1


def test_a_sandbox_that_ended_by_itself_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(ServerThread, "wait", lambda _thread, _seconds: False)
    with pytest.raises(CounterfoilError, match="ended by itself"):
        serve(0, 0)
    assert signal.getsignal(signal.SIGINT) is before
