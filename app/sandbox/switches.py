"""Named settings with a check, for how a simulator behaves and for the options of a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


class BadControl(Exception):
    """What was asked of the control interface cannot be done; the text says why."""


@dataclass(frozen=True)
class Switch:
    """One setting: its default, what it takes, and that in words."""

    name: str
    default: object
    takes: Callable[[object], bool]
    words: str

    def checked(self, value: object) -> object:
        """Return the value. Raises: BadControl when it is none this setting takes."""
        if not self.takes(value):
            raise BadControl(f"“{self.name}” takes {self.words}, not {value!r}.")
        return value


def choice(name: str, *values: object) -> Switch:
    """Declare a setting with a few values, the first being its default."""

    def takes(value: object) -> bool:
        return any(value == each and type(value) is type(each) for each in values)

    return Switch(name, values[0], takes, "one of " + ", ".join(repr(value) for value in values))


def flag(name: str, *, default: bool) -> Switch:
    """Declare a true-or-false setting."""
    return Switch(name, default, lambda value: isinstance(value, bool), "true or false")


def number(
    name: str, default: float | None, *, least: float = 0, most: float = 1e9, whole: bool = False
) -> Switch:
    """Declare a number; null is taken where null is the default."""
    kinds = (int,) if whole else (int, float)

    def takes(value: object) -> bool:
        if value is None:
            return default is None
        return isinstance(value, kinds) and not isinstance(value, bool) and least <= value <= most

    words = f"a {'whole ' if whole else ''}number from {least:g} to {most:g}"
    return Switch(name, default, takes, words + (" or null" if default is None else ""))


class Behaviours:
    """How one simulator behaves until it is told otherwise."""

    def __init__(self, switches: Iterable[Switch]) -> None:
        self._switches = {switch.name: switch for switch in switches}
        self.values: dict[str, object] = {}
        self.reset()

    def __getitem__(self, name: str) -> object:
        return self.values[name]

    def reset(self) -> None:
        """Return to the defaults."""
        self.values = {name: switch.default for name, switch in self._switches.items()}

    def change(self, wanted: Mapping[str, object]) -> None:
        """Set all of `wanted` or none. Raises: BadControl."""
        self.values |= checked_options(self._switches.values(), wanted, of="behaviour")

    def describe(self) -> dict[str, str]:
        """Say in words what each one takes."""
        return {name: switch.words for name, switch in self._switches.items()}


def checked_options(switches: Iterable[Switch], wanted: Mapping[str, object], *, of: str) -> dict[str, object]:
    """Return `wanted` once every name and value in it is known. Raises: BadControl."""
    known = {switch.name: switch for switch in switches}
    for name in wanted:
        if name not in known:
            raise BadControl(f"There is no {of} “{name}”; there are: {', '.join(sorted(known)) or 'none'}.")
    return {name: known[name].checked(value) for name, value in wanted.items()}
