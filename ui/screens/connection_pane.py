"""Everything about one connection: its records, review, history, imports and the push under way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.values import Changed, Connection, PushOptions
from ui.session import AppSession

if TYPE_CHECKING:
    from ui.screens.history_screen import HistoryScreen
    from ui.screens.import_kept import KeptNotice
    from ui.screens.import_screen import ImportScreen
    from ui.screens.push_strip import PushStrip
    from ui.screens.records_screen import RecordsScreen
    from ui.screens.review_screen import ReviewScreen


class ConnectionPane(QWidget):
    """A stack of screens under the strip of the running push. Screens are made at first use."""

    page_changed = Signal(str)
    edit_requested = Signal()
    file_requested = Signal()
    review_requested = Signal(object)
    undo_elsewhere = Signal(object)

    def __init__(self, session: AppSession, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.connection = connection
        self.page = "records"
        self._review: ReviewScreen | None = None
        self._history: HistoryScreen | None = None
        self._imports: ImportScreen | None = None
        self._stack = QStackedWidget()
        from ui.screens.pane_strips import PaneStrips  # noqa: PLC0415  after the first paint

        self.strips = PaneStrips(session, connection)
        self._strip = self.strips.push
        self.reading = self.strips.reading
        self.acting = self.strips.acting
        self.exporting = self.strips.exporting
        self._connect_strips()
        self.records = self._make_records()
        self._shown_by_notice = ""
        self.records.notice.activated.connect(self._follow_notice)
        self.records.file_requested.connect(self.file_requested)
        # Looks whether an earlier session left proposals, once the records are on the screen.
        QTimer.singleShot(0, self, self._make_imports)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strips)
        layout.addWidget(self._stack, 1)
        self.setAccessibleName(f"Connection {connection.name}")

    @property
    def strip(self) -> PushStrip:
        return self._strip

    @property
    def review(self) -> ReviewScreen:
        if self._review is None:
            from ui.screens.review_screen import ReviewScreen  # noqa: PLC0415  at first use

            self._review = ReviewScreen(self.session, self.connection)
            self._review.push_requested.connect(self.start_push)
            self._review.record_requested.connect(self.show_record)
            self._review.past_requested.connect(self.show_past)
            self._review.records_requested.connect(self.show_records)
            self._review.import_requested.connect(self.file_requested)
            self._review.connection_requested.connect(self.review_requested)
            self._review.settle_requested.connect(self._strip.settle)
            self._strip.started.connect(self._review.note_push_started)
            self._strip.finished.connect(self._review.note_push_finished)
            self._review.set_pushing(is_pushing=self._strip.is_running)
            self._stack.addWidget(self._review)
        return self._review

    @property
    def history(self) -> HistoryScreen:
        if self._history is None:
            from ui.screens.history_screen import HistoryScreen  # noqa: PLC0415  at first use

            self._history = HistoryScreen(self.session, self.connection)
            self._history.record_requested.connect(self.show_record)
            self._history.undo_requested.connect(self._strip.start_undo)
            self._history.undo_elsewhere.connect(self.undo_elsewhere)
            self._strip.started.connect(self._history.undo.note_push_started)
            self._strip.finished.connect(self._history.undo.note_push_finished)
            self._history.undo.set_pushing(is_pushing=self._strip.is_running)
            self._stack.addWidget(self._history)
        return self._history

    @property
    def imports(self) -> ImportScreen:
        if self._imports is None:
            from ui.screens.import_screen import ImportScreen  # noqa: PLC0415  at first use

            self._imports = ImportScreen(self.session, self.connection)
            self._imports.closed.connect(self.show_records)
            self._imports.kept.connect(self._show_kept)
            self._imports.proposals_changed.connect(self._tell_proposals)
            self._stack.addWidget(self._imports)
        return self._imports

    def show_page(self, page: str) -> None:
        """Show "records", "review", "history" or "import"."""
        self.page = page
        self._stack.setCurrentWidget(self._screen_of(page))
        if page == "review":
            self.review.refresh()
        elif page == "history":
            self.history.refresh()
        self.take_focus()
        self.page_changed.emit(page)

    def take_focus(self) -> None:
        """Put the focus into the page that is shown."""
        if self.page == "records":
            self.records.take_focus()
        elif self.page == "review":
            self.review.take_focus()
        elif self.page == "history":
            self.history.take_focus()

    def show_records(self, filter_name: str = "") -> None:
        """Go back to the records, under a filter when one is named."""
        self.show_page("records")
        if filter_name == "refused":
            self.records.show_refused()
        elif filter_name:
            self.records.show_filter(filter_name)

    def show_review(self) -> None:
        self.show_page("review")

    def show_record(self, record_id: int) -> None:
        self.show_page("records")
        self.records.show_record(record_id)

    def show_push(self, push_id: int) -> None:
        self.show_page("history")
        self.history.open_push(push_id)

    def show_undo(self, push_id: int) -> None:
        """Show what undoing a push would do."""
        self.show_page("history")
        self.history.review_undo(push_id)

    def show_past(self, record_id: int, key: str) -> None:
        """Show every push that a record was part of."""
        self.show_page("history")
        self.history.open_past(record_id, key)

    def show_current_past(self) -> None:
        """The same for the record under the cursor, wherever that is."""
        screen = self._screen_of(self.page)
        here = getattr(screen, "current_record", None)
        if here is not None:
            self.show_past(*here)

    def offer(self, paths: tuple[Path, ...]) -> None:
        """Show what files would do here."""
        self.strips.clear_results()
        self.show_page("import")
        self.imports.offer(paths)

    def start_push(self, options: PushOptions) -> None:
        self._strip.start(options)

    def search(self) -> None:
        """Look for text: in the history where that is shown, else among the records."""
        if self.page == "history":
            self.history.start_search()
            return
        self.show_page("records")
        self.records.start_search()

    def push(self) -> None:
        """Push from Review; anywhere else, go to Review first."""
        if self.page == "review":
            self.review.push()
        elif self.page == "history" and self.history.is_undoing:
            self.history.undo.undo()
        else:
            self.show_page("review")

    def refresh(self) -> None:
        """Look at the store again."""
        self.session.changes.announce(Changed(self.connection.id))

    def pull(self) -> None:
        """Read the connection from the vendor."""
        self.strips.clear_results()
        self.reading.start()

    def pause(self) -> None:
        self.strips.pause()

    def stop(self) -> None:
        self.strips.stop()

    def run_action(self, name: str) -> None:
        """Ask about an action on the selected records."""
        kind = self.acting.actions_of_kind.kind
        action = next(one for one in kind.actions if one.name == name)
        self.strips.clear_results()
        self.acting.actions_of_kind.ask(action, self.records.commands.chosen_ids())

    @property
    def is_sending(self) -> bool:
        return self.strips.is_sending

    def _show_conflicts(self) -> None:
        self.show_page("review")
        self.review.show_conflicts()

    def _regain_focus(self, _name: str) -> None:
        """An answered question goes, and its buttons with it."""
        focus = self.window().focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self.take_focus()

    def export(self, *, is_all: bool) -> None:
        """Write what the records show to a file, or all of them."""
        ask = self.exporting.ask_for_all if is_all else self.exporting.ask_for_view
        ask(self.records.query)

    def exporting_failed(self) -> None:
        """Write what a push left refused or failed to a file."""
        self.exporting.ask_for_failed()

    def paste_table(self, text: str) -> None:
        """Show what a table from the clipboard would do."""
        self.show_page("import")
        self.imports.sources.take_text(text)

    def _screen_of(self, page: str) -> QWidget:
        match page:
            case "review":
                return self.review
            case "history":
                return self.history
            case "import":
                return self.imports
            case _:
                return self.records

    def _make_imports(self) -> None:
        _ = self.imports

    def _show_kept(self, kept: KeptNotice) -> None:
        """Show the records a file brought, and what is to be done about them."""
        self._shown_by_notice = "review"
        self.records.notice.show_notice(kept.text, severity=kept.severity, detail=kept.detail, button="Review")
        self.show_records(kept.filter)

    def _tell_proposals(self) -> None:
        if self.imports.has_proposals and self.page != "import":
            self._shown_by_notice = "import"
            text = "A file that was read earlier waits to be kept or rejected."
            self.records.notice.show_notice(text, button="Look at it")

    def _follow_notice(self) -> None:
        wanted, self._shown_by_notice = self._shown_by_notice, ""
        self.records.notice.clear()
        if wanted:
            self.show_page(wanted)

    def _clear_notice(self) -> None:
        """What was kept before a push, or an undo, is no news any more."""
        if self._shown_by_notice != "import":
            self._shown_by_notice = ""
            self.records.notice.clear()

    def _say_exported(self, words: str) -> None:
        self.show_page("records")
        self.records.notice.show_notice(words, severity="info" if words.startswith("Stopped") else "success")

    def _show_failure(self, error: BaseException) -> None:
        self.show_page("records")
        self.records.notice.show_error(error)

    def _make_records(self) -> RecordsScreen:
        from ui.screens.records_screen import RecordsScreen  # noqa: PLC0415  after the first paint

        records = RecordsScreen(self.session, self.connection)
        records.page_requested.connect(self.show_page)
        records.table_pasted.connect(self.paste_table)
        records.action_requested.connect(self.run_action)
        records.pull_requested.connect(self.pull)
        records.past_requested.connect(self.show_past)
        records.edits.undo_started.connect(self.strips.undoing.follow)
        records.edits.undo_started.connect(self._clear_notice)
        self._stack.addWidget(records)
        return records

    def _connect_strips(self) -> None:
        push, reading, acting, exporting = self._strip, self.reading, self.acting, self.exporting
        push.records_requested.connect(self.show_records)
        push.history_requested.connect(self.show_push)
        push.review_requested.connect(self.show_review)
        push.export_requested.connect(self.exporting_failed)
        push.undo_review_requested.connect(self.show_undo)
        push.started.connect(self._clear_notice)
        reading.conflicts_requested.connect(self._show_conflicts)
        acting.result.pressed.connect(self._regain_focus)
        acting.records_requested.connect(self.show_records)
        acting.history_requested.connect(self.show_push)
        for strip in (push, reading, acting):
            strip.edit_connection_requested.connect(self.edit_requested)
        exporting.told.connect(self._say_exported)
        exporting.failed.connect(self._show_failure)
