"""One window per workspace: a later start hands its files to the first and brings it forward."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MILLISECONDS = 5_000
_LONGEST_BYTES = 1_000_000
_JOINED = b"joined\n"
_LEAVING = b"leaving\n"


def address_of(folder: Path) -> str:
    """Name the socket of a workspace: in this user's own run-time folder, a pipe's name on Windows."""
    place = os.path.normcase(os.path.realpath(folder.expanduser()))
    name = "counterfoil-" + hashlib.sha256(os.fsencode(place)).hexdigest()[:16]
    if sys.platform == "win32":
        return name
    runtime = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.RuntimeLocation)
    return str(Path(runtime) / name)


def hand_over(folder: Path, files: Sequence[Path]) -> bool:
    """Give `files` to the window that has this workspace; False where there is none that takes them."""
    address = address_of(folder)
    if sys.platform != "win32" and not Path(address).exists():
        return False  # the usual start: nothing of the network is loaded for it
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415  only a second start needs it

    line = QLocalSocket()
    line.connectToServer(address)
    if not line.waitForConnected(ANSWER_MILLISECONDS):
        return False
    _let_it_come_forward()
    line.write(_message(files))
    return _answer(line) == _JOINED


def _message(files: Sequence[Path]) -> bytes:
    """*Shape*: one line of JSON: `files`, absolute, and the desktop's leave to come forward."""
    token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
    words = {"files": [str(path.expanduser().absolute()) for path in files], "token": token}
    return json.dumps(words).encode("ascii") + b"\n"


def _answer(line: QLocalSocket) -> bytes:
    while not line.canReadLine():
        if not line.waitForReadyRead(ANSWER_MILLISECONDS):
            return b""
    return bytes(line.readLine(64).data())


def _let_it_come_forward() -> None:
    """Windows lets only the program in front give the front away."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  Windows alone

        ctypes.windll.user32.AllowSetForegroundWindow(-1)


class SecondStarts(QObject):
    """Listens for later starts. Begin once the workspace's lock is held: its holder alone listens."""

    joined = Signal(object)  # tuple[Path, ...]

    def __init__(self, folder: Path, takes: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address_of(folder)
        self._takes = takes
        self._server: QLocalServer | None = None

    def listen(self) -> bool:
        """Take over the address; what a killed window left there is removed."""
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415  after the first paint

        QLocalServer.removeServer(self._address)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        return self._server.listen(self._address)

    def close(self) -> None:
        """Stop listening and free the address."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _greet(self) -> None:
        while self._server is not None and (line := self._server.nextPendingConnection()) is not None:
            caller = _Caller(line, self)
            caller.asked.connect(self._take)
            caller.read()

    def _take(self, caller: _Caller, files: tuple[Path, ...]) -> None:
        takes = self._takes()
        caller.reply(_JOINED if takes else _LEAVING)
        if takes:
            self.joined.emit(files)


class _Caller(QObject):
    """One later start, from its connection to the answer."""

    asked = Signal(object, object)

    def __init__(self, line: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._line = line
        line.setParent(self)
        line.readyRead.connect(self.read)
        line.disconnected.connect(self.deleteLater)

    def read(self) -> None:
        """Wait for the whole line; what is too long or makes no sense is hung up on."""
        if not self._line.canReadLine():
            if self._line.bytesAvailable() > _LONGEST_BYTES:
                self._line.abort()
            return
        try:
            words = json.loads(bytes(self._line.readLine(_LONGEST_BYTES).data()))
            files = tuple(Path(str(name)) for name in words["files"])
            _keep_token(str(words.get("token", "")))
        except (ValueError, TypeError, KeyError, AttributeError):
            self._line.abort()
            return
        self.asked.emit(self, files)

    def reply(self, words: bytes) -> None:
        self._line.write(words)
        self._line.flush()
        self._line.disconnectFromServer()


def _keep_token(token: str) -> None:
    """Wayland moves a window to the front only with the token of the program that was clicked."""
    if token and "\0" not in token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token


class LateJoin(QObject):
    """For two starts at once: the loser of the lock tries a while to join the winner, once that listens."""

    joined = Signal()
    TRIES = 10
    PAUSE_MILLISECONDS = 300

    def __init__(self, folder: Path, files: Sequence[Path], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._files = tuple(files)
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(self.PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self._try)

    def begin(self) -> None:
        self._left = self.TRIES
        self._try()
        if self._left:
            self._timer.start()

    def _try(self) -> None:
        self._left -= 1
        if hand_over(self._folder, self._files):
            self._left = 0
            self.joined.emit()
        if self._left <= 0:
            self._timer.stop()
