"""One writer per workspace."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from app.errors import WorkspaceBusy
from app.store.writer_lock import HOLDER_NAME, WriterLock, holder_of, is_held
from tests.app.conftest import StoppedClock


def test_a_second_writer_is_told_who_writes(tmp_path: Path, clock: StoppedClock) -> None:
    first, second = WriterLock(tmp_path), WriterLock(tmp_path)
    first.take(now=clock(), program="the window")
    with pytest.raises(WorkspaceBusy) as caught:
        second.take(now=clock(), program="x", wait_seconds=0)
    assert f"the window (process {os.getpid()} on" in str(caught.value)
    assert "since 2026-11-20 12:00 UTC" in str(caught.value)
    assert stat.S_IMODE((tmp_path / HOLDER_NAME).stat().st_mode) == 0o600
    first.release()


def test_a_released_lock_is_free_and_names_nobody(tmp_path: Path, clock: StoppedClock) -> None:
    lock = WriterLock(tmp_path)
    assert not is_held(tmp_path)
    lock.take(now=clock(), program="x")
    assert is_held(tmp_path)
    lock.release()
    lock.release()
    assert not is_held(tmp_path)
    assert holder_of(tmp_path) == {}


@pytest.mark.parametrize("word", ["", "[]", "{broken"])
def test_a_lock_without_a_readable_word_is_still_a_lock(tmp_path: Path, clock: StoppedClock, word: str) -> None:
    first = WriterLock(tmp_path)
    first.take(now=clock(), program="x")
    (tmp_path / HOLDER_NAME).write_text(word)
    with pytest.raises(WorkspaceBusy, match="Another Counterfoil"):
        WriterLock(tmp_path).take(now=clock(), program="x", wait_seconds=0)
    first.release()
