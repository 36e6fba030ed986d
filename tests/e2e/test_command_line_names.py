"""Names from people, files and vendors never become a path: nothing is written beside the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.store.released import leave_workspace
from tests.e2e.command_line import KIND, CommandLine, Ran

pytestmark = pytest.mark.e2e
NAMES = ["../../evil", "/evil/absolute", "..\\..\\evil", "CON", "evil/../../evil"]


@pytest.mark.parametrize("name", NAMES)
def test_no_path_is_made_of_a_name(name: str, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    leave_workspace(tmp_path / "deep" / "ws", 1)
    line = CommandLine(tmp_path / "deep" / "ws", tmp_path / "none.json")
    file = tmp_path / "rows.csv"
    file.write_text(f'customer_number,name\n"{name}","{name}"\n', encoding="utf-8")
    before = files_in(tmp_path)
    well(line.run("connections", "rename", "Nordic test", name))
    well(line.run("import", str(file), "--into", KIND, "--connection", name))
    well(line.run("import", str(file), "--into", KIND, "--connection", name, "--accept"))
    well(line.run("history"))
    well(line.run("export", KIND, "--connection", name, "--to", str(tmp_path / "out.csv")))
    made = files_in(tmp_path) - before
    assert {path for path in made if not path.startswith("deep/ws/")} == {"out.csv"}
    assert not [path for path in made if "evil" in path or "CON" in path]


def well(ran: Ran) -> None:
    assert ran.code in (0, 3), ran.err


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
