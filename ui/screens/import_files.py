"""What a proposal gives to files and takes from them: rows with errors, and its mapping."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.dialogs import files

if TYPE_CHECKING:
    from ui.screens.import_page import ProposalPage


class ProposalFiles(QObject):
    """Asks where to, and leaves the rest to the edits of a page."""

    def __init__(self, page: ProposalPage) -> None:
        super().__init__(page)
        self._page = page
        page.footer.export_pressed.connect(self._export_wrong)
        page.head.mapping.export_pressed.connect(self._save_mapping)
        page.head.mapping.import_pressed.connect(self._read_mapping)

    def _name(self, end: str) -> str:
        proposal = self._page.proposal
        return f"{Path(proposal.file_name).stem}{end}" if proposal else ""

    def _export_wrong(self) -> None:
        name = self._name(" - rows with errors.csv")
        place = files.ask_where_to_export(self._page, name=name, title="Export rows with errors")
        if place is not None:
            self._page.edits.export_wrong(place)

    def _save_mapping(self) -> None:
        place = files.ask_where_to_save_mapping(self._page, self._name(" mapping.json"))
        if place is not None:
            self._page.edits.save_mapping(place)

    def _read_mapping(self) -> None:
        place = files.ask_for_mapping(self._page)
        if place is not None:
            self._page.edits.read_mapping(place)
