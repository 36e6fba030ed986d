"""A vendor that cannot be reached or makes no sense leaves everything pending, and the command says why."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.command_line import KIND, CommandLine, Ran, Sandbox, command_line, interrupt, running_sandbox
from tests.e2e.customer_files import customers, held, wanted, write_file

pytestmark = pytest.mark.e2e
CONTENT = customers(range(1, 6))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest.fixture(scope="module")
def prepared(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace connected to the sandbox, with five customers pending."""
    folder = tmp_path_factory.mktemp("prepared")
    write_file(folder / "customers.csv", CONTENT)
    return loaded(folder, sandbox.url, sandbox.credentials).folder


@pytest.fixture
def folder(sandbox: Sandbox, tmp_path: Path) -> Path:
    """A folder with a file of five customers; the sandbox is as new."""
    sandbox.reset()
    write_file(tmp_path / "customers.csv", CONTENT)
    return tmp_path


@pytest.fixture
def shop(prepared: Path, sandbox: Sandbox, folder: Path) -> CommandLine:
    """A copy of the prepared workspace."""
    shutil.copytree(prepared, folder / "workspace")
    return command_line(folder, sandbox.credentials)


def loaded(folder: Path, url: str, credentials: dict[str, str]) -> CommandLine:
    """Connect and keep the file."""
    shop = command_line(folder, credentials)
    assert shop.connect(url).code == 0
    assert shop.accept(folder / "customers.csv").code == 0
    return shop


def assert_everything_is_pending(shop: CommandLine, pushed: Ran) -> None:
    assert pushed.code == 5
    assert len(shop.pending()) == len(CONTENT)
    counted = pushed.counts
    assert counted["total"] == sum(counted[name] for name in counted if name != "total") == len(CONTENT)
    assert counted["applied"] == counted["unknown"] == 0
    assert pushed.json["stopped_because"]
    assert pushed.err.strip()


def test_wrong_token_asks_for_another_sign_in(shop: CommandLine, sandbox: Sandbox) -> None:
    shop = command_line(shop.folder.parent, {**sandbox.credentials, "access_token": "some-other-token"})
    pushed = shop.online("push")
    assert_everything_is_pending(shop, pushed)
    assert "some-other-token" not in pushed.out + pushed.err
    assert len(sandbox.requests()) == 1


