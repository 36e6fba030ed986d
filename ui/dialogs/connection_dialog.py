"""One connection as a form made from its vendor's declaration, with a test and its result in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.errors import CredentialError
from app.jobs import JobContext
from app.values import Connection, Environment
from ui import theme
from ui.jobs import Lane
from ui.session import AppSession
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.options_form import OptionsForm
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton

if TYPE_CHECKING:
    from app.vendors.declaration import CredentialField, Vendor

_WIDTH = 560
_HIGHEST = 800
_NOTICE = 60
_FRAME = 48  # pixels that a window manager puts around it
_BETWEEN = 8  # pixels between one field with its help and the next

_CONSEQUENCES: dict[Environment, str] = {
    "test": "Test — for trying things out; nobody's real data.",
    "production": "Production — pushes change real data. It is shown in red everywhere.",
}


@dataclass(frozen=True)
class Entry:
    """What stands in the form. Secrets that were left blank keep what is stored."""

    name: str
    base_url: str
    environment: Environment
    options: Mapping[str, Any]
    secrets: Mapping[str, str]
    for_session_only: bool = False


class ConnectionDialog(QDialog):
    """`saved` carries the connection once it is stored. Nothing is sent unless Test is pressed."""

    saved = Signal(object)

    def __init__(
        self,
        session: AppSession,
        vendor: Vendor,
        connection: Connection | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._vendor = vendor
        self._connection = connection
        self._tests_after_saving = False
        self._retries_for_session = False
        self._focus_before: QWidget | None = None
        self.setWindowTitle(f"Edit {connection.name}" if connection else f"Connect {vendor.title}")
        self.setMinimumWidth(520)
        self.notice = NoticeBar()
        self.name = self._line("Name", "What you call it, such as Nordic test")
        self.base_url = self._line("Address", vendor.default_url)
        self.secrets: dict[str, QLineEdit] = {}
        self.environments: dict[Environment, QRadioButton] = {}
        self.options = OptionsForm(vendor, connection.options if connection else {})
        self.test = IconButton("Save and test", icon="test")
        self.save_button = IconButton("Save", role="primary")
        self.cancel = IconButton("Cancel")
        self._lay_out()
        self._fill()
        self._connect()
        self._fit()

    def entry(self, *, for_session_only: bool = False) -> Entry:
        """Read the form."""
        is_production = self.environments["production"].isChecked()
        return Entry(
            name=self.name.text().strip(),
            base_url=self.base_url.text().strip(),
            environment="production" if is_production else "test",
            options=self.options.values(),
            secrets={name: line.text() for name, line in self.secrets.items() if line.text()},
            for_session_only=for_session_only,
        )

    def save(self, *, for_session_only: bool = False) -> None:
        """Store the form in a job; what is wrong is said in the form."""
        self._set_busy(is_busy=True)
        work = partial(
            _save, self._session, self._vendor, self._connection, self.entry(for_session_only=for_session_only)
        )
        self._session.jobs.run(
            work, done=self._take_saved, failed=self._take_error, lane=Lane.WRITE, title="Saving"
        )

    def _save_only(self) -> None:
        self._tests_after_saving = False
        self.save()

    def _save_and_test(self) -> None:
        self._tests_after_saving = True
        self.save()

    def _take_saved(self, connection: Connection) -> None:
        self._connection = connection
        for line in self.secrets.values():
            line.clear()
            line.setPlaceholderText("stored; leave blank to keep")
        self._session.reload_connections()
        self.saved.emit(connection)
        if not self._tests_after_saving:
            self.accept()
            return
        self.notice.show_notice(f"Asking {self._vendor.title}…", is_closable=False)
        work = partial(_test, self._session, connection)
        self._session.jobs.run(
            work, done=self._take_verdict, failed=self._take_error, lane=Lane.LONG, title="Testing"
        )

    def _take_verdict(self, words: str) -> None:
        self._set_busy(is_busy=False)
        self.cancel.hide()  # there is nothing left to cancel
        self.save_button.set_words("Close")
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.notice.show_notice(words, severity="success")

    def _take_error(self, error: BaseException) -> None:
        self._set_busy(is_busy=False)
        self._retries_for_session = isinstance(error, CredentialError) and bool(self.entry().secrets)
        button = "Use for this session only" if self._retries_for_session else ""
        self.notice.show_error(error, button=button)

    def _use_notice_button(self) -> None:
        if self._retries_for_session:
            self.save(for_session_only=True)

    def _set_busy(self, *, is_busy: bool) -> None:
        """Keep the buttons from a second press; the focus is where it was afterwards."""
        if is_busy:
            self._focus_before = self.focusWidget()
        for button in (self.test, self.save_button):
            button.setEnabled(not is_busy)
        if not is_busy and self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        connection = self._connection
        self.name.setText(connection.name if connection else f"{self._vendor.title} test")
        self.base_url.setText(connection.base_url if connection else self._vendor.default_url)
        self.environments[connection.environment if connection else "test"].setChecked(True)
        if connection is None:
            self.name.selectAll()

    def _connect(self) -> None:
        self.test.clicked.connect(self._save_and_test)
        self.save_button.clicked.connect(self._save_only)
        self.notice.activated.connect(self._use_notice_button)

    def _line(self, name: str, placeholder: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setPlaceholderText(placeholder)
        return line

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        _add_field(column, "Name", self.name)
        column.addWidget(plain_label("Environment", role="strong"))
        column.addWidget(self._made_environments())
        column.addSpacing(_BETWEEN)
        _add_field(column, "Address", self.base_url)
        if self._vendor.sign_in_help:
            column.addWidget(plain_label(self._vendor.sign_in_help, role="muted", is_wrapped=True))
        for field in self._vendor.credentials:
            _add_field(column, field.title, self._made_secret(field), field.help)
        column.addWidget(
            plain_label("Kept in the keyring of this computer, never in a file.", role="muted", is_wrapped=True)
        )
        column.addWidget(self.options)
        column.addStretch(1)
        self._fields = column
        area = self._area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the keys
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(body)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(plain_label(self.windowTitle(), role="heading"))
        layout.addWidget(self.notice)
        layout.addWidget(area, 1)
        layout.addLayout(self._made_buttons())

    def _fit(self) -> None:
        """Take the height that all fields need, and room for a notice above them."""
        sides = self._column.contentsMargins()
        fields = self._fields.totalHeightForWidth(_WIDTH - sides.left() - sides.right())
        around = self._column.sizeHint().height() - self._area.sizeHint().height()
        highest = min(_HIGHEST, self.screen().availableGeometry().height() - _FRAME)
        self.resize(_WIDTH, min(fields + around + _NOTICE, highest))

    def _made_environments(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        group = QButtonGroup(self)
        for environment, words in _CONSEQUENCES.items():
            button = QRadioButton(words)
            button.setAccessibleName(environment.capitalize())
            group.addButton(button)
            column.addWidget(button)
            self.environments[environment] = button
        return box

    def _made_secret(self, field: CredentialField) -> QLineEdit:
        line = self._line(field.title, "" if self._connection is None else "stored; leave blank to keep")
        if field.is_secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        self.secrets[field.name] = line
        return line

    def _made_buttons(self) -> QHBoxLayout:
        self.cancel.clicked.connect(self.reject)
        self.save_button.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.test)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.save_button)
        return row


def _add_field(column: QVBoxLayout, title: str, line: QLineEdit, text: str = "") -> None:
    label = plain_label(title, role="strong")
    label.setBuddy(line)
    column.addWidget(label)
    column.addWidget(line)
    if text:
        line.setAccessibleDescription(text)
        column.addWidget(plain_label(text, role="muted", is_wrapped=True))
    column.addSpacing(_BETWEEN)


def _save(
    session: AppSession, vendor: Vendor, connection: Connection | None, entry: Entry, context: JobContext
) -> Connection:
    from app.services import connections  # noqa: PLC0415  after the first paint

    if connection is None:
        return connections.add_connection(
            session.workspace,
            vendor=vendor.id,
            name=entry.name,
            base_url=entry.base_url,
            environment=entry.environment,
            options=entry.options,
            secrets=entry.secrets,
            for_session_only=entry.for_session_only,
        )
    return connections.edit_connection(
        session.workspace,
        connection.id,
        name=entry.name,
        base_url=entry.base_url,
        environment=entry.environment,
        options=entry.options,
        secrets=entry.secrets or None,
        for_session_only=entry.for_session_only,
        context=context,
    )


def _test(session: AppSession, connection: Connection, context: JobContext) -> str:
    from app.services import connections  # noqa: PLC0415  after the first paint

    return connections.test_connection(session.workspace, context, connection.id)
