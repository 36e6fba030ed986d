"""Fixtures for tests on a real desktop: screen, file manager, accessibility bus, Secret Service."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.desktop.accessibility import Accessibility
from tests.desktop.files import FileManager
from tests.desktop.screen import Desktop
from tests.desktop.session import Session


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    """A screen, session bus, window manager and unlocked keyring of this test's own."""
    place = Desktop()
    try:
        place.start()
        yield place
    finally:
        place.close()


@pytest.fixture
def accessibility(desktop: Desktop) -> Iterator[Accessibility]:
    """`accessibility.program(pid).find(role, name)` and what can be done with what it finds."""
    driver = Accessibility(desktop.env)
    yield driver
    driver.close()


@pytest.fixture
def file_manager(desktop: Desktop, accessibility: Accessibility) -> Callable[[Path], FileManager]:
    """`file_manager(folder)` opens pcmanfm there; `.icon(name)` is where to press."""
    return lambda folder: FileManager(desktop, accessibility, folder)


@pytest.fixture
def keyring_env() -> Iterator[Mapping[str, str]]:
    """The environment of a session without a screen whose real Secret Service is unlocked."""
    session = Session()
    try:
        session.start_bus()
        session.start_keyring()
        yield session.env
    finally:
        session.close()


@pytest.fixture
def locked_keyring_env() -> Iterator[Mapping[str, str]]:
    """The same with a locked keyring, and no screen on which anybody could be asked."""
    session = Session()
    try:
        session.start_bus()
        session.processes.stop(session.start_keyring())
        session.start_keyring(unlocked=False)
        yield session.env
    finally:
        session.close()
