"""What stands above the history: whose pushes, what is looked for in them, and how it is listed."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QDate, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.history_values import HistoryQuery
from app.values import Connection, Outcome
from ui import assets, theme
from ui.marks import mark_of_outcome
from ui.models.when import person_locale
from ui.widgets.choice_chips import ChoiceChips
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton

TYPING_MILLISECONDS = 250
ANY, BETWEEN = "any", "between"
_SPANS = (
    (ANY, "Any time"),
    ("0", "Today"),
    ("6", "Last 7 days"),
    ("29", "Last 30 days"),
    ("364", "Last 12 months"),
    (BETWEEN, "Between two days…"),
)


class HistoryHead(QWidget):
    """`changed` says that something else is looked for; `list_chosen` is "pushes" or "records"."""

    changed = Signal()
    list_chosen = Signal(str)

    def __init__(self, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self.scope = ChoiceChips(
            (("one", connection.name, ""), ("all", "All connections", "")), name="Whose pushes to show"
        )
        self.lists = ChoiceChips(
            (("pushes", "Pushes", "history"), ("records", "Their records", "records")),
            name="List pushes or their records",
        )
        self.search = QLineEdit()
        self.outcome = QComboBox()
        self.span = QComboBox()
        self.first, self.last = QDateEdit(), QDateEdit()
        self.reset = IconButton("Show all", role="link")
        self.count = plain_label(role="muted")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MILLISECONDS)
        self._fill()
        self._lay_out()
        self._connect()
        self._show_parts()

    @property
    def query(self) -> HistoryQuery:
        since, until = self._days()
        return HistoryQuery(
            text=self.search.text().strip(),
            outcome=str(self.outcome.currentData() or ""),
            connection_id=self._connection.id if self.scope.current == "one" else None,
            since=since,
            until=until,
        )

    @property
    def list_name(self) -> str:
        return self.lists.current

    @property
    def is_waiting(self) -> bool:
        """Tell whether what was typed is not looked for yet."""
        return self._timer.isActive()

    def clear(self) -> None:
        """Look for nothing in particular."""
        for widget in (self.search, self.outcome, self.span):
            widget.blockSignals(True)  # noqa: FBT003  Qt's own argument
        self.search.clear()
        self.outcome.setCurrentIndex(0)
        self.span.setCurrentIndex(0)
        for widget in (self.search, self.outcome, self.span):
            widget.blockSignals(False)  # noqa: FBT003  as above
        self._tell()

    def look_everywhere(self) -> None:
        """Look in the pushes of all connections."""
        self.scope.select("all")
        self._tell()

    def start_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _days(self) -> tuple[datetime | None, datetime | None]:
        """*Shape*: (from then on, before then), by the clock of this computer."""
        chosen = self.span.currentData()
        if chosen == ANY:
            return None, None
        if chosen == BETWEEN:
            first, last = sorted((_midnight(self.first.date()), _midnight(self.last.date())))
            return first.astimezone(), (last + timedelta(days=1)).astimezone()
        today = _midnight(QDate.currentDate())
        return (today - timedelta(days=int(chosen))).astimezone(), None

    def _tell(self) -> None:
        self._timer.stop()
        self._show_parts()
        self.changed.emit()

    def _show_parts(self) -> None:
        is_between = self.span.currentData() == BETWEEN
        for part in (self.first, self._to, self.last):
            part.setVisible(is_between)
        self.reset.setVisible(self.query.is_narrowed)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._tell)
        self.search.textChanged.connect(self._timer.start)
        self.search.returnPressed.connect(self._tell)
        self.outcome.currentIndexChanged.connect(self._tell)
        self.span.currentIndexChanged.connect(self._tell)
        for day in (self.first, self.last):
            day.dateChanged.connect(self._timer.start)
        self.scope.chosen.connect(self._tell)
        self.lists.chosen.connect(self.list_chosen)
        self.reset.clicked.connect(self.clear)

    def _fill(self) -> None:
        self.search.setPlaceholderText("Find in the history  (Ctrl+F)")
        self.search.setAccessibleName("Find in the history")
        self.search.setToolTip("Any text of a record, the vendor's words or its id of a request, a comment")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(assets.icon("find", color="muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.outcome.setAccessibleName("Only with the outcome")
        self.outcome.addItem("Any outcome", "")
        for one in Outcome:
            mark = mark_of_outcome(one.value)
            self.outcome.addItem(assets.icon(mark.icon_name), f"With {mark.title.lower()}", one.value)
        self.span.setAccessibleName("When it was pushed")
        for name, title in _SPANS:
            self.span.addItem(title, name)
        for day, words in ((self.first, "From the day"), (self.last, "To the day")):
            day.setCalendarPopup(True)
            day.setLocale(person_locale())
            day.setDate(QDate.currentDate())
            day.setAccessibleName(words)
        self.first.setDate(QDate.currentDate().addDays(-6))

    def _lay_out(self) -> None:
        self._to = plain_label("to", role="muted")
        top = QHBoxLayout()
        top.setSpacing(theme.PAGE)
        top.addWidget(plain_label("History", role="heading"))
        top.addWidget(self.scope, 1)
        top.addWidget(self.lists)
        tools = QWidget()
        flow = FlowLayout(tools, gap=theme.GAP)
        self.search.setMinimumWidth(300)
        for part in (
            self.search, self.outcome, self.span, self.first, self._to, self.last, self.reset, self.count
        ):  # fmt: skip
            flow.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.GAP + 4, theme.PAGE, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addLayout(top)
        column.addWidget(tools)


def _midnight(day: QDate) -> datetime:
    return datetime(day.year(), day.month(), day.day())  # noqa: DTZ001  made aware where it is used
