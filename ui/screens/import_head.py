"""The upper part of an import: how the file was read, and which column feeds which field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.intake.values import NO_HEADER, Mapping
from ui.screens.import_calls import ReadFile
from ui.screens.import_edit_calls import Readings
from ui.widgets.encoding_chooser import EncodingChooser
from ui.widgets.mapping_panel import MappingPanel
from ui.widgets.read_as_strip import ReadAsStrip

if TYPE_CHECKING:
    from pathlib import Path

    from app.vendors.declaration import Kind


class ImportHead(QWidget):
    """`read_again` carries a FileToRead, `mapping_changed` a mapping for what was read."""

    read_again = Signal(object)
    mapping_changed = Signal(object)
    readings_wanted = Signal(object)
    """*Shape*: the path of the file"""

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file: ReadFile | None = None
        self.strip = ReadAsStrip()
        self.mapping = MappingPanel(kind)
        self.encodings = EncodingChooser(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.mapping)
        self._connect()

    def show_file(self, file: ReadFile, *, is_new: bool) -> None:
        """Say how a file was read. The mapping step opens by itself where a column feeds nothing yet."""
        self._file = file
        reading = file.reading
        self.strip.setVisible(reading is not None)
        has_header = reading is not None and bool(reading.header)
        if reading is not None:
            self.strip.show_reading(file.file_name, reading, file.mapping)
            self.strip.set_changeable(is_changeable=file.source is not None)
            self.strip.columns.setVisible(has_header)
            self.mapping.show_mapping(reading, file.mapping, is_remembered=file.is_remembered)
        if is_new or not has_header or file.proposal is None:
            is_open = has_header and self.mapping.needs_a_look() and not file.is_remembered
            self.strip.columns.setChecked(is_open)
            self.mapping.setVisible(is_open)

    def show_readings(self, readings: Readings) -> None:
        """Show how the lines that tell read in every encoding."""
        self.encodings.show_readings(readings)

    def _again(self, *, mapping: Mapping = (), **wanted: Any) -> None:  # noqa: ANN401  fields of Wanted by name
        if self._file is not None and self._file.source is not None:
            source, proposal = self._file.source, self._file.proposal
            replaces = proposal.id if proposal else source.replaces
            how = replace(source.wanted, **wanted)
            self.read_again.emit(replace(source, wanted=how, mapping=mapping, replaces=replaces))

    def _open_encodings(self) -> None:
        if self._file is not None and self._file.source is not None and self._file.reading is not None:
            self.encodings.open_at(self.strip.below_encoding(), self._file.reading.encoding)
            place: Path = self._file.source.path
            self.readings_wanted.emit(place)

    def _choose_encoding(self, encoding: str) -> None:
        self._again(encoding=encoding)

    def _choose_delimiter(self, delimiter: str) -> None:
        self._again(delimiter=delimiter)

    def _choose_quote(self, quote: str) -> None:
        self._again(quote=quote)

    def _choose_header_row(self, row: int) -> None:
        self._again(header_row=row)

    def _choose_no_header(self) -> None:
        self._again(header_row=NO_HEADER)

    def _choose_sheet(self, sheet: str) -> None:
        self._again(sheet=sheet, header_row=0)

    def _choose_mapping(self, mapping: Mapping) -> None:
        """Match anew what was read; a file of which nothing could be read is read once more."""
        if self._file is not None and self._file.proposal is not None:
            self.mapping_changed.emit(mapping)
        else:
            self._again(mapping=mapping)

    def _connect(self) -> None:
        strip = self.strip
        strip.encoding_pressed.connect(self._open_encodings)
        strip.delimiter_chosen.connect(self._choose_delimiter)
        strip.quote_chosen.connect(self._choose_quote)
        strip.header_row_chosen.connect(self._choose_header_row)
        strip.sheet_chosen.connect(self._choose_sheet)
        strip.mapping_toggled.connect(self.mapping.setVisible)
        self.encodings.chosen.connect(self._choose_encoding)
        self.mapping.mapping_changed.connect(self._choose_mapping)
        self.mapping.no_header_pressed.connect(self._choose_no_header)
