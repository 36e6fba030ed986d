"""Ctrl+C ends long work as Stop does; progress is shown to a person only."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.cli.console import Console
from app.cli.work import stoppable
from app.errors import Cancelled
from app.jobs import Halt


def test_interrupt_cancels_and_a_second_one_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with stoppable(Console(is_json=False)) as job:
        job.checkpoint()
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        assert job.is_cancelled
        with pytest.raises(Cancelled):
            job.checkpoint()
    assert capsys.readouterr().err.count("\n") == 2


def test_handlers_are_given_back() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with stoppable(Console(is_json=False)):
        assert signal.getsignal(signal.SIGINT) != before[0]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_progress_goes_to_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with stoppable(Console(is_json=False)) as job:
        job.report(1, 10, "sending")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with stoppable(Console(is_json=False)) as job:
        job.report(1, 10, "sending", {"applied": 1, "refused": 0})
    assert capsys.readouterr().err == "1 of 10, sending, 1 applied\n"


def test_a_sign_in_that_cannot_be_asked_for_frees_those_who_wait_for_it() -> None:
    def fail(words: str) -> bool:
        raise OSError(words)

    with stoppable(Console(is_json=False), ask_sign_in=fail) as job:
        with pytest.raises(OSError, match="refused"):
            job.report(0, 3, "refused", halt=Halt.SIGN_IN)
        assert job.is_cancelled


def test_only_the_programs_own_thread_asks_and_only_where_it_may() -> None:
    asked: list[str] = []

    def ask(words: str) -> bool:
        asked.append(words)
        return True

    with stoppable(Console(is_json=False), ask_sign_in=ask) as job, ThreadPoolExecutor(1) as pool:
        pool.submit(job.report, 0, 3, "refused", halt=Halt.SIGN_IN).result()
        assert (asked, job.go_ons) == ([], 0)
        job.report(0, 3, "refused", halt=Halt.SIGN_IN)
        assert (asked, job.go_ons) == (["refused"], 1)
    with stoppable(Console(is_json=False)) as job:
        assert Halt.SIGN_IN not in job.answers
