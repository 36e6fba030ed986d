"""How hard the proofs look: the gate takes samples, `PROOFS=long` takes every step and many more examples."""

from __future__ import annotations

import os

IS_LONG = os.environ.get("PROOFS") == "long"


def stride(of_the_gate: int) -> int:
    """Say how far apart the steps are at which trouble comes."""
    return 1 if IS_LONG else of_the_gate


def examples(of_the_gate: int, *, long: int) -> int:
    return long if IS_LONG else of_the_gate
