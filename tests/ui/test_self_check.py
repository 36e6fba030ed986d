"""The check of an installed program: what each part says, and that a part that is not there fails it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui import self_check
from ui.__main__ import main

ROOT = Path(__file__).resolve().parents[2]


def test_all_is_well_from_source(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--self-check"]) == 0
    lines = capsys.readouterr().out.splitlines()[1:]
    assert [line.split()[0] for line in lines] == ["ok"] * len(self_check.CHECKS)


@pytest.mark.parametrize("part", ["vendors", "simulators", "resources"])
def test_a_missing_part_is_named_and_fails_the_check(
    part: str, qtbot: QtBot, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = self_check.parts_of(ROOT)
    parts[part] = [*parts[part], "vanished"]
    monkeypatch.setattr(self_check, "expected_parts", lambda: parts)
    assert self_check.run() == 5
    assert f"FAILED {part}: Lacking: missing: vanished" in capsys.readouterr().out


def test_a_bundle_without_its_list_fails(
    qtbot: QtBot, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_check, "is_packaged", lambda: True)
    assert self_check.run() == 5
    assert capsys.readouterr().out.count("the list of what should be there is missing") == 3


def test_every_vendor_folder_is_in_the_list() -> None:
    from app.vendors.registry import all_vendors  # noqa: PLC0415  after the list was made without it

    assert self_check.parts_of(ROOT)["vendors"] == sorted(all_vendors())
