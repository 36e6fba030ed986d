"""Makes the traffic of one vendor: a play of everything the engine asks, recorded."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

from tests.specs.plays import flxpoint, kibo, softwareone, traede
from tests.specs.recording import Exchange, Recorder
from tests.specs.stage import Stage, open_stage

PLAYS: Mapping[str, ModuleType] = {play.VENDOR: play for play in (softwareone, kibo, flxpoint, traede)}


def traffic_of(vendor: str) -> list[Exchange]:
    """Play one vendor against its simulator; gives every request with its answer, in order."""
    module = PLAYS[vendor]
    play: Callable[[Stage], None] = module.play
    recorder = Recorder()
    try:
        with (
            tempfile.TemporaryDirectory(prefix="counterfoil-specs-") as folder,
            open_stage(vendor, Path(folder), recorder, records=module.RECORDS) as stage,
        ):
            play(stage)
    finally:
        recorder.end()
    return recorder.exchanges
