"""The report for support: what it says, and what it never says."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import log
from app.errors import UnusableFile
from app.services.edit_records import add_record
from app.services.support_report import LOG_LINES, save_report, support_report
from app.values import Connection
from app.workspace import Workspace
from tests.app.conftest import SECRETS, TRAEDE


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Path]:
    log.setup(tmp_path / "logs")
    yield tmp_path / "logs"
    log.teardown()


def quiet_keyring() -> dict[str, str]:
    return {"state": "well", "why": ""}


def report(folder: Path | None, logs: Path) -> str:
    return support_report(folder, logs, keyring_status=quiet_keyring)


def test_it_says_what_was_found_and_how_the_log_ends(workspace: Workspace, logs: Path) -> None:
    logging.getLogger("app.test").info("The last thing that happened")
    text = report(workspace.folder, logs)
    assert "state: well" in text
    assert "traede_customers: 0" in text
    assert text.rstrip().endswith("The last thing that happened")


def test_it_holds_no_secret_no_record_and_no_address(
    workspace: Workspace, connection: Connection, logs: Path
) -> None:
    add_record(workspace, TRAEDE, connection.id, {"customer_number": "1000", "name": "Kontor Nord"})
    for value in SECRETS.values():
        log.register_secret(value)
    logging.getLogger("app.test").info(
        "GET https://user@api.example.test/customers/1000?name=Kontor for nord@example.test with %s in %s",
        *(next(iter(SECRETS.values())), Path.home() / "files"),
    )
    text = report(workspace.folder, logs)
    for private in (*SECRETS.values(), connection.name, "Kontor", "nord@example", "user@", str(Path.home())):
        assert private not in text
    assert "https://api.example.test/•••" in text
    assert "~/files" in text


def test_only_the_end_of_a_long_log_is_in_it(tmp_path: Path, logs: Path) -> None:
    for number in range(LOG_LINES + 50):
        logging.getLogger("app.test").info("line %d.", number)
    text = report(tmp_path / "missing", logs)
    assert "line 49." not in text
    assert "line 50." in text


def test_a_log_that_was_just_begun_is_filled_up_from_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "counterfoil.log.1").write_text("older\n", encoding="utf-8")
    (tmp_path / "counterfoil.log").write_text("newer\n", encoding="utf-8")
    assert report(tmp_path / "missing", tmp_path).rstrip().endswith("older\nnewer")


def test_without_a_log_and_a_workspace_it_says_so(tmp_path: Path) -> None:
    text = report(tmp_path / "missing", tmp_path)
    assert "state: missing" in text
    assert "The log is empty." in text


def test_what_is_saved_is_what_was_shown(tmp_path: Path) -> None:
    place = save_report(tmp_path / "report.txt", "Zoë\n")
    assert place.read_text(encoding="utf-8") == "Zoë\n"
    with pytest.raises(UnusableFile, match=r"report\.txt could not be written"):
        save_report(tmp_path / "no folder" / "report.txt", "")
