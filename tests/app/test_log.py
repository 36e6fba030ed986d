from __future__ import annotations

import logging
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app import log
from tests.logguard import LogGuard

PLANTED = "planted-token-5678"


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    level = logging.getLogger().level
    log.register_secret(PLANTED)
    yield log.setup(tmp_path / "logs", level=logging.DEBUG)
    log.teardown()
    logging.getLogger().setLevel(level)


def test_a_secret_never_reaches_the_file(log_file: Path) -> None:
    logger = logging.getLogger("app.test")
    logger.info("plain %s", PLANTED)
    logger.info("named %(token)s", {"token": PLANTED})
    logger.info("stack", stack_info=True)
    try:
        raise ValueError(f"it was {PLANTED}")
    except ValueError:
        logger.info("caught", exc_info=True)
    text = log_file.read_text("utf-8")
    assert "ValueError: it was •••" in text
    assert "plain •••" in text
    assert PLANTED not in text


def test_a_message_whose_arguments_do_not_fit_is_logged_all_the_same(log_file: Path) -> None:
    record = logging.LogRecord("app.test", logging.INFO, "", 0, "%d records of %s", ("many",), None)
    logging.getLogger().handle(record)
    assert "do not fit" in log_file.read_text("utf-8")


def test_the_file_and_its_folder_are_private(log_file: Path) -> None:
    assert stat.S_IMODE(log_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(log_file.parent.stat().st_mode) == 0o700


def test_a_full_file_is_rotated_and_the_new_one_private(
    tmp_path: Path, log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_FILE_BYTES", 200)
    log.setup(tmp_path / "logs")
    for number in range(20):
        logging.getLogger("app.test").info("line %d of a log that fills up", number)
    files = list(log_file.parent.iterdir())
    assert len(files) == 5
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_addresses_of_requests_are_not_logged(log_file: Path) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    with httpx.Client(transport=transport) as client:
        client.get("https://vendor.example/?access_token=abc")
    logging.getLogger("httpcore.http11").debug("send_request_headers with a token")
    assert log_file.read_text("utf-8") == ""


def test_an_uncaught_error_is_logged_and_printed_masked(
    log_file: Path, expected_log: LogGuard, capsys: pytest.CaptureFixture[str]
) -> None:
    expected_log("Uncaught error")
    try:
        raise RuntimeError(PLANTED)
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    for text in (log_file.read_text("utf-8"), capsys.readouterr().err):
        assert "RuntimeError: •••" in text
        assert PLANTED not in text


def test_an_uncaught_error_of_a_thread_is_logged_masked(
    log_file: Path, expected_log: LogGuard, capsys: pytest.CaptureFixture[str]
) -> None:
    expected_log("Uncaught error")
    error = RuntimeError(PLANTED)
    args = threading.ExceptHookArgs((RuntimeError, error, None, threading.current_thread()))
    threading.excepthook(args)
    assert "RuntimeError: •••" in log_file.read_text("utf-8")
    assert PLANTED not in capsys.readouterr().err


def test_setting_up_twice_logs_once(tmp_path: Path, log_file: Path) -> None:
    log.setup(tmp_path / "logs")
    logging.getLogger("app.test").info("once")
    assert log_file.read_text("utf-8").count("once") == 1


def test_teardown_gives_python_its_hooks_back(tmp_path: Path) -> None:
    log.setup(tmp_path)
    log.teardown()
    assert sys.excepthook is sys.__excepthook__
    assert threading.excepthook is threading.__excepthook__


def test_what_the_shared_redactor_learns_is_masked_in_the_log(log_file: Path) -> None:
    log.redactor().add("learned-later-9")
    logging.getLogger("app.test").info("learned-later-9")
    assert "•••" in log_file.read_text("utf-8")


def test_control_c_is_left_to_python(log_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    error = KeyboardInterrupt()
    sys.excepthook(KeyboardInterrupt, error, None)
    assert "KeyboardInterrupt" in capsys.readouterr().err
    assert log_file.read_text("utf-8") == ""
