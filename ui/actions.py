"""Every command of the window as data: words, symbol, key and menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from ui import assets


@dataclass(frozen=True)
class Command:
    """`needs` says what must be there: "" nothing, "open" a workspace, "pane" a connection,
    "records" the records page in front."""

    name: str
    menu: str
    words: str
    keys: str = ""
    icon: str = ""
    needs: str = "pane"
    is_after_line: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole


COMMANDS = (
    Command("import", "&File", "&Import…", "Ctrl+O", "import"),
    Command("export", "&File", "&Export what is shown…", "Ctrl+Shift+E", "export"),
    Command("export_all", "&File", "Export a&ll records…", "", "export"),
    Command("pull", "&File", "&Read from the vendor", "F5", "retry"),
    Command("add_connection", "&File", "Add &connection…", "", "connect", "open", is_after_line=True),
    Command("edit_connection", "&File", "Edit c&onnection…", "", "edit"),
    Command("test_connection", "&File", "&Test connection", "Ctrl+T", "test"),
    Command(
        "settings",
        "&File",
        "&Settings…",
        "Ctrl+,",
        "settings",
        "open",
        is_after_line=True,
        role=QAction.MenuRole.PreferencesRole,
    ),
    Command("quit", "&File", "&Quit", "Ctrl+Q", "", "", is_after_line=True, role=QAction.MenuRole.QuitRole),
    Command("undo", "&Edit", "&Undo", "Ctrl+Z", "undo", "records"),
    Command("redo", "&Edit", "R&edo", "Ctrl+Y", "retry", "records"),
    Command("new_record", "&Edit", "&New record", "Ctrl+N", "add", "records"),
    Command("delete", "&Edit", "&Delete records", "Ctrl+Del", "delete", "records"),
    Command("revert", "&Edit", "&Revert records", "Ctrl+R", "revert", "records"),
    Command("revert_cells", "&Edit", "Revert &these fields", "Ctrl+Shift+R", "revert", "records"),
    Command("old_values", "&Edit", "&Old values of this field…", "Ctrl+Shift+J", "history", "records"),
    Command("copy", "&Edit", "&Copy", "Ctrl+C", "copy", "records", is_after_line=True),
    Command("paste", "&Edit", "&Paste", "Ctrl+V", "import", "records"),
    Command("fill_down", "&Edit", "Fill do&wn", "Ctrl+D", "fill-down", "records"),
    Command("find", "&Edit", "&Find", "Ctrl+F", "find", is_after_line=True),
    Command("replace", "&Edit", "Find and rep&lace…", "Ctrl+H", "", "records"),
    Command("next_problem", "&Edit", "Next proble&m", "F8", "problem", "records"),
    Command("previous_problem", "&Edit", "Previous pro&blem", "Shift+F8", "problem", "records"),
    Command("overview", "&View", "All c&onnections", "Ctrl+0", "vendor", "open"),
    Command("records", "&View", "&Records", "Ctrl+G", "records"),
    Command("history", "&View", "&History", "Ctrl+Shift+H", "history"),
    Command("record_history", "&View", "History of this re&cord", "Ctrl+J", "history"),
    Command("details", "&View", "&Details", "Ctrl+I", "details", "records"),
    Command("go_on", "&View", "&Next part", "F6", "", "records"),
    Command("refresh", "&View", "&Look again", "Shift+F5", "retry", is_after_line=True),
    Command("theme_system", "&View", "As the desk&top", "", "", "", is_after_line=True),
    Command("theme_light", "&View", "L&ight", "", "", ""),
    Command("theme_dark", "&View", "D&ark", "", "", ""),
    Command("review", "&Push", "&Review", "Ctrl+S", "review"),
    Command("review_next", "&Push", "Review the &next connection", "Ctrl+Shift+S", "vendor"),
    Command("push", "&Push", "&Push", "Ctrl+Return", "push"),
    Command("pause", "&Push", "P&ause or go on", "Ctrl+P", "pause"),
    Command("stop", "&Push", "S&top", "Ctrl+.", "stop"),
    Command("settle", "&Push", "S&ettle unknown", "", "settle"),
    Command("support", "&Help", "&Report for support…", "", "details", ""),
    Command("about", "&Help", "&About Counterfoil", "F1", "info", "", role=QAction.MenuRole.AboutRole),
)
_OTHER_KEYS = {"redo": ("Ctrl+Shift+Z",)}
CHECKED = ("theme_system", "theme_light", "theme_dark")


class Actions(QObject):
    """The commands as Qt actions, in the menus; `vendor_menu` is filled when it opens."""

    def __init__(self, bar: QMenuBar, parent: QObject) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._menus = {title: bar.addMenu(title) for title in dict.fromkeys(one.menu for one in COMMANDS)}
        self.vendor_menu = QMenu("&Actions", bar)
        bar.insertMenu(self._menus["&Push"].menuAction(), self.vendor_menu)
        for command in COMMANDS:
            self._add(command)
        # Nobody sees an icon in a closed menu, and drawing all takes a third of the time to the first paint.
        for menu in self._menus.values():
            menu.aboutToShow.connect(self._draw)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def all(self) -> tuple[QAction, ...]:
        return tuple(self._actions.values())

    def add_tab(self, number: int, title: str, show: Callable[[], object]) -> None:
        """Put a tab into the View menu, with Ctrl and its number."""
        menu = self._menus["&View"]
        if number == 0:
            menu.addSeparator()
        action = menu.addAction(title, show)
        if number < 9:
            action.setShortcut(QKeySequence(f"Ctrl+{number + 1}"))

    def allow(self, *, is_open: bool, has_pane: bool, on_records: bool) -> None:
        """Enable what can be done now."""
        given = {"": True, "open": is_open, "pane": has_pane, "records": on_records}
        for command in COMMANDS:
            self._actions[command.name].setEnabled(given[command.needs])

    def name_undo(self, undo: str, redo: str) -> None:
        """Say in the menu what would be taken back, and what done again."""
        for name, words, title in (("undo", "&Undo", undo), ("redo", "R&edo", redo)):
            self._actions[name].setText(f"{words} {title.replace('&', '&&')}".strip())

    def show_theme(self, choice: str) -> None:
        for name in CHECKED:
            self._actions[name].setChecked(name == f"theme_{choice}")

    def _add(self, command: Command) -> None:
        menu = self._menus[command.menu]
        if command.is_after_line:
            menu.addSeparator()
        action = QAction(command.words, self)
        action.setObjectName(command.name)
        action.setMenuRole(command.role)
        action.setCheckable(command.name in CHECKED)
        if command.keys:
            keys = [command.keys, *_OTHER_KEYS.get(command.name, ())]
            action.setShortcuts([QKeySequence(one) for one in keys])
        menu.addAction(action)
        self._actions[command.name] = action

    def _draw(self) -> None:
        for command in COMMANDS:
            if command.icon:
                self._actions[command.name].setIcon(assets.icon(command.icon))
