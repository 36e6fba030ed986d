"""Import: files one after another, each read, looked at, and kept or rejected."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.intake.values import Proposal
from app.jobs import Progress
from app.values import Connection
from ui import theme
from ui.jobs import Lane
from ui.models.when import plural
from ui.screens.import_calls import FileToRead, KeptFile, ReadFile, finding_proposals
from ui.screens.import_files import ProposalFiles
from ui.screens.import_kept import kept_notice
from ui.screens.import_page import ProposalPage
from ui.screens.import_runs import ImportRuns
from ui.screens.import_sources import TableSources
from ui.session import AppSession
from ui.widgets.empty_state import EmptyState
from ui.widgets.job_strip import JobStrip
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.words import padded


class ImportScreen(QWidget):
    """A stack of: nothing here yet, reading, and the file that was read."""

    closed = Signal()
    kept = Signal(object)
    """*Shape*: KeptNotice"""
    proposals_changed = Signal()

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.connection = connection
        self._kind = session.kind_of(connection)
        self.setAccessibleName(f"Import into {self._kind.title}, {connection.name}")
        self._waiting: deque[FileToRead | Proposal] = deque()
        self._can_widen = False
        title = f"Import into {self._kind.title} · {connection.name}"
        self.sources = TableSources(session, self, title=title)
        self.runs = ImportRuns(session, connection, self)
        self.notice = NoticeBar()
        self.empty = EmptyState(
            "Drop a table on the window",
            "A CSV file, a workbook, or cells that you copied (Ctrl+V). Its rows become proposals: you see what"
            f" each does to {self._kind.title} in {connection.name} before you keep any. Nothing is sent.",
            "Choose a file…",
            icon="drop",
            second="Back to the records",
        )
        self.reading = JobStrip()
        self.page = ProposalPage(session, connection)
        self._files = ProposalFiles(self.page)
        self._lay_out()
        self._connect()
        QTimer.singleShot(0, self, self._look_for_proposals)

    @property
    def has_proposals(self) -> bool:
        return self.page.proposal is not None or bool(self._waiting)

    @property
    def is_busy(self) -> bool:
        return self.runs.is_busy

    def offer(self, paths: Sequence[Path]) -> None:
        """Read files, one after another; what is on the screen now is decided first."""
        self._waiting.extend(FileToRead(path) for path in paths)
        if len(paths) > 1:
            self._say(f"{plural(len(paths), 'file')} come in, one after another.")
        if not self.is_busy and not self._is_deciding():
            self._next()
        else:
            self._show_waiting()

    def _is_deciding(self) -> bool:
        return self._stack.currentWidget() is self.page and self.page.proposal is not None

    def _next(self) -> None:
        self.page.forget()
        if self._can_widen:  # it was about a file that is decided on
            self._can_widen = False
            self.notice.clear()
        if not self._waiting:
            self._stack.setCurrentWidget(self.empty)
            if self.isVisible():  # it is made behind the records, whose keys it must not take
                self.empty.button.setFocus()
            self.proposals_changed.emit()
            return
        following = self._waiting.popleft()
        self._show_waiting()
        if isinstance(following, Proposal):
            read = ReadFile(None, following.file_name, following.reading, following.mapping, following)
            self._take_read(read)
        else:
            self._read(following)

    def _read(self, source: FileToRead) -> None:
        """Read a file; what it was read as before stays on the screen meanwhile."""
        if self.is_busy:
            return
        title = f"Reading {source.path.name}"
        if self.page.file is None:
            self.reading.start(title)
            self._stack.setCurrentWidget(self._reading_page)
        else:
            self.page.set_busy(title)
        self.runs.read_file(source)

    def _show_progress(self, progress: Progress) -> None:
        self.reading.show_progress(progress)
        self.page.show_progress(progress)

    def _take_read(self, read: ReadFile) -> None:
        if self.page.file is not None:
            self.page.set_busy("")
        self.page.show_file(read)
        self._stack.setCurrentWidget(self.page)
        self.proposals_changed.emit()

    def _take_error(self, error: BaseException) -> None:
        self.page.set_busy("")
        self.notice.show_error(error)
        self._back_to_page()

    def _take_stop(self) -> None:
        self.page.set_busy("")
        self._say("Stopped. Nothing of the file was kept.")
        self._back_to_page()

    def _back_to_page(self) -> None:
        """Show the file as it was read before, or what comes next where it never was."""
        if self.page.proposal is not None:
            self._stack.setCurrentWidget(self.page)
        else:
            self._next()

    def _keep(self, rows: tuple[range, ...] | None) -> None:
        proposal = self.page.proposal
        if proposal is None or self.is_busy:
            return
        self.page.set_busy(f"Keeping {proposal.file_name}")
        self.runs.keep(proposal, filter_name=self.page.filter_name, rows=rows)

    def _take_kept(self, kept: KeptFile) -> None:
        self.session.changes.announce(kept.kept.changed_records)
        notice = kept_notice(kept.kept, kept.tallies, has_errors=kept.has_errors)
        is_last = kept.left is None and not self._waiting
        if is_last:
            # The records first: what changes on this screen is then laid out once, when it is seen again.
            self.kept.emit(notice)
        self.page.set_busy("")
        if kept.left is not None:
            self.page.show_left(kept.left)
        else:
            self._next()
        if is_last:
            self.notice.clear()
        else:
            self.notice.show_notice(notice.text, severity=notice.severity, detail=notice.detail)

    def _reject(self, rows: tuple[range, ...] | None) -> None:
        proposal = self.page.proposal
        if proposal is not None and not self.is_busy:
            self.runs.reject(proposal, filter_name=self.page.filter_name, rows=rows)

    def _take_rejected(self, left: Proposal | None) -> None:
        if left is not None:
            self.page.show_left(left)
            return
        is_last = not self._waiting
        self._next()
        if is_last:
            self.closed.emit()

    def _say(self, words: str) -> None:
        self._can_widen = False
        self.notice.show_notice(words)

    def _say_narrowed(self, words: str) -> None:
        self.notice.show_notice(words, button="Put back")
        self._can_widen = True

    def _press_notice(self) -> None:
        if self._can_widen:
            self.page.edits.widen()
        self._can_widen = False
        self.notice.clear()

    def _skip(self) -> None:
        """Leave a file that cannot be imported."""
        is_last = not self._waiting
        self._next()
        if is_last:
            self.closed.emit()

    def _stop(self) -> None:
        self.page.edits.stop()
        self.runs.stop()

    def _look_for_proposals(self) -> None:
        if self.session.is_open:
            work = finding_proposals(self.session.workspace, self._kind.id, self.connection.id)
            self.session.jobs.run(work, done=self._take_proposals, lane=Lane.READ)

    def _take_proposals(self, found: tuple[Proposal, ...]) -> None:
        """Offer what an earlier session left, after what was dropped since."""
        shown = self.page.proposal.id if self.page.proposal else 0
        self._waiting.extend(one for one in found if one.id != shown)
        if not self.is_busy and not self._is_deciding():
            self._next()

    def _show_waiting(self) -> None:
        names = (one.file_name if isinstance(one, Proposal) else one.path.name for one in self._waiting)
        self.page.show_waiting(tuple(names))

    def _connect(self) -> None:
        sources, runs = self.sources, self.runs
        sources.found.connect(self.offer)
        sources.told.connect(self._say)
        sources.failed.connect(self._take_error)
        runs.read.connect(self._take_read)
        runs.kept.connect(self._take_kept)
        runs.rejected.connect(self._take_rejected)
        runs.failed.connect(self._take_error)
        runs.stopped.connect(self._take_stop)
        runs.progressed.connect(self._show_progress)
        self.empty.activated.connect(sources.choose)
        self.empty.second_activated.connect(self.closed)
        self.reading.stop_pressed.connect(self._stop)
        self.page.stop_pressed.connect(self._stop)
        self.page.read_again.connect(self._read)
        self.page.keep_pressed.connect(self._keep)
        self.page.reject_pressed.connect(self._reject)
        self.page.choose_pressed.connect(self.sources.choose)
        self.page.skip_pressed.connect(self._skip)
        self.page.failed.connect(self.notice.show_error)
        self.page.edits.told.connect(self._say)
        self.page.edits.narrowed.connect(self._say_narrowed)
        self.notice.activated.connect(self._press_notice)
        # Where a line is being written, the key pastes into it.
        QShortcut(
            QKeySequence.StandardKey.Paste,
            self,
            self.sources.paste,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )

    def _lay_out(self) -> None:
        self._reading_page = QWidget()
        inside = QVBoxLayout(self._reading_page)
        inside.setContentsMargins(theme.PAGE * 3, theme.PAGE * 3, theme.PAGE * 3, theme.PAGE)
        inside.addWidget(self.reading)
        inside.addStretch(1)
        self._stack = QStackedWidget()
        for page in (self.empty, self._reading_page, self.page):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(padded(self.notice))
        column.addWidget(self._stack, 1)
