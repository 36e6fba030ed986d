"""What every test gets: a private home, no network, no real keyring, and no unexpected log record."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import keyring
import keyring.backend
import pytest

from tests.logguard import LogGuard
from tests.memory_keyring import MemoryKeyring

pytest_plugins = ["tests.desktop.fixtures"]

PRIVATE_HOME = Path(tempfile.mkdtemp(prefix="counterfoil-test-home-"))
HOME_VARIABLES = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": "runtime",
}
# A test or a process it starts must not reach the person's own screen, session bus, proxy or settings.
LEFT_OUT = (
    *("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"),
)


def _make_environment_private() -> None:
    for name, folder in HOME_VARIABLES.items():
        place = PRIVATE_HOME / folder
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ[name] = str(place)
    own_settings = [name for name in os.environ if name.startswith("COUNTERFOIL_")]
    for name in (*LEFT_OUT, *own_settings):
        os.environ.pop(name, None)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # Processes started by a test have no keyring unless the test brings one.
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"


# At import, before Qt or platformdirs look at the environment.
_make_environment_private()

hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    shutil.rmtree(PRIVATE_HOME, ignore_errors=True)
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not session.config.getoption("--no-skips"):
        return
    if skipped := len(reporter.stats.get("skipped", [])):
        reporter.write_line(f"{skipped} tests were skipped, and nothing may be.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def memory_keyring() -> Iterator[MemoryKeyring]:
    """Stand in for the operating system's credential store, empty at the start of each test."""
    before = keyring.get_keyring()
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def log_guard() -> Iterator[LogGuard]:
    """Fail the test on a log record of level WARNING or above that it did not expect."""
    guard = LogGuard()
    with guard.listening():
        yield guard
    if complaint := guard.complaint():
        pytest.fail(complaint, pytrace=False)


@pytest.fixture
def expected_log(log_guard: LogGuard) -> LogGuard:
    """`expected_log("part of the text")` says that such a record must come."""
    return log_guard
