"""Shows a request exactly as it is sent, secrets masked, with the lines of one record marked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from PySide6.QtGui import QColor, QTextCursor, QTextFormat
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from app.values import JournalledRequest, RequestPreview
from ui import theme
from ui.models.request_words import facts
from ui.widgets.plain import plain_label
from ui.widgets.words import IconButton

INDENT = 2


class RequestView(QWidget):
    """Method, address, headers and body; plain, selectable text with a button that copies it all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Request")
        self._title = plain_label(role="strong")
        self._facts = plain_label(role="muted", is_wrapped=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Text of the request")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(theme.monospace(self.text.font()))
        self.text.setTabChangesFocus(True)
        self._copy = IconButton("Copy", role="quiet", icon="copy")
        self._copy.clicked.connect(self._copy_all)
        self._marked: tuple[int, int] | None = None
        self._lay_out()
        theme.hub().changed.connect(self._mark)

    def show_preview(self, preview: RequestPreview, key: str) -> None:
        """Show what would be sent, the lines of the record `key` marked."""
        others = len(preview.keys) - 1
        about = (
            f"One request for this record and {others} more" if others > 0 else "The request for this record"
        )
        self._title.setText(about)
        head = _head(preview.method, preview.url, preview.headers)
        body = pretty(preview.body)
        self._show(f"{head}\n\n{body}", _lines_of(body, key, after=head.count("\n") + 2))

    def show_journalled(self, request: JournalledRequest) -> None:
        """Show what was sent and what came back."""
        self._title.setText(f"{request.method} {request.operation}")
        self._show(_journalled(request), None, facts(request))

    def show_many(self, requests: Sequence[JournalledRequest], nothing: str) -> None:
        """Show several requests one below the other, or say why there is none."""
        if len(requests) == 1:
            self.show_journalled(requests[0])
            return
        self._title.setText(f"{len(requests)} requests, in their order" if requests else nothing)
        parts = (f"— {one.method} {one.operation} —\n{facts(one)}\n\n{_journalled(one)}" for one in requests)
        self._show("\n\n\n".join(parts), None)

    def show_words(self, title: str, text: str = "") -> None:
        """Say why there is no request to show."""
        self._title.setText(title)
        self._show(text, None)

    def _show(self, text: str, marked: tuple[int, int] | None, told: str = "") -> None:
        self.text.setPlainText(text)
        self._facts.setText(told)
        self._facts.setVisible(bool(told))
        self._copy.setEnabled(bool(text))
        self._marked = marked
        self._mark()
        if marked:
            cursor = QTextCursor(self.text.document().findBlockByNumber(marked[0]))
            self.text.setTextCursor(cursor)
            self.text.centerCursor()

    def _mark(self) -> None:
        selections = []
        if self._marked:
            soft: QColor = theme.current().accent_soft
            for number in range(self._marked[0], self._marked[1] + 1):
                selection = QTextEdit.ExtraSelection()
                selection.cursor = QTextCursor(self.text.document().findBlockByNumber(number))
                selection.format.setBackground(soft)
                selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)  # noqa: FBT003
                selections.append(selection)
        self.text.setExtraSelections(selections)

    def _copy_all(self) -> None:
        self.text.selectAll()
        self.text.copy()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self._facts)
        column.addWidget(self.text, 1)


def pretty(body: str) -> str:
    """Indent a JSON body; anything else stays as it is."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=INDENT)
    except ValueError:
        return body


def _journalled(request: JournalledRequest) -> str:
    head = _head(request.method, request.url, request.headers)
    status = f"{request.status}" if request.status is not None else "no answer"
    said = f"\n{request.message}" if request.message else ""
    answer = f"— Answer: {status} —{said}\n\n{pretty(request.answer)}".rstrip()
    return f"{head}\n\n{pretty(request.body)}\n\n{answer}"


def _head(method: str, url: str, headers: Mapping[str, str]) -> str:
    return "\n".join((f"{method} {url}", *(f"{name}: {value}" for name, value in headers.items())))


def _lines_of(body: str, key: str, *, after: int) -> tuple[int, int] | None:
    """Find the first and last line of the object that holds the key, counted from the top of the text."""
    lines = body.split("\n")
    wanted = json.dumps(key, ensure_ascii=False)
    for number, line in enumerate(lines):
        if line.strip().rstrip(",").endswith(f": {wanted}"):
            return _object_around(lines, number, after=after)
    return None


def _object_around(lines: list[str], number: int, *, after: int) -> tuple[int, int]:
    depth = _indent(lines[number])
    first = next((at for at in range(number, -1, -1) if _indent(lines[at]) < depth), 0)
    last = next((at for at in range(number, len(lines)) if _indent(lines[at]) < depth), len(lines) - 1)
    return first + after, last + after


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
