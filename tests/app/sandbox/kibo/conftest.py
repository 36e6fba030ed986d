"""Somebody who visits the simulated Kibo."""

from __future__ import annotations

import pytest

from tests.app.sandbox.kibo.visit import KiboVisitor
from tests.app.sandbox.visitor import Visitor


@pytest.fixture
def kibo(visitor: Visitor) -> KiboVisitor:
    return KiboVisitor(visitor)


@pytest.fixture
def account(kibo: KiboVisitor) -> int:
    """The id of an account that has a sales rep, contacts and users."""
    return next(int(each["id"]) for each in kibo.accounts() if each["salesReps"] and each["contacts"])


@pytest.fixture
def free(kibo: KiboVisitor) -> str:
    """The id of an admin user who is on no account."""
    return kibo.free_users()[0]
