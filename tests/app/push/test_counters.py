"""total = applied + refused + failed + skipped + unknown, whatever is answered and whenever somebody stops.

An example takes some tenths of a second: `PROOFS=long` runs 400, which is minutes, and may take its time.
"""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.app.push.conftest import DeskIn
from tests.app.push.deeds import DEEDS
from tests.app.push.invariants import check_result
from tests.app.push.test_stepped import Stage
from tests.app.push.test_wire_faults import FAULTS, SLOW
from tests.app.services.test_push_faults import StoppingContext
from tests.effort import examples
from tests.faultproxy.proxy import FaultProxy

QUICK = sorted(set(FAULTS) - set(SLOW) - {"body without end", "body that unfolds"})
_NUMBERS = count(1)


@pytest.mark.slow
@pytest.mark.timeout(examples(120, long=3600))
@settings(
    max_examples=examples(16, long=400),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    vendor=st.sampled_from(sorted(DEEDS)),
    faults=st.lists(st.tuples(st.sampled_from(QUICK), st.integers(0, 6), st.integers(1, 3)), max_size=4),
    stop_at=st.sampled_from([0, 0, 1, 3, 6, 12]),
)
def test_the_counters_reconcile_on_every_way_out(
    tmp_path: Path,
    desk_in: DeskIn,
    proxy: FaultProxy,
    vendor: str,
    faults: list[tuple[str, int, int]],
    stop_at: int,
) -> None:
    proxy.heal()
    folder = tmp_path / f"example-{next(_NUMBERS)}"
    stage = Stage(folder, vendor, desk_in, proxy)
    with stage.at_step(1) as desk:
        for name, after, times in faults:
            proxy.strike(FAULTS[name], lambda request: "oauth" not in request.path, after=after, times=times)
        result = desk.push(StoppingContext(stop_at), retry_after_seconds=0)
        check_result(desk, result)
        assert result.total == len(stage.deeds)
        proxy.heal()
        check_result(desk, desk.settle())
    shutil.rmtree(folder)
