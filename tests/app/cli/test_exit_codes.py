"""Which exit code is told when several hold."""

from __future__ import annotations

import pytest

from app.cli.exit_codes import worst
from app.cli.pushing import exit_code_of
from app.values import PushResult


@pytest.mark.parametrize(("codes", "told"), [((), 0), ((3, 5), 5), ((3, 4, 5), 4), ((0, 3), 3), ((0,), 0)])
def test_unknown_comes_before_stopped_before_wrong(codes: tuple[int, ...], told: int) -> None:
    assert worst(codes) == told


@pytest.mark.parametrize(
    ("counts", "stopped_because", "told"),
    [
        ({"applied": 3}, "", 0),
        ({"applied": 3, "refused": 1}, "", 3),
        ({"failed": 1}, "", 3),
        ({"skipped": 3}, "The sign-in was refused.", 5),
        ({"refused": 1, "skipped": 3}, "The sign-in was refused.", 5),
        ({"unknown": 1, "refused": 1}, "Stopped.", 4),
    ],
)
def test_push_is_told_by_its_outcomes(counts: dict[str, int], stopped_because: str, told: int) -> None:
    assert exit_code_of(PushResult(1, counts, stopped_because)) == told
