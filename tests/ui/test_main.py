"""How Counterfoil starts: command or window, what the window was asked for, and how little it loads first."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ui.__main__ import Wish, has_screen, main, read_wish

HEAVY = ("sqlalchemy", "sqlmodel", "httpx", "keyring", "pycountry", "starlette", "uvicorn", "typer")


def test_first_word_that_is_a_command_is_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kinds", "--json"]) == 0
    assert "traede.customers" in json.loads(capsys.readouterr().out)


def test_first_word_that_is_nothing_opens_no_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["psuh"]) == 2
    assert "Did you mean push?" in capsys.readouterr().err


def test_window_takes_files_workspace_and_demo() -> None:
    wish = read_wish(["--workspace", "w", "--demo", "a.csv", "b.csv"])
    assert wish == Wish((Path("a.csv"), Path("b.csv")), Path("w"), is_demo=True)


def test_unknown_switch_is_bad_usage() -> None:
    with pytest.raises(SystemExit) as leaving:
        read_wish(["--nonsense"])
    assert leaving.value.code == 2


def test_offscreen_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert not has_screen()


def test_frame_paints_without_the_heavy_parts() -> None:
    code = (
        "import sys; from ui.__main__ import *; make_application(); w, s = make_window(Wish(is_demo=True));"
        "w.show(); w.grab(); print(' '.join(sys.modules))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert [name for name in HEAVY if name in loaded] == []


@pytest.mark.e2e
def test_demo_without_a_screen_walks_the_loop(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "ui", "--demo", "--pictures", str(tmp_path / "pictures")]
    walked = subprocess.run(words, capture_output=True, text=True, check=False, timeout=110)
    assert walked.returncode == 0, walked.stdout + walked.stderr
    assert "Everything is as promised." in walked.stdout
    assert len(list((tmp_path / "pictures").glob("*.png"))) == 9
