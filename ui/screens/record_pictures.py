"""Pictures of a record: choosing or dropping one, and reading what is attached for the preview."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QObject, Qt
from PySide6.QtGui import QImage, QImageReader

from app.jobs import JobContext
from app.services.read_picture import Picture, read_picture
from ui.edits import RecordEdits
from ui.jobs import Lane
from ui.models.record_row import name_of
from ui.screens.record_form import RecordForm
from ui.session import AppSession
from ui.widgets.picture_row import FRAME, PictureRow

if TYPE_CHECKING:
    from app.workspace import Workspace

_SHARPEST = 3  # a screen at 300 %
_MOST_MEGABYTES = 128  # what decoding one preview may take; a larger picture is sent, not shown


@dataclass(frozen=True)
class Preview:
    """A picture made ready off the UI thread. `image` is None where it cannot be drawn."""

    path: str
    name: str
    image: QImage | None
    words: str


class RecordPictures(QObject):
    """Answers the picture rows of a form."""

    def __init__(self, session: AppSession, form: RecordForm, edits: RecordEdits) -> None:
        super().__init__(form)
        self._session, self._form, self._edits = session, form, edits
        for row in form.pictures.values():
            row.wanted.connect(partial(self._read, row.column.path))
            row.choose_pressed.connect(self.choose)

    @property
    def target(self) -> str:
        """Name where a dropped picture would go: “Logo of Kontor Nord”; "" where there is no such place."""
        row, shown = self._row, self._form.row
        if row is None or shown is None or not row.choose_button.isEnabled():
            return ""
        return f"{row.column.title} of {name_of(self._edits.kind, shown) or 'this record'}"

    def choose(self, path: str) -> None:
        """Ask for a picture and attach it."""
        from ui.dialogs.files import ask_for_picture  # noqa: PLC0415  at first use

        shown = self._form.row
        file = ask_for_picture(self._form)
        if file is not None and shown is not None:
            self._edits.attach(shown.record.id, path, file)

    def take(self, file: Path) -> None:
        """Attach a dropped picture to the record that is shown."""
        row, shown = self._row, self._form.row
        if row is not None and shown is not None:
            self._edits.attach(shown.record.id, row.column.path, file)

    @property
    def _row(self) -> PictureRow | None:
        return next(iter(self._form.pictures.values()), None)

    def _read(self, path: str, name: str) -> None:
        work = partial(_preview, self._session.workspace, path, name)
        self._session.jobs.run(work, done=self._show, lane=Lane.READ)

    def _show(self, preview: Preview) -> None:
        row = self._form.pictures[preview.path]
        row.show_preview(preview.name, preview.image, preview.words)


def _preview(workspace: Workspace, path: str, name: str, _context: JobContext) -> Preview:
    picture = read_picture(workspace, name)
    if picture is None:
        return Preview(path, name, None, "Its file is no longer in the workspace. Choose it again.")
    image = decoded(picture)
    words = picture_text(picture)
    if image is None:
        words += "\nIt cannot be drawn here: the file may be damaged. Choose another, or look at it first."
    return Preview(path, name, image, words)


def picture_text(picture: Picture) -> str:
    """Say what is attached: “PNG, 240 × 120, 14 kB”."""
    kind = picture.name.rpartition(".")[2].upper().replace("JPG", "JPEG")
    size = max(1, round(len(picture.data) / 1000))
    return f"{kind}, {picture.width:,} × {picture.height:,} pixels, {size:,} kB"


def decoded(picture: Picture) -> QImage | None:
    """Decode a picture as the kind its own first bytes say, within a limit of memory; None where it fails."""
    buffer = QBuffer()
    buffer.setData(QByteArray(picture.data))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(picture.name.rpartition(".")[2].encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    most = FRAME * _SHARPEST
    size = reader.size()
    if size.isValid() and (size.width() > most.width() or size.height() > most.height()):
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
