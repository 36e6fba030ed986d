"""After Counterfoil did not end by itself, the file is read whole before it is trusted again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import WorkspaceDamaged
from app.store.store import DATABASE_NAME, Store
from app.values import Record
from app.vendors.registry import all_kinds
from tests.app.conftest import StoppedClock

PAGE_BYTES = 8192


def fill(store: Store, customer: Callable[..., Record]) -> None:
    store.records.save([customer(str(number), name="N" * 500) for number in range(200)])


def leave(store: Store, *, cleanly: bool) -> Path:
    """Close the store; where not cleanly, as if the power had gone right after the log was folded in."""
    if cleanly:
        store.close()
    else:
        store.database.close()
    return store.folder / DATABASE_NAME


def spoil(file: Path) -> bytes:
    """Overwrite pages in the middle, as a dying disk does."""
    content = bytearray(file.read_bytes())
    middle = len(content) // PAGE_BYTES * 3 // 4 * PAGE_BYTES
    content[middle : middle + 4 * PAGE_BYTES] = b"\xa5" * 4 * PAGE_BYTES
    file.write_bytes(content)
    return bytes(content)


def test_a_damaged_file_is_refused_and_the_copies_are_named(
    store: Store, customer: Callable[..., Record], clock: StoppedClock
) -> None:
    fill(store, customer)
    spoil(leave(store, cleanly=False))
    with pytest.raises(WorkspaceDamaged, match="backups"):
        Store(store.folder, all_kinds(), clock=clock)
    with pytest.raises(WorkspaceDamaged):  # it stays so however often it is tried
        Store(store.folder, all_kinds(), clock=clock)


def test_a_sound_file_opens_with_everything_in_it(
    store: Store, customer: Callable[..., Record], clock: StoppedClock
) -> None:
    fill(store, customer)
    leave(store, cleanly=False)
    again = Store(store.folder, all_kinds(), clock=clock)
    try:
        assert not again.was_closed_cleanly
        assert len(again.records.many("traede.customers", range(1, 201))) == 200
    finally:
        again.close()


def test_an_orderly_end_is_not_checked_again(
    store: Store, customer: Callable[..., Record], clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[bool] = []
    monkeypatch.setattr(Store, "_check_soundness", lambda self: checked.append(True))
    fill(store, customer)
    leave(store, cleanly=True)
    Store(store.folder, all_kinds(), clock=clock).close()
    assert checked == []
    leave(Store(store.folder, all_kinds(), clock=clock), cleanly=False)
    Store(store.folder, all_kinds(), clock=clock).close()
    assert checked == [True]