def test_server_that_is_not_there_is_offline(sandbox: Sandbox, folder: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    shop = loaded(folder, f"http://127.0.0.1:{port}", sandbox.credentials)
    pushed = shop.online("push")
    assert pushed.code == 5
    assert pushed.counts["applied"] == pushed.counts["unknown"] == 0
    assert len(shop.pending()) == len(CONTENT)


@pytest.mark.parametrize("path", ["/nowhere", "/traede/wrong/prefix"])
def test_wrong_address_is_told_apart_from_a_refusal(sandbox: Sandbox, folder: Path, path: str) -> None:
    shop = loaded(folder, sandbox.url.removesuffix("/traede") + path, sandbox.credentials)
    assert_everything_is_pending(shop, shop.online("push"))
    assert sandbox.customers() == {}


def test_redirect_is_not_followed(shop: CommandLine, sandbox: Sandbox) -> None:
    sandbox.fault("redirect", times=0)
    assert_everything_is_pending(shop, shop.online("push"))


@pytest.mark.parametrize("fault", ["html", "cut", "lose_answer", "no_body"])
def test_answer_that_makes_no_sense_never_loses_or_doubles(
    shop: CommandLine, sandbox: Sandbox, fault: str
) -> None:
    sandbox.fault(fault, times=1)
    shop.online("push")
    assert shop.online("push").code == 0
    assert shop.pending() == {}
    assert held(sandbox.customers()) == wanted(CONTENT)


def test_web_page_instead_of_an_answer_for_good_stops(shop: CommandLine, sandbox: Sandbox) -> None:
    """Whether the page came before or after the vendor is not known, so the code is that of the unknown."""
    sandbox.fault("html", times=0)
    pushed = shop.online("push")
    assert pushed.code == 4
    assert pushed.counts["applied"] == 0
    assert "web page" in pushed.json["stopped_because"]
    assert len(shop.pending()) == len(CONTENT)


def test_half_an_answer_for_good_is_unknown_until_settled(shop: CommandLine, sandbox: Sandbox) -> None:
    sandbox.fault("cut", times=0)
    pushed = shop.online("push")
    assert pushed.code == 4
    assert pushed.counts["unknown"] == len(CONTENT)
    assert shop.run("delete", KIND, "--connection", "Shop", "--key", "0000001").code == 2
    sandbox.reset()
    settled = shop.online("settle")
    assert settled.code == 0
    assert settled.counts["applied"] == len(CONTENT)
    assert held(sandbox.customers()) == wanted(CONTENT)


def test_person_answers_for_one_record(shop: CommandLine, sandbox: Sandbox) -> None:
    shop.online("push")
    shop.run("delete", KIND, "--connection", "Shop", "--key", "0000001", "0000002")
    sandbox.fault("lose_answer", times=0)
    assert shop.online("push").code == 4
    applied = shop.run("settle", "--connection", "Shop", "--as", "applied", "--key", "0000001", *_session(shop))
    assert applied.json["outcomes"][0]["outcome"] == "applied"
    shop.run("settle", "--connection", "Shop", "--as", "not-applied", "--key", "0000002", *_session(shop))
    assert set(shop.pending()) == {"0000002"}


def _session(shop: CommandLine) -> tuple[str, str]:
    return ("--session-credentials", str(shop.credentials))


@pytest.mark.parametrize("words", [("--as", "applied"), ("--key", "1"), ("--as", "perhaps", "--key", "1")])
def test_half_an_answer_of_a_person_is_bad_usage(
    shop: CommandLine, sandbox: Sandbox, words: tuple[str, ...]
) -> None:
    assert shop.online("settle", *words).code == 2


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff", b"name;city\nA;B\n", b"hello world"])
def test_file_that_is_no_table_of_customers_changes_nothing(
    shop: CommandLine, sandbox: Sandbox, folder: Path, content: bytes
) -> None:
    (folder / "odd.csv").write_bytes(content)
    before = shop.pending()
    refused = shop.accept(folder / "odd.csv")
    assert refused.code == 2
    assert refused.json["error"]
    assert shop.pending() == before


def test_interrupt_ends_a_push_as_stop_does(shop: CommandLine, sandbox: Sandbox, folder: Path) -> None:
    write_file(folder / "customers.csv", customers(range(1, 1001)))
    assert shop.accept(folder / "customers.csv").code == 0
    sandbox.behave(latency_ms=400)
    with shop.started(*shop.online_words("push")) as process:
        sandbox.wait_for_requests(2)
        interrupt(process)
        interrupt(process)
        out, err = process.communicate(timeout=60)
    told = Ran(process.returncode, out, err)
    assert told.code == 5
    assert told.counts["total"] == 1000
    assert told.counts["unknown"] == 0
    assert told.counts["applied"] == len(sandbox.customers()) < 1000
    sandbox.behave(latency_ms=0)
    assert shop.online("push").code == 0
    assert len(sandbox.customers()) == 1000


def test_second_writer_is_told_who_holds_the_workspace(shop: CommandLine, sandbox: Sandbox) -> None:
    sandbox.behave(latency_ms=60_000)
    with shop.started(*shop.online_words("push")) as process:
        sandbox.wait_for_requests(1)
        refused = shop.run("edit", KIND, "--connection", "Shop", "--key", "0000001", "name=X")
        assert refused.code == 5
        assert str(process.pid) in refused.json["error"] + refused.json["remedy"]
        assert len(shop.pending()) == len(CONTENT)
        assert shop.run("doctor").json["workspace"]["locked_by"]
