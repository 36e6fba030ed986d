"""A credential store in a file that the environment names, for programs that a test starts more than once."""

from __future__ import annotations

import json
import os
from pathlib import Path

import keyring.backend
import keyring.errors

VARIABLE = "FILE_OF_TEST_KEYRING"
BACKEND = "tests.file_keyring.FileKeyring"


class FileKeyring(keyring.backend.KeyringBackend):
    """Holds made-up secrets only."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring leaves it untyped
        self._file = Path(os.environ[VARIABLE])

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write({**self._read(), f"{service} {username}": password})

    def delete_password(self, service: str, username: str) -> None:
        entries = self._read()
        if entries.pop(f"{service} {username}", None) is None:
            raise keyring.errors.PasswordDeleteError("No such password.")
        self._write(entries)

    def _read(self) -> dict[str, str]:
        if not self._file.exists():
            return {}
        found: dict[str, str] = json.loads(self._file.read_text(encoding="utf-8"))
        return found

    def _write(self, entries: dict[str, str]) -> None:
        self._file.write_text(json.dumps(entries), encoding="utf-8")
