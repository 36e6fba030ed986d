"""A refused row in a real window, with mouse and keys: what it takes to fix it and send it again, counted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.desktop.accessibility import Accessibility
from tests.desktop.screen import Desktop
from tests.e2e.command_line import KIND, ROOT
from tests.e2e.window import GRID, connected, counterfoil

pytestmark = [pytest.mark.desktop, pytest.mark.e2e, pytest.mark.timeout(240)]

ROWS = "".join(f"C{number:03};Havn {number};DKK;30-days\n" for number in range(60))
ODD = "C060;Odd;DKK;nonsense\n"


def kept(desktop: Desktop, folder: Path) -> Path:
    """Leave a file's rows pending in the workspace."""
    file = folder / "customers.csv"
    file.write_text(f"customer_number;name;currency;payment_term.payment_term_code\n{ROWS}{ODD}", "utf-8")
    words = ["import", str(file), "--into", KIND, "--connection", "Nordic test", "--accept"]
    program = [sys.executable, "-m", "ui", "--workspace", str(folder / "ws"), *words]
    subprocess.run(program, env=dict(desktop.env), cwd=ROOT, check=True, capture_output=True, timeout=60)
    return folder / "ws"


def test_a_refused_row_is_fixed_and_sent_again_in_three_interactions(
    desktop: Desktop, accessibility: Accessibility, tmp_path: Path
) -> None:
    with connected(desktop, tmp_path / "ws", records=0) as sandbox:
        workspace = kept(desktop, tmp_path)
        with counterfoil(desktop, accessibility, workspace) as window:
            window.come_forward()
            desktop.key("ctrl+s")
            window.button("Push 61 changes to Nordic test")
            desktop.key("ctrl+Return")
            window.says("60 applied, 1 refused")
            assert "C060" not in sandbox.customers()

            desktop.click(window.button("Show refused").area.middle)  # the first
            window.table(GRID, rows=1)
            window.wait_for_focus("table", GRID)
            desktop.type("net-60")  # the second: typed over what was refused, and Enter
            desktop.key("Return")
            window.says("Was refused, not sent since.")
            desktop.click(window.button("Retry refused").area.middle)  # the third

            window.says("Pushed to Nordic test: 1 applied.")
        held = sandbox.customers()
        assert len(held) == 61
        assert held["C060"]["payment_term"]["payment_term_code"] == "net-60"
