"""Ctrl+C ends long work as Stop does; progress is shown to a person only."""

from __future__ import annotations

import signal

import pytest

from app.cli.console import Console
from app.cli.work import stoppable
from app.errors import Cancelled


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
