"""The tabs of the window: one per vendor, with how much waits in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabWidget

from ui import assets
from ui.models.when import plural
from ui.session import AppSession

if TYPE_CHECKING:
    from app.vendors.declaration import Vendor
    from ui.screens.vendor_tab import VendorTab


class VendorTabs(QTabWidget):
    """Empty until the workspace is open."""

    def __init__(self, session: AppSession) -> None:
        super().__init__()
        self._session = session
        self.setDocumentMode(True)
        self.setAccessibleName("Vendors and their records")
        self.setIconSize(QSize(18, 18))
        self.tabBar().setExpanding(False)
        self.tabBar().setDrawBase(False)
        self.tabBar().setAccessibleName("Vendors")

    @property
    def front(self) -> VendorTab | None:
        shown = self.currentWidget()
        return shown if self._session.is_open else None  # type: ignore[return-value]  # only vendor tabs are added

    @property
    def all_tabs(self) -> tuple[VendorTab, ...]:
        return tuple(self.widget(number) for number in range(self.count()))  # type: ignore[misc]  # as above

    def add(self, vendor: Vendor) -> VendorTab:
        """Make the tab of a vendor."""
        from ui.screens.vendor_tab import VendorTab  # noqa: PLC0415  after the first paint

        tab = VendorTab(self._session, vendor)
        self.addTab(tab, assets.vendor_icon(vendor.id), vendor.title)
        return tab

    def show_first(self) -> None:
        """Bring the tab to the front that was there when the window closed, else one with a connection."""
        remembered = str(self._session.preferences.value("window/vendor", ""))
        vendors = [tab.vendor.id for tab in self.all_tabs]
        connected = (number for number, tab in enumerate(self.all_tabs) if tab.pane is not None)
        first = vendors.index(remembered) if remembered in vendors else next(connected, 0)
        self.setCurrentIndex(first)

    def show_vendor(self, vendor_id: str) -> None:
        """Bring the tab of a vendor to the front."""
        for tab in self.all_tabs:
            if tab.vendor.id == vendor_id:
                self.setCurrentWidget(tab)

    def take_focus(self) -> None:
        """Go on in the tab that came to the front, unless somebody walks through the tabs themselves."""
        if self.front is not None and not self.tabBar().hasFocus():
            self.front.take_focus()

    def show_pending(self) -> None:
        """Say on each tab how much waits there."""
        for number, tab in enumerate(self.all_tabs):
            pending = self._session.tallies.of_vendor(tab.vendor.id).pending
            self.setTabText(number, f"{tab.vendor.title}   {pending:,}" if pending else tab.vendor.title)
            self.setTabToolTip(number, plural(pending, "pending change") if pending else "")

    def remember(self) -> None:
        """Keep which tab is in front, and how the records of each connection are laid out."""
        if self.front is not None:
            self._session.preferences.setValue("window/vendor", self.front.vendor.id)
        for tab in self.all_tabs:
            for pane in tab.panes:
                pane.records.save_layout()
