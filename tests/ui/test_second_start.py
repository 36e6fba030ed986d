"""A second start of a workspace: its files reach the first window, and a stale socket stops nobody."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.second_start import SecondStarts, address_of

LATER = "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication; \
from ui.second_start import hand_over; app = QCoreApplication([]); \
print(hand_over(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]))"
Listen = Callable[..., SecondStarts]


@pytest.fixture
def listen(qtbot: QtBot, tmp_path: Path) -> Iterator[Listen]:
    made: list[SecondStarts] = []

    def begin(*, takes: bool = True) -> SecondStarts:
        starts = SecondStarts(tmp_path / "ws", lambda: takes)
        assert starts.listen()
        made.append(starts)
        return starts

    yield begin
    for starts in made:
        starts.close()


def later_start(*words: str | Path, cwd: Path) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", LATER, *map(str, words)]
    return subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.PIPE, text=True)


def answer_of(process: subprocess.Popen[str], qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=30_000)
    return process.communicate()[0].strip()


def test_files_of_a_later_start_arrive_with_their_whole_path(
    listen: Listen, qtbot: QtBot, tmp_path: Path
) -> None:
    starts = listen()
    with qtbot.waitSignal(starts.joined, timeout=30_000) as told:
        process = later_start(tmp_path / "ws", "Kunden Nørre 1.csv", cwd=tmp_path)
    assert told.args == [(tmp_path / "Kunden Nørre 1.csv",)]
    assert answer_of(process, qtbot) == "True"


def test_a_window_that_is_closing_takes_nothing(listen: Listen, qtbot: QtBot, tmp_path: Path) -> None:
    listen(takes=False)
    assert answer_of(later_start(tmp_path / "ws", "a.csv", cwd=tmp_path), qtbot) == "False"


def test_nobody_there_is_no_answer_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    assert answer_of(later_start(tmp_path / "ws", cwd=tmp_path), qtbot) == "False"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Windows end with their program")
def test_a_socket_left_by_a_killed_window_is_survived(listen: Listen, qtbot: QtBot, tmp_path: Path) -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(address_of(tmp_path / "ws"))
    left.close()
    assert answer_of(later_start(tmp_path / "ws", cwd=tmp_path), qtbot) == "False"
    listen()
    assert answer_of(later_start(tmp_path / "ws", cwd=tmp_path), qtbot) == "True"


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe has no file")
def test_the_socket_is_for_its_user_alone(listen: Listen, tmp_path: Path) -> None:
    listen()
    place = Path(address_of(tmp_path / "ws"))
    assert stat.S_IMODE(place.stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_one_workspace_has_one_address_by_whatever_way_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "ws")
    assert address_of(tmp_path / "link") == address_of(tmp_path / "x" / ".." / "ws")
    assert address_of(tmp_path / "other") != address_of(tmp_path / "ws")


@pytest.mark.parametrize("nonsense", [b"\n", b"{}\n", b"[1]\n", b"\xff\n", b'{"files": 3}\n', b"x" * 1_100_000])
@pytest.mark.skipif(sys.platform == "win32", reason="speaks to the socket's file")
def test_nonsense_is_hung_up_on_and_the_next_start_heard(
    listen: Listen, qtbot: QtBot, tmp_path: Path, nonsense: bytes
) -> None:
    starts = listen()
    caller = socket.socket(socket.AF_UNIX)
    caller.connect(address_of(tmp_path / "ws"))
    caller.setblocking(False)  # noqa: FBT003  the socket's own signature
    caller.send(nonsense)
    qtbot.waitUntil(lambda: is_hung_up(caller, nonsense), timeout=10_000)
    caller.close()
    with qtbot.waitSignal(starts.joined, timeout=30_000):
        process = later_start(tmp_path / "ws", cwd=tmp_path)
    answer_of(process, qtbot)


def is_hung_up(caller: socket.socket, more: bytes) -> bool:
    """Keep sending what is too long, and see whether the other side has gone."""
    try:
        if len(more) > 1000:
            caller.send(more)
        return caller.recv(10) == b""
    except BlockingIOError:
        return False
    except (ConnectionResetError, BrokenPipeError):
        return True


def test_the_message_is_one_line_of_plain_json() -> None:
    from ui.second_start import _message  # noqa: PLC0415

    line = _message([Path("a\nb.csv")])
    assert line.count(b"\n") == 1
    assert json.loads(line)["files"][0].endswith("a\nb.csv")
