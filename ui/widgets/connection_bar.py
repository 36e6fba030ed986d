"""The head of a vendor's tab: which connection, which environment, which page of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.values import Connection
from ui import assets, theme
from ui.models.when import number_text
from ui.widgets.badge import Badge
from ui.widgets.words import IconButton, IconLabel

PAGES = (("records", "Records", "records"), ("review", "Review", "review"), ("history", "History", "history"))
_PAGE_TIPS = {"records": "Ctrl+G", "review": "Ctrl+S", "history": "Ctrl+Shift+H"}


class ConnectionBar(QFrame):
    """`command` is "add", "test", "edit" or "remove"."""

    connection_chosen = Signal(object)
    page_chosen = Signal(str)
    command = Signal(str)

    def __init__(self, vendor_title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "strip")
        self.setAccessibleName(f"{vendor_title} connection")
        self._connections: tuple[Connection, ...] = ()
        self._choice = QComboBox()
        self._choice.setAccessibleName(f"{vendor_title} connection")
        self._choice.setMinimumWidth(110)
        self._choice.setMaximumWidth(330)
        self._choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._badge = Badge("Test", color="test", background="test_soft")
        self._production = self._made_production_strip()
        self._commands: dict[str, QToolButton] = {}
        self._segments: dict[str, QPushButton] = {}
        self._lay_out()
        self._choice.activated.connect(self._choose)
        theme.hub().changed.connect(self._draw)
        self._draw()

    @property
    def current(self) -> Connection | None:
        index = self._choice.currentIndex()
        return self._connections[index] if 0 <= index < len(self._connections) else None

    def show_connections(self, connections: tuple[Connection, ...], current: Connection | None) -> None:
        """List the connections with one chosen."""
        self._connections = connections
        self._choice.clear()
        for one in connections:
            words = f"{one.name}  —  PRODUCTION" if one.environment == "production" else one.name
            self._choice.addItem(words)
        if current in connections:
            self._choice.setCurrentIndex(connections.index(current))
        self._show_environment()

    def show_page(self, page: str) -> None:
        """Mark the page that is shown; an import belongs to the records."""
        self._segments.get(page, self._segments["records"]).setChecked(True)

    def show_pending(self, pending: int) -> None:
        self._segments["review"].setText(f"Review  {number_text(pending)}" if pending else "Review")

    def _choose(self, _index: int) -> None:
        self._show_environment()
        self.connection_chosen.emit(self.current)

    def _show_environment(self) -> None:
        connection = self.current
        is_production = connection is not None and connection.environment == "production"
        self._badge.set_text("PRODUCTION" if is_production else "Test")
        self._badge.set_colors(
            color="production_text" if is_production else "test",
            background="production" if is_production else "test_soft",
        )
        self._badge.setVisible(connection is not None)
        self._badge.setToolTip(
            "Pushes change real data." if is_production else "Pushes go to a test environment."
        )
        self._production.setVisible(is_production)
        for name, button in self._commands.items():
            button.setEnabled(name == "add" or connection is not None)
        for segment in self._segments.values():
            segment.setEnabled(connection is not None)

    def _press(self, name: str) -> None:
        self.command.emit(name)

    def _press_page(self, name: str) -> None:
        self.page_chosen.emit(name)

    def _draw(self) -> None:
        for name, button in self._commands.items():
            button.setIcon(assets.icon(name if name != "remove" else "delete"))

    def _made_production_strip(self) -> QFrame:
        strip = QFrame()
        theme.set_role(strip, "production")
        strip.setFixedHeight(5)
        strip.setAccessibleName("Production environment")
        return strip

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(theme.PAGE, 8, theme.PAGE, 8)
        row.setSpacing(6)
        row.addWidget(IconLabel("connect", 18))
        row.addWidget(self._choice)
        row.addWidget(self._badge)
        row.addSpacing(4)
        for name, words in (
            ("test", "Test this connection"),
            ("edit", "Edit this connection…"),
            ("remove", "Remove this connection…"),
            ("add", "Add a connection…"),
        ):
            row.addWidget(self._made_command(name, words))
        row.addStretch(1)
        row.addWidget(self._made_segments())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._production)
        layout.addLayout(row)

    def _made_command(self, name: str, words: str) -> QToolButton:
        button = QToolButton()
        theme.set_role(button, "quiet")
        button.setIconSize(QSize(18, 18))
        button.setToolTip(words)
        button.setAccessibleName(words.rstrip("…"))
        button.clicked.connect(partial(self._press, name))
        self._commands[name] = button
        return button

    def _made_segments(self) -> QFrame:
        frame = QFrame()
        theme.set_role(frame, "segments")
        row = QHBoxLayout(frame)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        group = QButtonGroup(self)
        for page, title, icon in PAGES:
            segment = IconButton(title, role="segment", icon=icon)
            segment.setCheckable(True)
            segment.setToolTip(_PAGE_TIPS[page])
            segment.clicked.connect(partial(self._press_page, page))
            group.addButton(segment)
            row.addWidget(segment)
            self._segments[page] = segment
        self._segments["records"].setChecked(True)
        return frame
