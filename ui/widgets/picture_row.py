"""A picture field of the form: what is attached, small, and the ways to choose another."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.records.columns import Column
from app.records.pictures import is_picture_name
from ui import assets, theme
from ui.models.field_marks import FieldMark
from ui.models.record_row import RecordRow
from ui.widgets.plain import plain_label, plain_tooltip
from ui.widgets.words import IconButton

FRAME = QSize(112, 80)
"""How large a preview is at most, in logical pixels."""
_NONE = "None to be sent. Choose one, or drop it on the window: PNG, JPEG or GIF, at most 5 MB."


class PictureRow(QWidget):
    """`wanted` carries the name of a picture to be shown; `choose_pressed` and `reverted` the path."""

    wanted = Signal(str)
    choose_pressed = Signal(str)
    reverted = Signal(str)

    def __init__(self, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = column
        self.name = ""
        self._title = plain_label(column.title, role="strong")
        self._saved = QLabel()
        self._frame = QLabel()
        self._words = plain_label(role="muted", is_wrapped=True)
        self._choose = IconButton("Choose picture…", icon="image")
        self._revert = IconButton("Revert", icon="revert", role="quiet")
        self._problem = plain_label(is_wrapped=True)
        self._lay_out()
        self._choose.clicked.connect(self._ask_to_choose)
        self._revert.clicked.connect(self._ask_to_revert)
        theme.hub().changed.connect(self._draw_empty_frame)
        self._show_nothing()

    @property
    def words(self) -> str:
        return self._words.text()

    @property
    def choose_button(self) -> IconButton:
        return self._choose

    @property
    def revert_button(self) -> IconButton:
        return self._revert

    @property
    def has_preview(self) -> bool:
        return bool(self.name) and not self._frame.pixmap().isNull()

    def show_row(self, row: RecordRow, *, reason_closed: str) -> None:
        """Show the field of a record; `reason_closed` says why it cannot be changed."""
        held = row.working.get(self.column.path)
        name = held if isinstance(held, str) and is_picture_name(held) else ""
        if name != self.name:
            self.name = name
            self._show_nothing()
            if name:
                self.wanted.emit(name)
        self._revert.setVisible(self.column.path in row.changed)
        self._choose.set_words("Choose another…" if name else "Choose picture…")
        self._choose.setAccessibleName(f"Choose {self.column.title}")
        self._choose.setEnabled(not reason_closed)
        self._choose.setToolTip(plain_tooltip(reason_closed or self.column.about.help))
        self._show_mark(row.marked.get(self.column.path))

    def show_preview(self, name: str, image: QImage | None, words: str) -> None:
        """Show a picture that was read; one that is no longer wanted is passed over."""
        if name != self.name:
            return
        if image is not None:
            self._frame.setPixmap(_fitting(image, self.devicePixelRatioF()))
        self._say(words)

    def show_saving(self, *, is_saving: bool) -> None:
        """Tell that the picture is on its way to the disk, or there."""
        self._saved.setPixmap(
            assets.pixmap("saved" if is_saving else "check", 14, color="muted" if is_saving else "success")
        )
        self._saved.setAccessibleName("Saving" if is_saving else "Saved")
        self._saved.show()

    def forget_saving(self) -> None:
        self._saved.hide()

    def _show_mark(self, mark: FieldMark | None) -> None:
        self._problem.setVisible(mark is not None)
        if mark is not None:
            self._problem.setText(mark.message)
            theme.set_role(self._problem, mark.tone)

    def _show_nothing(self) -> None:
        self._frame.setPixmap(QPixmap())
        self._say("" if self.name else _NONE)
        self._draw_empty_frame()

    def _draw_empty_frame(self) -> None:
        if not self.name:
            self._frame.setPixmap(assets.pixmap("image", 28, color="muted"))

    def _say(self, words: str) -> None:
        self._words.setText(words)
        self._frame.setAccessibleName(f"{self.column.title}: {words}")

    def _ask_to_choose(self) -> None:
        self.choose_pressed.emit(self.column.path)

    def _ask_to_revert(self) -> None:
        self.reverted.emit(self.column.path)

    def _lay_out(self) -> None:
        self._saved.hide()
        self._revert.setAccessibleName(f"Revert {self.column.title}")
        self._frame.setFixedSize(FRAME + QSize(10, 10))
        self._frame.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.set_role(self._frame, "picture")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._saved)
        beside = QVBoxLayout()
        beside.setSpacing(6)
        beside.addWidget(self._words)
        beside.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignLeft)
        beside.addWidget(self._revert, 0, Qt.AlignmentFlag.AlignLeft)
        beside.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._frame, 0, Qt.AlignmentFlag.AlignTop)
        middle.addLayout(beside, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(middle)
        layout.addWidget(self._problem)


def _fitting(image: QImage, ratio: float) -> QPixmap:
    """Bring a picture into the frame, sharp on the screen it is on; a smaller one keeps its size."""
    most = FRAME * ratio
    if image.width() > most.width() or image.height() > most.height():
        image = image.scaled(
            most, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
