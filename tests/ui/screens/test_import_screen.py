"""Import: a file becomes proposals that are looked at, read differently, kept or rejected."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QComboBox, QFileDialog
from pytestqt.qtbot import QtBot

from app.jobs import JobContext
from app.services.propose_file import propose
from app.values import Connection, RecordQuery
from app.workspace import Workspace
from tests.ui.demo_workspace import KIND
from tests.ui.screens.conftest import quiet
from ui.screens.import_kept import KeptNotice
from ui.screens.import_screen import ImportScreen
from ui.session import AppSession

GOOD = "customer_number;name;currency\n0007;Bø & Søn;DKK\n0008;Ærø Sejl;SEK\n"
MIXED = "customer_number;name;currency;colour\n1;Bø;DKK;red\n2;Ærø;EURO;blue\n3;Å;SEK;green;too;many\n"


@pytest.fixture
def screen(connection: Connection, session: AppSession, qtbot: QtBot) -> ImportScreen:
    made = ImportScreen(session, connection)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    settle(made, qtbot)
    return made


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return written(tmp_path / "good.csv", GOOD)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return written(tmp_path / "mixed.csv", MIXED)


def written(place: Path, text: str, encoding: str = "utf-8") -> Path:
    place.write_bytes(text.encode(encoding))
    return place


def settle(screen: ImportScreen, qtbot: QtBot) -> None:
    quiet(screen.session.jobs, qtbot)
    qtbot.waitUntil(lambda: not screen.is_busy)
    quiet(screen.session.jobs, qtbot)


def offer(screen: ImportScreen, qtbot: QtBot, *paths: Path) -> None:
    screen.offer(paths)
    settle(screen, qtbot)
    qtbot.waitUntil(lambda: not screen.session.jobs.running)


def keys_kept(workspace: Workspace, connection: Connection) -> list[str]:
    page = workspace.store.records.page(RecordQuery(KIND, connection.id), offset=0, limit=50)
    return [record.key for record in page]


def test_empty_screen_says_what_to_do(screen: ImportScreen) -> None:
    assert screen.empty.isVisible()
    assert "Drop a table" in screen.empty.title
    assert not screen.has_proposals


def test_file_is_told_how_it_was_read_and_what_it_would_do(
    screen: ImportScreen, good: Path, qtbot: QtBot
) -> None:
    offer(screen, qtbot, good)
    strip, table = screen.page.head.strip, screen.page.table.table
    assert "UTF-8" in strip.encoding.text()
    assert "semicolon" in strip.delimiter.text()
    assert strip.columns.text() == "3 of 3 columns matched"
    assert not screen.page.head.mapping.isVisible()
    qtbot.waitUntil(lambda: table.index(0, 1).data() == "0007")
    assert table.index(0, 2).data() == "Added"
    assert screen.page.footer.keep_all.text() == "Keep all 2 records"


def test_keep_all_makes_the_rows_pending_and_goes_on(
    screen: ImportScreen, good: Path, workspace: Workspace, connection: Connection, qtbot: QtBot
) -> None:
    offer(screen, qtbot, good)
    with qtbot.waitSignal(screen.kept) as heard:
        screen.page.footer.keep_all.click()
    notice = cast("list[KeptNotice]", heard.args)[0]
    assert (notice.text, notice.filter) == ("2 records kept: 2 added.", "pending")
    assert keys_kept(workspace, connection) == ["0007", "0008"]
    assert screen.empty.isVisible()
    assert not screen.has_proposals


def test_file_that_changes_nothing_has_nothing_to_keep(
    screen: ImportScreen, good: Path, workspace: Workspace, connection: Connection, qtbot: QtBot
) -> None:
    offer(screen, qtbot, good)
    with qtbot.waitSignal(screen.kept):
        screen.page.footer.keep_all.click()
    offer(screen, qtbot, good)
    assert screen.page.footer.keep_all.text() == "Nothing to keep: close"
    with qtbot.waitSignal(screen.closed):
        screen.page.footer.keep_all.click()
    assert not workspace.store.proposals.list()
    assert keys_kept(workspace, connection) == ["0007", "0008"]


def test_rows_with_problems_are_shown_with_place_and_remedy(
    screen: ImportScreen, mixed: Path, qtbot: QtBot
) -> None:
    offer(screen, qtbot, mixed)
    assert screen.page.head.mapping.isVisible()
    screen.page.head.strip.problems.click()
    settle(screen, qtbot)
    table = screen.page.table.table
    qtbot.waitUntil(lambda: table.index(0, 1).data() == "2")
    described = screen.page.detail.problems.accessibleDescription()
    assert described.startswith("Row 3, currency, “EURO”: ")


def test_raw_cells_are_one_click_away(screen: ImportScreen, mixed: Path, qtbot: QtBot) -> None:
    offer(screen, qtbot, mixed)
    qtbot.waitUntil(lambda: screen.page.detail.title == "1")
    screen.page.detail.parts.chip("cells").click()
    cells = screen.page.detail.cells
    assert cells.isVisible()
    assert [cells.table.index(3, column).data() for column in (1, 2, 3)] == ["D  colour", "red", "ignored"]
    cells.view.go_to(3)
    assert cells.place == "Row 2, line 2, column D “colour”: “red”"


def test_selected_rows_are_kept_and_the_others_stay_proposed(
    screen: ImportScreen, good: Path, workspace: Workspace, connection: Connection, qtbot: QtBot
) -> None:
    offer(screen, qtbot, good)
    qtbot.waitUntil(lambda: screen.page.table.table.item_at(1) is not None)
    screen.page.table.select_row(1)
    screen.page.footer.keep_selected.click()
    settle(screen, qtbot)
    assert keys_kept(workspace, connection) == ["0008"]
    assert screen.page.footer.keep_all.text() == "Keep 1 record"
    assert "1 record kept" in screen.notice.text


def test_selected_rows_are_rejected(screen: ImportScreen, good: Path, qtbot: QtBot) -> None:
    offer(screen, qtbot, good)
    qtbot.waitUntil(lambda: screen.page.table.table.item_at(1) is not None)
    screen.page.table.select_row(0)
    screen.page.footer.reject_selected.click()
    settle(screen, qtbot)
    qtbot.waitUntil(lambda: screen.page.table.table.index(0, 1).data() == "0008")


def test_reject_all_leaves_the_working_copy_alone(
    screen: ImportScreen, good: Path, workspace: Workspace, connection: Connection, qtbot: QtBot
) -> None:
    offer(screen, qtbot, good)
    with qtbot.waitSignal(screen.closed):
        screen.page.footer.reject_all.click()
    assert keys_kept(workspace, connection) == []
    assert not workspace.store.proposals.list()


def test_another_encoding_reads_the_file_again(
    screen: ImportScreen, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    offer(screen, qtbot, written(tmp_path / "old.csv", GOOD, "cp1252"))
    screen.page.head.encodings.chosen.emit("cp850")
    settle(screen, qtbot)
    assert "DOS 850" in screen.page.head.strip.encoding.text()
    assert len(workspace.store.proposals.list()) == 1


def test_header_row_and_delimiter_can_be_chosen(screen: ImportScreen, tmp_path: Path, qtbot: QtBot) -> None:
    offer(screen, qtbot, written(tmp_path / "titled.csv", f"Customers of spring;;\n{GOOD}"))
    assert screen.page.head.strip.header_row.text().startswith("header in row 2")
    screen.page.head.strip.header_row_chosen.emit(1)
    settle(screen, qtbot)
    assert screen.page.unusable.isVisible()
    screen.page.head.strip.header_row_chosen.emit(2)
    settle(screen, qtbot)
    assert screen.page.proposal is not None


def test_column_can_be_given_to_another_field(screen: ImportScreen, mixed: Path, qtbot: QtBot) -> None:
    offer(screen, qtbot, mixed)
    combo: QComboBox = screen.page.head.mapping.table.combo_of(0)
    combo.setCurrentIndex(combo.findData("addresses.region"))
    settle(screen, qtbot)
    assert screen.page.head.strip.columns.text() == "4 of 4 columns matched"
    assert [match.how for match in screen.page.head.mapping.table.mapping][3] == "chosen"


def test_file_that_is_no_table_is_named(screen: ImportScreen, tmp_path: Path, qtbot: QtBot) -> None:
    offer(screen, qtbot, written(tmp_path / "letter.csv", "Dear reader,\nthis is no table.\n"))
    assert screen.page.unusable.isVisible()
    assert "letter.csv" in screen.page.unusable.title
    assert screen.page.unusable.accessibleDescription()
    with qtbot.waitSignal(screen.closed):
        screen.page.skip_pressed.emit()


def test_several_files_come_one_after_another(
    screen: ImportScreen, good: Path, mixed: Path, qtbot: QtBot
) -> None:
    offer(screen, qtbot, good, mixed)
    assert "2 files" in screen.notice.text
    assert "mixed.csv" in screen.page.waiting.text()
    screen.page.footer.keep_all.click()
    settle(screen, qtbot)
    qtbot.waitUntil(lambda: not screen.session.jobs.running)
    assert screen.page.proposal is not None
    assert screen.page.proposal.file_name == "mixed.csv"
    assert not screen.page.waiting.isVisible()


def test_reading_can_be_stopped(
    screen: ImportScreen, tmp_path: Path, workspace: Workspace, qtbot: QtBot
) -> None:
    rows = "".join(f"{number};Kunde {number};DKK\n" for number in range(30_000))
    screen.offer((written(tmp_path / "big.csv", f"customer_number;name;currency\n{rows}"),))
    assert screen.reading.isVisible()
    screen.reading.stop.click()
    settle(screen, qtbot)
    assert "Stopped" in screen.notice.text
    assert not workspace.store.proposals.list()


def test_proposal_of_an_earlier_session_is_offered_again(
    workspace: Workspace, connection: Connection, session: AppSession, good: Path, qtbot: QtBot
) -> None:
    propose(workspace, JobContext(), good, kind=KIND, connection_id=connection.id)
    screen = ImportScreen(session, connection)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: screen.page.proposal is not None)
    settle(screen, qtbot)
    assert not screen.page.head.strip.encoding.isEnabled()
    assert screen.has_proposals


def test_pasted_table_is_read_like_a_file(screen: ImportScreen, qtbot: QtBot) -> None:
    screen.sources.take_text("customer_number\tname\n0009\tStrøm\n")
    qtbot.waitUntil(lambda: screen.page.proposal is not None)
    settle(screen, qtbot)
    assert "tab" in screen.page.head.strip.delimiter.text()


def test_error_of_the_store_is_told_in_place(
    screen: ImportScreen, good: Path, workspace: Workspace, qtbot: QtBot
) -> None:
    offer(screen, qtbot, good)
    proposal = screen.page.proposal
    assert proposal is not None
    workspace.store.proposals.close(proposal.id, "rejected")
    screen.page.footer.keep_all.click()
    settle(screen, qtbot)
    assert screen.notice.isVisible()
    assert screen.page.footer.keep_all.isVisible()


def test_choosing_a_file_leads_the_same_way(screen: ImportScreen, good: Path, qtbot: QtBot) -> None:
    screen.sources.choose()
    dialog = screen.findChild(QFileDialog)
    assert dialog is not None
    dialog.filesSelected.emit([str(good)])
    dialog.close()
    settle(screen, qtbot)
    assert screen.page.proposal is not None


def test_file_of_a_header_alone_is_no_filter_that_hides(
    screen: ImportScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    offer(screen, qtbot, written(tmp_path / "bare.csv", "customer_number;name\n"))
    assert screen.page.nothing.isVisible()
    assert "“bare.csv” has no records" in screen.page.nothing.title
    with qtbot.waitSignal(screen.page.choose_pressed):
        screen.page.nothing.button.click()


def test_keys_go_to_the_rows_of_a_new_file(screen: ImportScreen, good: Path, qtbot: QtBot) -> None:
    screen.activateWindow()
    offer(screen, qtbot, good)
    assert screen.focusWidget() is screen.page.table


def test_file_without_a_header_is_read_so_once_that_is_said(
    screen: ImportScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "bare.csv"
    file.write_text("0007;Åsa\n0008;Zoë\n", encoding="utf-8")
    offer(screen, qtbot, file)
    head = screen.page.head
    assert screen.page.proposal is None
    assert head.strip.header_row.menu().actions()[-1].text().startswith("None")
    head.mapping.no_header.click()
    settle(screen, qtbot)
    assert not head.mapping.no_header.isVisible()
    assert head.strip.header_row.text().startswith("no header")
    for index, column in enumerate(("customer_number", "name")):
        table = head.mapping.table
        row = next(row for row in range(2) if table.model().index(row, 0).data() == f"Column {index + 1}")
        combo = table.combo_of(row)
        combo.setCurrentIndex(combo.findData(column))
        settle(screen, qtbot)
    qtbot.waitUntil(lambda: screen.page.table.table.index(0, 1).data() == "0007")
    assert screen.page.footer.keep_all.text() == "Keep all 2 records"
