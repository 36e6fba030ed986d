"""The picture of a push: drawn from its points, read by mouse, by keys and by ear."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.history_values import PicturePoint, PushPicture
from tests.ui.models.test_picture_words import picture, point
from ui import theme
from ui.widgets.push_picture import PushPictureView


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> PushPictureView:
    theme.follow(qapp, "light")
    made = PushPictureView()
    qtbot.addWidget(made)
    made.resize(500, 118)
    made.show()
    return made


@pytest.fixture
def pointed(view: PushPictureView) -> list[PicturePoint | None]:
    found: list[PicturePoint | None] = []
    view.pointed.connect(found.append)
    return found


def column(image: QImage, left: int) -> list[str]:
    """The colours down the inside of the picture."""
    return [image.pixelColor(left, top).name() for top in range(10, image.height() - 25)]


def test_more_is_filled_later(view: PushPictureView) -> None:
    view.show_picture(picture())
    image = view.grab().toImage()
    ground = theme.current().panel.name()
    early, late = (sum(one != ground for one in column(image, at)) for at in (60, 460))
    assert early == 0
    assert late > len(column(image, 460)) / 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_scheme_draws_in_its_own_colors(view: PushPictureView, qapp: QApplication, scheme: str) -> None:
    theme.follow(qapp, scheme)  # type: ignore[arg-type]  # one of the choices
    view.show_picture(picture())
    assert theme.current().panel.name() in column(view.grab().toImage(), 60)


def test_keys_go_from_moment_to_moment(view: PushPictureView, pointed: list[PicturePoint | None]) -> None:
    view.show_picture(picture())
    pointed.clear()
    view.setFocus()
    for key in (
        Qt.Key.Key_Home,
        Qt.Key.Key_Right,
        Qt.Key.Key_End,
        Qt.Key.Key_Right,
        Qt.Key.Key_Left,
        Qt.Key.Key_Escape,
    ):
        QTest.keyClick(view, key)
    assert [one.seconds if one else None for one in pointed] == [0, 3, 12, 8, None]


def test_mouse_tells_the_moment_below_it(
    view: PushPictureView, pointed: list[PicturePoint | None], qtbot: QtBot
) -> None:
    view.show_picture(picture())
    pointed.clear()
    area = view._area()
    QTest.mouseMove(view, QPoint(int(area.left() + area.width() / 2), 40))
    qtbot.waitUntil(lambda: bool(pointed))
    assert pointed[-1] is not None
    assert pointed[-1].seconds == 3


def test_what_it_shows_is_told_in_words(view: PushPictureView) -> None:
    view.show_picture(picture())
    assert view.accessibleName() == "The push over time"
    assert view.accessibleDescription().startswith("10 records over time.")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.accessibleDescription() == "After under 0.1 s: 10 waiting"


@pytest.mark.parametrize(
    "shown",
    [None, PushPicture(1, 0, 0.0, (point(0),)), PushPicture(1, 3, 0.0, (point(0), point(0, applied=3)))],
    ids=["nothing", "empty", "no time"],
)
def test_nothing_much_to_draw_is_drawn_all_the_same(view: PushPictureView, shown: PushPicture | None) -> None:
    view.show_picture(shown)
    assert not view.grab().isNull()
    QTest.keyClick(view, Qt.Key.Key_End)


def test_a_running_push_grows_under_the_moment_pointed_at(
    view: PushPictureView, pointed: list[PicturePoint | None]
) -> None:
    view.show_picture(picture(is_running=True))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Right)
    pointed.clear()
    view.show_picture(picture(is_running=True))
    assert pointed == []
    view.show_picture(PushPicture(2, 1, 1.0, (point(0), point(1, applied=1))))
    assert pointed == [None]
