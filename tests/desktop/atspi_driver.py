"""Answers questions about other programs' widgets over the accessibility bus, one JSON line each.

Run by the system's own Python, the only one that has pyatspi. It reads `{"do": ..., ...}` from its
input and writes `{"value": ...}` or `{"error": "..."}`.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyatspi
from gi.repository import Atspi, GLib

# A table lists every cell as a child; only its own calls go in there.
MANY_CHILDREN = 400
STEPS_AT_MOST = 20_000
TABLES = (pyatspi.ROLE_TABLE, pyatspi.ROLE_TREE_TABLE)
# One call to a program that hangs must not hang the driver: milliseconds per call, and while starting.
CALL_TIMEOUT = 3000

known: dict[int, Any] = {}
numbers = itertools.count(1)


def remember(widget: Any) -> dict[str, Any]:
    number = next(numbers)
    known[number] = widget
    return {"id": number, **facts(widget)}


def facts(widget: Any) -> dict[str, Any]:
    states = [pyatspi.stateToString(state) for state in widget.getState().getStates()]
    try:
        box = list(widget.queryComponent().getExtents(pyatspi.DESKTOP_COORDS))
    except NotImplementedError:
        box = [0, 0, 0, 0]
    return {
        "role": widget.getRoleName(),
        "name": widget.name,
        "description": widget.description,
        "states": states,
        "box": box,
    }


def programs() -> Iterator[Any]:
    for program in pyatspi.Registry.getDesktop(0):
        if program is not None:
            yield program


def top_of(pid: int) -> Any:
    return next((program for program in programs() if program.get_process_id() == pid), None)


def walk(top: Any) -> Iterator[Any]:
    """Every widget below `top`, breadth first, without the cells of tables inside it."""
    queue = [top]
    for _ in range(STEPS_AT_MOST):
        if not queue:
            return
        widget = queue.pop(0)
        yield widget
        is_table = widget is not top and widget.getRole() in TABLES
        if not is_table and widget.childCount <= MANY_CHILDREN:
            queue.extend(child for child in widget if child is not None)


def fits(widget: Any, question: dict[str, Any]) -> bool:
    role, name = question.get("role"), question.get("name")
    if role is not None and widget.getRoleName() != role:
        return False
    if name is not None and name_of(widget) != name:
        return False
    # Children of hidden tabs are in the tree as well.
    return not question.get("showing", True) or widget.getState().contains(pyatspi.STATE_SHOWING)


def name_of(widget: Any) -> str:
    """Its name without the mark of the shortcut; the icons of a folder have theirs as text."""
    if widget.name or widget.getRole() != pyatspi.ROLE_ICON:
        return str(widget.name or "").replace("&", "")
    return contents(widget)


def look(question: dict[str, Any]) -> list[Any]:
    top = known[question["within"]] if "within" in question else top_of(question["pid"])
    if top is None:
        return []
    top.clear_cache()
    return [widget for widget in walk(top) if fits(widget, question)]


def find(question: dict[str, Any]) -> list[dict[str, Any]]:
    """Wait until something fits, or give back an empty list."""
    deadline = time.monotonic() + float(question.get("seconds", 10))
    while True:
        try:
            found = look(question)
        except (GLib.Error, LookupError, NotImplementedError, RuntimeError):
            # A widget went away while the tree was walked.
            found = []
        if found or time.monotonic() > deadline:
            return remembered(found)
        time.sleep(0.1)


def remembered(widgets: list[Any]) -> list[dict[str, Any]]:
    """The facts of each; one that went away since it was found is left out."""
    kept = []
    for widget in widgets:
        with contextlib.suppress(GLib.Error, LookupError, NotImplementedError, RuntimeError):
            kept.append(remember(widget))
    return kept


def again(question: dict[str, Any]) -> dict[str, Any]:
    widget = known[question["id"]]
    widget.clear_cache()
    return facts(widget)


def press(question: dict[str, Any]) -> str:
    """Do the widget's first action that is a press, whatever the toolkit calls it."""
    actions = known[question["id"]].queryAction()
    names = [actions.getName(index) for index in range(actions.nActions)]
    wanted = [question["action"]] if "action" in question else ["Press", "Toggle", "click", "press"]
    chosen = next((name for name in wanted if name in names), names[0] if names else None)
    if chosen is None:
        raise ValueError("nothing can be done with it")
    actions.doAction(names.index(chosen))
    return str(chosen)


def contents(widget: Any) -> str:
    content = widget.queryText()
    return str(content.getText(0, content.characterCount))


def text(question: dict[str, Any]) -> str:
    return contents(known[question["id"]])


def set_text(question: dict[str, Any]) -> bool:
    return bool(known[question["id"]].queryEditableText().setTextContents(question["text"]))


def focus(question: dict[str, Any]) -> bool:
    return bool(known[question["id"]].queryComponent().grabFocus())


def select(question: dict[str, Any]) -> bool:
    return bool(known[question["id"]].querySelection().selectChild(question["index"]))


def size(question: dict[str, Any]) -> list[int]:
    table = known[question["id"]].queryTable()
    return [table.nRows, table.nColumns]


def header(question: dict[str, Any]) -> list[str]:
    table = known[question["id"]].queryTable()
    return [table.getColumnDescription(column) for column in range(table.nColumns)]


def row(question: dict[str, Any]) -> list[str]:
    table = known[question["id"]].queryTable()
    cells = [table.getAccessibleAt(question["row"], column) for column in range(table.nColumns)]
    return [cell.name if cell is not None else "" for cell in cells]


def cell(question: dict[str, Any]) -> dict[str, Any]:
    return remember(known[question["id"]].queryTable().getAccessibleAt(question["row"], question["column"]))


def tree(question: dict[str, Any]) -> list[str]:
    """Role and name of everything, for the person who writes a test."""
    everything = {**question, "role": None, "name": None, "showing": False}
    return [f"{widget.getRoleName()} {widget.name!r}" for widget in look(everything)]


DOES: dict[str, Callable[[dict[str, Any]], object]] = {
    "find": find,
    "again": again,
    "press": press,
    "text": text,
    "set_text": set_text,
    "focus": focus,
    "select": select,
    "size": size,
    "header": header,
    "row": row,
    "cell": cell,
    "tree": tree,
}


def reply(line: str) -> dict[str, object]:
    try:
        question = json.loads(line)
        return {"value": DOES[question["do"]](question)}
    except Exception as trouble:
        # Whatever it was, the test shall see it and the driver go on.
        return {"error": f"{type(trouble).__name__}: {trouble}"}


def main() -> None:
    Atspi.set_timeout(CALL_TIMEOUT, CALL_TIMEOUT)
    for line in sys.stdin:
        print(json.dumps(reply(line)), flush=True)  # noqa: T201  that is how it answers


if __name__ == "__main__":
    main()
