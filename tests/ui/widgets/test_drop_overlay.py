"""The whole window is the target: it says what dropping will do, and refuses what it cannot read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.models.dropped import dropped
from ui.widgets.drop_overlay import DropOverlay

TARGET = "TRAEDE customers · Nordic test"
BUTTON, KEYS, COPY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QWidget:
    theme.follow(qapp, "light")
    made = QWidget()
    made.resize(600, 400)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def overlay(window: QWidget) -> DropOverlay:
    return DropOverlay(window, lambda: TARGET)


def dragged(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def enter(widget: QWidget, mime: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(50, 50), COPY, mime, BUTTON, KEYS)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def move(widget: QWidget, mime: QMimeData) -> bool:
    event = QDragMoveEvent(QPoint(60, 60), COPY, mime, BUTTON, KEYS)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def drop(widget: QWidget, mime: QMimeData) -> bool:
    event = QDropEvent(QPointF(60, 60), COPY, mime, BUTTON, KEYS)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_says_in_words_what_dropping_will_do(window: QWidget, overlay: DropOverlay, tmp_path: Path) -> None:
    assert enter(window, dragged(tmp_path / "spring & co.csv"))
    assert overlay.isVisible()
    assert overlay.words == f"Import into {TARGET}"
    assert overlay.geometry() == window.rect()
    assert not overlay.grab().isNull()


def test_dropped_files_are_handed_over(
    window: QWidget, overlay: DropOverlay, tmp_path: Path, qtbot: QtBot
) -> None:
    mime = dragged(tmp_path / "a.CSV", tmp_path / "ignored.png", tmp_path / "b.txt")
    enter(window, mime)
    assert move(overlay, mime)
    with qtbot.waitSignal(overlay.files_dropped) as heard:
        assert drop(overlay, mime)
    assert heard.args == [(tmp_path / "a.CSV", tmp_path / "b.txt")]
    assert not overlay.isVisible()


def test_other_kinds_are_refused_while_they_hover(
    window: QWidget, overlay: DropOverlay, tmp_path: Path, qtbot: QtBot
) -> None:
    mime = dragged(tmp_path / "photo.png")
    enter(window, mime)
    assert overlay.words == "Counterfoil reads CSV files and .xlsx workbooks; this is a .png"
    assert not move(overlay, mime)
    with qtbot.assertNotEmitted(overlay.files_dropped):
        assert not drop(overlay, mime)
    assert not overlay.grab().isNull()


def test_folder_without_a_table_is_refused(window: QWidget, overlay: DropOverlay, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no table")
    enter(window, dragged(tmp_path))
    assert overlay.words == "There is no CSV file or workbook in this folder"


def test_folder_gives_its_tables_by_name(
    window: QWidget, overlay: DropOverlay, tmp_path: Path, qtbot: QtBot
) -> None:
    for name in ("b.csv", "A.XLSX", "notes.txt", ".hidden.csv", "~$A.xlsx"):
        (tmp_path / name).write_text("x")
    (tmp_path / "c.csv").mkdir()
    mime = dragged(tmp_path)
    enter(window, mime)
    with qtbot.waitSignal(overlay.files_dropped) as heard:
        assert drop(overlay, mime)
    assert heard.args == [(tmp_path / "A.XLSX", tmp_path / "b.csv")]


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    found = dropped(dragged(tmp_path / "a.xlsx", tmp_path / "photo.png"))
    assert found.words == "a.xlsx\nLeft out: photo.png"


def test_address_on_the_web_is_refused(window: QWidget, overlay: DropOverlay) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.com/a.csv")])
    enter(window, mime)
    assert overlay.words == "Counterfoil reads files of this computer"


def test_without_a_connection_it_says_so(window: QWidget, tmp_path: Path) -> None:
    overlay = DropOverlay(window, lambda: "")
    enter(overlay, dragged(tmp_path / "a.csv"))
    assert overlay.words == "Add a connection first"


def test_text_that_is_dragged_is_left_to_the_fields(window: QWidget, overlay: DropOverlay) -> None:
    mime = QMimeData()
    mime.setText("Bø")
    assert not enter(window, mime)
    assert not overlay.isVisible()


def test_goes_when_the_drag_leaves(window: QWidget, overlay: DropOverlay, tmp_path: Path) -> None:
    enter(window, dragged(tmp_path / "a.csv"))
    QApplication.sendEvent(overlay, QDragLeaveEvent())
    assert not overlay.isVisible()
    enter(window, dragged(tmp_path / "a.csv"))
    QApplication.sendEvent(window, QEvent(QEvent.Type.DragLeave))
    assert not overlay.isVisible()


def test_follows_the_size_of_the_window(window: QWidget, overlay: DropOverlay, tmp_path: Path) -> None:
    enter(window, dragged(tmp_path / "a.csv"))
    window.resize(700, 500)
    assert overlay.geometry() == window.rect()


def test_names_with_spaces_and_accents_arrive(tmp_path: Path) -> None:
    assert dropped(dragged(tmp_path / "Kunder på Ærø.csv")).files == (tmp_path / "Kunder på Ærø.csv",)


def test_a_picture_is_welcome_where_a_field_takes_one(window: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    overlay = DropOverlay(window, lambda: TARGET, lambda: "Logo of Kontor Nord")
    mime = dragged(tmp_path / "logo.PNG")
    enter(window, mime)
    assert overlay.words == "Attach as Logo of Kontor Nord"
    assert move(overlay, mime)
    with (
        qtbot.assertNotEmitted(overlay.files_dropped),
        qtbot.waitSignal(overlay.picture_dropped) as heard,
    ):
        assert drop(overlay, mime)
    assert heard.args == [tmp_path / "logo.PNG"]


def test_a_picture_beside_a_table_leaves_the_table_to_be_imported(
    window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    overlay = DropOverlay(window, lambda: TARGET, lambda: "Logo of Kontor Nord")
    mime = dragged(tmp_path / "logo.png", tmp_path / "a.csv")
    enter(window, mime)
    assert overlay.words == f"Import into {TARGET}"
    with qtbot.waitSignal(overlay.files_dropped) as heard:
        assert drop(overlay, mime)
    assert heard.args == [(tmp_path / "a.csv",)]
