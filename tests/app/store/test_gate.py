"""Who writes next."""

from __future__ import annotations

import threading

import pytest

from app.store.gate import WriteGate


def test_urgent_writers_go_before_bulk_ones() -> None:
    gate, order, threads = WriteGate(), [], []

    def write(name: str, *, urgent: bool) -> None:
        with gate.entered(urgent=urgent):
            order.append(name)

    with gate.entered(urgent=False):
        for name, urgent in (("bulk", False), ("edit", True)):
            thread = threading.Thread(target=write, args=(name,), kwargs={"urgent": urgent})
            thread.start()
            threads.append(thread)
            wait_until_queued(gate, urgent=urgent)
    for thread in threads:
        thread.join(10)
    assert order == ["edit", "bulk"]


def wait_until_queued(gate: WriteGate, *, urgent: bool) -> None:
    """The condition's waiters are the threads in the queue."""
    wanted = 2 if urgent else 1
    pause = threading.Event()
    for _ in range(1000):
        if len(gate._condition._waiters) >= wanted:  # type: ignore[attr-defined]  # nothing public tells
            return
        pause.wait(0.01)
    pytest.fail("The writer never queued.")


def test_a_thread_that_writes_already_is_told_so() -> None:
    gate = WriteGate()
    with (
        gate.entered(urgent=True),
        pytest.raises(RuntimeError, match="writes already"),
        gate.entered(urgent=True),
    ):
        pass


def test_an_error_inside_frees_the_gate() -> None:
    gate = WriteGate()
    with pytest.raises(KeyError), gate.entered(urgent=True):
        raise KeyError
    with gate.entered(urgent=False):
        pass
