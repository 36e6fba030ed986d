from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import StoreFull
from app.settings import Settings, data_paths, declared, load, save


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_every_setting_is_declared_for_the_form_and_its_default_is_in_range() -> None:
    assert [one.name for one in declared()] == list(vars(Settings()))
    for one in declared():
        assert one.title
        assert one.help
        assert one.group
        assert one.problem_with(one.default) == ""


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    assert load(path).settings == Settings()
    assert load(path).messages == ()


def test_what_was_saved_is_read_again(path: Path) -> None:
    settings = replace(Settings(), theme="dark", guard_deletes=3)
    save(settings, path)
    assert load(path).settings == settings


def test_the_file_is_private_and_nothing_is_left_beside_it(path: Path) -> None:
    save(Settings(), path)
    save(Settings(), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_settings_of_another_version_survive(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"from_the_future": [1, 2], "guard_deletes": 7}')
    save(load(path).settings, path)
    assert json.loads(path.read_text())["from_the_future"] == [1, 2]
    assert load(path).settings.guard_deletes == 7


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00", "[" * 100_000])
def test_a_broken_file_is_set_aside_and_said(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text)
    loaded = load(path)
    assert loaded.settings == Settings()
    (aside,) = path.parent.iterdir()
    assert aside.name in loaded.messages[0]
    assert aside.read_text() == text


@pytest.mark.parametrize(
    ("name", "value"),
    [("guard_deletes", -1), ("retry_tries", "4"), ("retry_tries", True), ("theme", "pink"), ("theme", None)],
)
def test_a_wrong_value_falls_back_to_its_default_and_the_others_stay(
    path: Path, name: str, value: object
) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({name: value, "history_keep_days": 5}))
    loaded = load(path)
    assert loaded.settings == replace(Settings(), history_keep_days=5)
    assert len(loaded.messages) == 1


@given(
    raw=st.dictionaries(
        st.sampled_from([one.name for one in declared()]), st.none() | st.integers() | st.text()
    )
)
def test_whatever_a_file_says_the_values_in_force_are_in_range(
    tmp_path_factory: pytest.TempPathFactory, raw: dict[str, object]
) -> None:
    path = tmp_path_factory.mktemp("config") / "settings.json"
    path.write_text(json.dumps(raw))
    values = vars(load(path).settings)
    assert all(one.problem_with(values[one.name]) == "" for one in declared())


def test_a_value_out_of_range_is_not_saved(path: Path) -> None:
    with pytest.raises(ValueError, match="between 5 and 300 seconds"):
        save(replace(Settings(), request_timeout_seconds=1), path)
    assert not path.exists()


def test_a_folder_that_cannot_be_written_is_said_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    with pytest.raises(StoreFull) as caught:
        save(Settings(), tmp_path / "config" / "settings.json")
    assert caught.value.remedy


def test_one_variable_moves_all_data(tmp_path: Path) -> None:
    paths = data_paths({"COUNTERFOIL_HOME": str(tmp_path)})
    assert {paths.config.parent, paths.workspace.parent, paths.logs.parent, paths.limits.parent} == {tmp_path}
    assert paths.settings_file == tmp_path / "config" / "settings.json"


def test_without_it_the_data_lies_where_the_system_wants_it() -> None:
    paths = data_paths({})
    assert "Counterfoil" in str(paths.config)
    assert len({paths.config, paths.workspace, paths.logs, paths.limits}) == 4


@pytest.mark.parametrize(("days", "is_allowed"), [(0, False), (1, True), (36_500, True), (36_501, False)])
def test_the_history_is_kept_for_a_day_at_least_and_a_hundred_years_at_most(
    days: int, path: Path, *, is_allowed: bool
) -> None:
    (declaration,) = (one for one in declared() if one.name == "history_keep_days")
    assert (declaration.problem_with(days) == "") == is_allowed
    path.parent.mkdir()
    path.write_text(json.dumps({"history_keep_days": days}))
    loaded = load(path)
    assert loaded.settings.history_keep_days == (days if is_allowed else 365)
    assert len(loaded.messages) == (0 if is_allowed else 1)
