"""The settings, declared once with type, default, range and help, and the folders that data lives in."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import platformdirs

from app.errors import StoreFull

APP_NAME = "Counterfoil"
HOME_VARIABLE = "COUNTERFOIL_HOME"

Theme = Literal["system", "light", "dark"]


@dataclass(frozen=True)
class Setting:
    """One declaration, from which the settings form is made."""

    name: str
    type: type
    default: int | str
    title: str
    help: str
    group: str
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()

    def problem_with(self, value: object) -> str:
        """Say what is wrong with a value, or nothing."""
        # A bool is an int to Python, but true is no number of seconds.
        if not isinstance(value, self.type) or isinstance(value, bool):
            return f"{self.title}: not a {'number' if self.type is int else 'text'}."
        if self.choices and value not in self.choices:
            return f"{self.title}: not one of {', '.join(self.choices)}."
        if isinstance(value, int) and self.minimum is not None and self.maximum is not None:
            return "" if self.minimum <= value <= self.maximum else self._range_text()
        return ""

    def _range_text(self) -> str:
        return f"{self.title}: not between {self.minimum} and {self.maximum} {self.unit}".rstrip() + "."


def _number(  # noqa: PLR0913 - a declaration reads best in one place
    default: int, *, least: int, most: int, unit: str, title: str, group: str, text: str
) -> Any:  # noqa: ANN401 - dataclasses.field is typed the same way
    about = {"minimum": least, "maximum": most, "unit": unit, "title": title, "group": group, "help": text}
    return field(default=default, metadata={**about, "type": int})


def _choice(default: str, *, of: tuple[str, ...], title: str, group: str, text: str) -> Any:  # noqa: ANN401
    about = {"choices": of, "title": title, "group": group, "help": text}
    return field(default=default, metadata={**about, "type": str})


@dataclass(frozen=True)
class Settings:
    """The values in force; `declared` tells about each of them."""

    theme: Theme = _choice(  # noqa: RUF009 - it calls dataclasses.field
        "system",
        of=("system", "light", "dark"),
        title="Appearance",
        group="Window",
        text="Light or dark, or as the desktop is.",
    )
    request_timeout_seconds: int = _number(
        30,
        least=5,
        most=300,
        unit="seconds",
        title="Wait for an answer",
        group="Network",
        text="How long one request may take before it counts as lost.",
    )
    retry_tries: int = _number(
        4,
        least=1,
        most=20,
        unit="tries",
        title="Tries per request",
        group="Network",
        text="How often a request is sent in all when it is safe to send it again.",
    )
    retry_budget_seconds: int = _number(
        120,
        least=0,
        most=3600,
        unit="seconds",
        title="Time for retries",
        group="Network",
        text="How long one request may be retried before its records count as failed; waits that the vendor "
        "asks for come on top.",
    )
    offline_wait_minutes: int = _number(
        60,
        least=0,
        most=1440,
        unit="minutes",
        title="Wait for the network",
        group="Network",
        text="How long a push waits for a lost network before it ends; nothing is lost by that.",
    )
    retry_after_cap_seconds: int = _number(
        300,
        least=1,
        most=3600,
        unit="seconds",
        title="Longest wait that a vendor may ask for",
        group="Network",
        text="A vendor that is busy says when to come back; that is kept and shown. A longer wait than this is "
        "cut short: it is tried again sooner, as often as the tries per request allow.",
    )
    failures_in_a_row_stop: int = _number(
        5,
        least=1,
        most=100,
        unit="requests",
        title="Stop after failures in a row",
        group="Push",
        text="A push stops when this many requests fail one after the other; the rest stays pending.",
    )
    settle_not_before_seconds: int = _number(
        900,
        least=0,
        most=86_400,
        unit="seconds",
        title="Rest before a lost create is pushed again",
        group="Push",
        text="A vendor may still carry out a create long after its answer was lost.",
    )
    guard_deletes: int = _number(
        20,
        least=0,
        most=1_000_000,
        unit="deletes",
        title="Ask above this many deletes",
        group="Guard",
        text="A push with more deletes than this asks first.",
    )
    guard_share_percent: int = _number(
        30,
        least=1,
        most=100,
        unit="%",
        title="Ask above this share of the records",
        group="Guard",
        text="A push that changes a larger share of the known records asks first.",
    )
    guard_share_minimum: int = _number(
        50,
        least=0,
        most=1_000_000,
        unit="records",
        title="The share counts from",
        group="Guard",
        text="Up to this many changed records, the share is not looked at.",
    )
    guard_times_last_push: int = _number(
        10,
        least=2,
        most=1000,
        unit="times",
        title="Ask above this many times the last push",
        group="Guard",
        text="A push that is this many times as large as the one before asks first.",
    )
    guard_creates: int = _number(
        5000,
        least=0,
        most=10_000_000,
        unit="creates",
        title="Ask above this many creates",
        group="Guard",
        text="A push that creates more records than this asks first.",
    )
    undo_steps: int = _number(
        200,
        least=10,
        most=10_000,
        unit="steps",
        title="Steps that Undo remembers",
        group="History",
        text="How many of your latest edits of a connection can be taken back, also after a restart.",
    )
    history_keep_days: int = _number(
        365,
        least=1,
        most=36_500,
        unit="days",
        title="Keep the history for",
        group="History",
        text="Requests and answers of older pushes are removed; their outcomes stay.",
    )


def declared() -> tuple[Setting, ...]:
    """Give the declarations in the order of the form."""
    defaults = asdict(Settings())
    return tuple(Setting(name=one.name, default=defaults[one.name], **one.metadata) for one in fields(Settings))


@dataclass(frozen=True)
class Loaded:
    """Settings as read, and what a person should know about the reading."""

    settings: Settings
    messages: tuple[str, ...] = ()


def load(path: Path) -> Loaded:
    """Read the settings; a broken file is set aside and wrong values fall back to their defaults."""
    try:
        raw = _read(path)
    except FileNotFoundError:
        return Loaded(Settings())
    except (OSError, ValueError, RecursionError):
        return Loaded(Settings(), (_set_aside(path),))
    known = {one.name: one for one in declared() if one.name in raw}
    problems = {name: problem for name, one in known.items() if (problem := one.problem_with(raw[name]))}
    good = {name: raw[name] for name in known if name not in problems}
    messages = tuple(f"{problem} The default is used." for problem in problems.values())
    return Loaded(replace(Settings(), **good), messages)


def save(settings: Settings, path: Path) -> None:
    """Write the settings whole or not at all; keys of other versions stay. Raises ValueError, StoreFull."""
    values = asdict(settings)
    for one in declared():
        if problem := one.problem_with(values[one.name]):
            raise ValueError(problem)
    try:
        kept = _read(path)
    except (OSError, ValueError, RecursionError):
        kept = {}
    try:
        _write({**kept, **values}, path)
    except OSError as error:
        raise StoreFull(
            "The settings could not be saved; the ones before are kept.",
            remedy="Make room on the disk, or let this user write to the settings folder.",
        ) from error


def _read(path: Path) -> dict[str, Any]:
    raw = json.loads(path.read_text("utf-8"))
    if not isinstance(raw, dict):
        raise ValueError("not a table of settings")  # noqa: TRY004 - one error for every broken file
    return raw


def _write(values: Mapping[str, object], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # mkstemp makes the file readable by this user alone.
    descriptor, name = tempfile.mkstemp(prefix=path.name, suffix=".new", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(values, file, indent=2, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _set_aside(path: Path) -> str:
    aside = path.with_name(f"{path.stem}.broken-{datetime.now(UTC):%Y%m%dT%H%M%S}{path.suffix}")
    try:
        path.replace(aside)
    except OSError:
        return "The settings could not be read. The defaults are used."
    return f"The settings could not be read. The defaults are used; the file was kept as {aside.name}."


@dataclass(frozen=True)
class DataPaths:
    """Where this user's data lives."""

    config: Path
    workspace: Path
    logs: Path
    limits: Path

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.json"


def data_paths(environ: Mapping[str, str] | None = None) -> DataPaths:
    """Give the folders of this operating system, or those under COUNTERFOIL_HOME where it is set."""
    home = (os.environ if environ is None else environ).get(HOME_VARIABLE, "")
    if home:
        base = Path(home).expanduser().absolute()
        return DataPaths(base / "config", base / "workspace", base / "logs", base / "limits")
    dirs = platformdirs.PlatformDirs(APP_NAME, appauthor=False)
    data = dirs.user_data_path
    return DataPaths(dirs.user_config_path, data / "workspace", dirs.user_log_path, data / "limits")
