"""Logging: one rotating private file, in which registered secrets are masked."""

from __future__ import annotations

import io
import logging
import os
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from app.net.redact import Redactor

FILE_NAME = "counterfoil.log"
_FILE_BYTES = 1_000_000
_OLD_FILES = 4
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# These write whole URLs and headers at INFO and DEBUG.
_TALKATIVE = ("httpx", "httpcore")

_secrets = Redactor()
_log = logging.getLogger(__name__)


def redactor() -> Redactor:
    """Give the redactor of this process; what it is told is masked in every log line from then on."""
    return _secrets


def register_secret(value: str) -> None:
    """Mask this value wherever it would be logged."""
    _secrets.add(value)


class RedactingFilter(logging.Filter):
    """Masks secrets in the message, its arguments, the traceback and the stack of every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _secrets.mask(_message_of(record)), ()
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip()
        record.exc_info = None
        record.exc_text = _secrets.mask(record.exc_text) if record.exc_text else None
        record.stack_info = _secrets.mask(record.stack_info) if record.stack_info else None
        return True


class _PrivateFile(RotatingFileHandler):
    """A rotating file that only this user can read."""

    def _open(self) -> io.TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return open(descriptor, "a", encoding=self.encoding, errors=self.errors)  # noqa: PTH123 - logging closes it


def setup(folder: Path, *, level: int = logging.INFO) -> Path:
    """Log to a file in `folder` from now on, uncaught errors included; give the file."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / FILE_NAME
    handler = _PrivateFile(
        path, maxBytes=_FILE_BYTES, backupCount=_OLD_FILES, encoding="utf-8", errors="backslashreplace"
    )
    handler.setFormatter(logging.Formatter(_FORMAT))
    handler.addFilter(RedactingFilter())
    teardown()
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    return path


def teardown() -> None:
    """Close the log file and give errors back to Python's own hooks."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _PrivateFile)]:
        root.removeHandler(handler)
        handler.close()
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__


def log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log an error that nobody caught, and print it with secrets masked; fit to be `sys.excepthook`."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    _log.critical("Uncaught error", exc_info=(kind, error, trace))
    # A windowed program on Windows has no standard error.
    if sys.stderr is not None:
        sys.stderr.write(_secrets.mask("".join(traceback.format_exception(kind, error, trace))))


def _log_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is not SystemExit and args.exc_value is not None:
        log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _message_of(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} (its arguments do not fit)"
