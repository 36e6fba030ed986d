"""Whatever a person, a network, a kill and somebody else do in any order: nothing lost, nothing twice.

`PROOFS=long` runs many more and longer rows of deeds.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.app.push.conftest import DeskIn
from tests.app.push.test_wire_faults import is_write
from tests.app.push.world_dying import Dying
from tests.app.push.world_scenes import SCENES
from tests.effort import examples
from tests.faultproxy import plays
from tests.faultproxy.exchange import Play
from tests.faultproxy.proxy import FaultProxy

FAULTS: Mapping[str, Play] = {
    "answer lost": plays.lose_answer,
    "never arrives": plays.never_arrives,
    "500 after commit": plays.fails("500 Internal Server Error", commits=True),
    "502 page after commit": plays.page("502 Bad Gateway", commits=True),
    "reset in the answer": plays.reset_in_answer,
}
NUMBERS = st.integers(0, 4)
STEPS = st.integers(1, 30)
ACTIONS = st.sampled_from(["enable", "disable"])


class Deeds(RuleBasedStateMachine):
    """Every deed that anybody can do, in any order.

    Whether there is something to do it to is not a precondition: where a kill falls among requests in flight
    differs from run to run, and what can be drawn must not.
    """

    def __init__(self, world: Dying) -> None:
        super().__init__()
        self.world = world

    @rule()
    def add(self) -> None:
        self.world.add()

    @rule()
    def import_new(self) -> None:
        self.world.import_new()

    @rule(number=NUMBERS)
    def import_change(self, number: int) -> None:
        self.world.import_change(number)

    @rule(number=NUMBERS, path_number=NUMBERS)
    def edit(self, number: int, path_number: int) -> None:
        self.world.edit(number, path_number)

    @rule(number=NUMBERS, path_number=NUMBERS)
    def erase(self, number: int, path_number: int) -> None:
        self.world.erase(number, path_number)

    @rule(number=NUMBERS, path_number=NUMBERS, step=st.integers(1, 3))
    def die_editing(self, number: int, path_number: int, step: int) -> None:
        self.world.die_editing(number, path_number, step)

    @rule(step=STEPS)
    def die_importing_new(self, step: int) -> None:
        self.world.die_importing_new(step)

    @rule(number=NUMBERS, step=STEPS)
    def die_importing_change(self, number: int, step: int) -> None:
        self.world.die_importing_change(number, step)

    @rule(step=STEPS)
    def die_settling(self, step: int) -> None:
        self.world.die_settling(step)

    @rule(number=NUMBERS)
    def revert(self, number: int) -> None:
        self.world.revert(number)

    @rule()
    def push(self) -> None:
        self.world.push()

    @rule(number=NUMBERS, path_number=NUMBERS)
    def push_an_edit(self, number: int, path_number: int) -> None:
        self.world.edit(number, path_number)
        self.world.push()

    @rule()
    def push_the_first(self) -> None:
        self.world.push(first=1)

    @rule(fault=st.sampled_from(sorted(FAULTS)), after=st.integers(0, 2), times=st.sampled_from([1, 2, 0]))
    def push_over_a_fault(self, fault: str, after: int, times: int) -> None:
        self.world.push_over(FAULTS[fault], is_write, after=after, times=times)

    @rule(at=st.integers(1, 6))
    def stop(self, at: int) -> None:
        self.world.stop(at)

    @rule(step=STEPS)
    def die_pushing(self, step: int) -> None:
        self.world.die_pushing(step)

    @rule(number=NUMBERS)
    def undo(self, number: int) -> None:
        self.world.undo(number)

    @rule(number=NUMBERS, fault=st.sampled_from(sorted(FAULTS)), times=st.sampled_from([1, 2, 0]))
    def undo_over_a_fault(self, number: int, fault: str, times: int) -> None:
        self.world.undo_over(number, FAULTS[fault], is_write, times=times)

    @rule(number=NUMBERS, at=st.integers(1, 6))
    def stop_an_undo(self, number: int, at: int) -> None:
        self.world.stop_undo(number, at)

    @rule(number=NUMBERS, step=STEPS)
    def die_undoing(self, number: int, step: int) -> None:
        self.world.die_undoing(number, step)

    @precondition(lambda self: self.world.may_delete)
    @rule(number=NUMBERS)
    def delete(self, number: int) -> None:
        self.world.delete(number)

    @precondition(lambda self: self.world.may_delete)
    @rule(number=NUMBERS)
    def delete_there(self, number: int) -> None:
        self.world.delete_there(number)

    @precondition(lambda self: self.world.may_act)
    @rule(number=NUMBERS, name=ACTIONS)
    def act(self, number: int, name: str) -> None:
        self.world.act(number, name)

    @precondition(lambda self: self.world.may_act)
    @rule(number=NUMBERS, name=ACTIONS, fault=st.sampled_from(sorted(FAULTS)), times=st.sampled_from([1, 2, 0]))
    def act_over_a_fault(self, number: int, name: str, fault: str, times: int) -> None:
        self.world.act_over(number, name, FAULTS[fault], is_write, times=times)

    @precondition(lambda self: self.world.may_act)
    @rule(number=NUMBERS, name=ACTIONS, step=STEPS)
    def die_acting(self, number: int, name: str, step: int) -> None:
        self.world.die_acting(number, name, step)

    @rule()
    def settle(self) -> None:
        self.world.settle()

    @rule()
    def answer_by_looking(self) -> None:
        self.world.answer_by_looking()

    @rule()
    def restart(self) -> None:
        self.world.restart()

    @rule()
    def rest(self) -> None:
        self.world.rest()

    @precondition(lambda self: self.world.is_readable)
    @rule()
    def pull(self) -> None:
        self.world.pull()

    @precondition(lambda self: self.world.is_readable)
    @rule(step=STEPS)
    def die_pulling(self, step: int) -> None:
        self.world.die_pulling(step)

    @precondition(lambda self: self.world.is_shown)
    @rule(number=NUMBERS, path_number=NUMBERS)
    def change_there(self, number: int, path_number: int) -> None:
        self.world.change_there(number, path_number)

    @precondition(lambda self: self.world.is_shown)
    @rule(number=NUMBERS, path_number=NUMBERS)
    def change_on_both_sides(self, number: int, path_number: int) -> None:
        self.world.edit(number, path_number)
        self.world.change_there(number, path_number)

    @precondition(lambda self: self.world.is_shown)
    @rule(take=st.sampled_from(["mine", "theirs"]))
    def resolve(self, take: str) -> None:
        self.world.resolve("mine" if take == "mine" else "theirs")

    @invariant()
    def all_is_well(self) -> None:
        self.world.truth.check()

    def teardown(self) -> None:
        # Where a deed has failed already, that is what is to be told.
        is_well = sys.exc_info()[0] is None
        try:
            if is_well:
                self.world.make_good()
        finally:
            self.world.close()


@pytest.mark.slow
@pytest.mark.timeout(examples(300, long=7200))
@pytest.mark.parametrize("scene", SCENES)
def test_nothing_is_lost_or_done_twice_whatever_happens(
    scene: str, tmp_path: Path, desk_in: DeskIn, proxy: FaultProxy
) -> None:
    numbers = count(1)

    class Here(Deeds):
        def __init__(self) -> None:
            super().__init__(Dying(tmp_path / str(next(numbers)), scene, desk_in, proxy))

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=examples(12, long=400),
            stateful_step_count=examples(15, long=40),
            suppress_health_check=list(HealthCheck),
        ),
    )
