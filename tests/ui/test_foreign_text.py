"""Words of a vendor, a file or a person are shown as text: no markup, no link, nothing fetched or opened."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QSettings, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QTextBrowser, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.services import edit_records
from app.services.connections import list_connections
from app.workspace import Workspace
from tests.ui.demo_workspace import KIND, add_test_connection, fill, make_workspace
from ui import theme
from ui.main_window import MainWindow
from ui.session import AppSession
from ui.widgets.plain import plain_label, plain_tooltip

ROOT = Path(__file__).resolve().parents[2]
PLANTED = '<b>fat</b><img src="file:///etc/hostname"><a href="https://example.test/">here</a>'
MARKUP = ("<b>", "<img", "<a ")
# Ways to show markup, to follow a link, or to fetch what a text names.
NEVER = {
    *("setHtml", "appendHtml", "insertHtml", "setMarkdown", "QTextBrowser", "setOpenExternalLinks"),
    *("QDesktopServices", "openUrl", "linkActivated", "setOpenLinks", "QWhatsThis", "RichText", "MarkdownText"),
}
TIPS = {"setToolTip", "setTabToolTip", "setStatusTip", "setWhatsThis", "setToolTipText"}


def ui_trees() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted((ROOT / "ui").rglob("*.py")):
        yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def named(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def is_own_text(node: ast.expr, own: set[str]) -> bool:
    """Our own words, or words that went through `plain_tooltip`; counts may stand in them."""
    if isinstance(node, ast.IfExp):
        return is_own_text(node.body, own) and is_own_text(node.orelse, own)
    if isinstance(node, ast.Call):
        return named(node.func) == "plain_tooltip" or _counts(node)
    if isinstance(node, ast.JoinedStr):
        parts = [part.format_spec for part in node.values if isinstance(part, ast.FormattedValue)]
        return all(spec is not None and ast.unparse(spec) in ("f','", "','") for spec in parts)
    return isinstance(node, ast.Constant) or ast.unparse(node) in own


def _counts(node: ast.Call) -> bool:
    """A number before a noun of our own."""
    return named(node.func) == "plural" and all(isinstance(one, ast.Constant) for one in node.args[1:])


# Texts that stand as constants beside the call.
OWN_WORDS = {"ui/widgets/connection_bar.py": {"words", "_PAGE_TIPS[page]"}, "ui/notification.py": {"title"}}


def test_every_tooltip_is_our_own_words_or_escaped() -> None:
    found = [
        f"{name}:{call.lineno} {ast.unparse(call)}"
        for name, tree in ui_trees()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and named(call.func) in TIPS
        if not is_own_text(call.args[-1], OWN_WORDS.get(name, set()))
    ]
    assert found == []


def test_nothing_shows_markup_or_follows_a_link() -> None:
    found = [
        f"{name}:{node.lineno} {named(node)}"
        for name, tree in ui_trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name) and named(node) in NEVER
    ]
    assert found == []


def test_labels_with_words_are_made_plain() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in ui_trees()
        if name != "ui/widgets/plain.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and named(node.func) == "QLabel" and (node.args or node.keywords)
    ]
    assert found == []


def test_a_plain_label_and_a_plain_tooltip_keep_markup_as_it_is_written(qtbot: QtBot) -> None:
    label = plain_label(PLANTED)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == PLANTED
    assert not any(mark in plain_tooltip(PLANTED) for mark in MARKUP)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    """A window whose connection, records, problems and outcomes are all full of markup."""
    theme.follow(qapp, "light")
    workspace = make_workspace(tmp_path / "ws")
    plant(workspace)
    session = AppSession(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    made = MainWindow(session)
    session.setParent(made)
    qtbot.addWidget(made)
    made.show()
    session.use(workspace, tuple(list_connections(workspace)))
    qtbot.waitUntil(lambda: made.pane is not None and made.pane.records.table.row_at(0) is not None)
    yield made
    made.close()


def plant(workspace: Workspace) -> None:
    connection = add_test_connection(workspace, name=PLANTED)
    ids = fill(workspace, connection, 6)
    for number in ids[:3]:
        edit_records.set_values(workspace, KIND, number, {"name": PLANTED, "currency": PLANTED})
    spoiled = replace(workspace.store.records.get(KIND, ids[4]), outcome="refused", outcome_message=PLANTED)
    workspace.store.records.save([spoiled])
    edit_records.set_values(workspace, KIND, ids[4], {"addresses[title=Primary address].city": PLANTED})


def complaints(window: QWidget) -> list[str]:
    """What a label or a tooltip below `window` would show as markup."""
    found = [
        f"label {label.text()!r}"
        for label in window.findChildren(QLabel)
        if label.textFormat() is not Qt.TextFormat.PlainText and any(mark in label.text() for mark in MARKUP)
    ]
    tips = [widget.toolTip() for widget in window.findChildren(QWidget)]
    for view in window.findChildren(QAbstractItemView):
        tips += list(tips_of(view.model()))
    found += [f"tooltip {tip!r}" for tip in tips if any(mark in tip for mark in MARKUP)]
    found += [f"rich editor {one.objectName()!r}" for one in window.findChildren(QTextBrowser)]
    return found + [f"rich editor {one.objectName()!r}" for one in window.findChildren(QTextEdit)]


def tips_of(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    for column in range(model.columnCount()):
        yield str(model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) or "")
        for row in range(min(model.rowCount(), 50)):
            yield str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")


def shows_planted(window: MainWindow) -> bool:
    labels = [label.text() for label in window.findChildren(QLabel)]
    views = window.findChildren(QAbstractItemView)
    return any(PLANTED in text for text in labels) or any(
        "fat" in tip for view in views for tip in tips_of(view.model())
    )


@pytest.mark.parametrize("page", ["records", "review", "history"])
def test_no_page_shows_foreign_words_as_markup(window: MainWindow, qtbot: QtBot, page: str) -> None:
    assert window.pane is not None
    window.pane.show_page(page)
    qtbot.waitUntil(lambda: not window.session.jobs.running, timeout=20_000)
    assert shows_planted(window)
    assert complaints(window) == []


def test_no_column_cell_or_file_name_of_an_import_is_shown_as_markup(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "<b>fat<img src=x>.csv"
    planted = PLANTED.replace('"', "'")
    lines = [f'customer_number,name,"{planted}"', f'77,"{planted}","{planted}"', f'"{planted}",B,C']
    file.write_text("\n".join(lines), encoding="utf-8")
    window.offer((file,))
    qtbot.waitUntil(lambda: window.pane is not None and window.pane.page == "import", timeout=20_000)
    qtbot.waitUntil(lambda: not window.session.jobs.running, timeout=20_000)
    assert shows_planted(window)
    assert complaints(window) == []


def test_trouble_and_notices_show_markup_as_text(window: MainWindow) -> None:
    window.notice.show_notice(PLANTED, detail=PLANTED)
    window.show_trouble(ValueError(PLANTED))
    assert complaints(window) == []
