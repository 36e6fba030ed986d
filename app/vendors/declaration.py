"""What a vendor declares: its kinds, sign-in, switches and limits as data, and a few pure functions.

The engine does all input and output; nothing here opens a file or a socket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from app.net.requests import Answer, Request
from app.records.change import Edits, ElementKeys, JsonObject
from app.records.columns import Column, columns_of
from app.records.fields import RecordModel
from app.records.problems import Problem
from app.values import BaseState, Change

Options = Mapping[str, Any]


@dataclass(frozen=True)
class CredentialField:
    """One input of the sign-in form; `is_secret` ones are masked and kept in the keyring only."""

    name: str
    title: str
    help: str = ""
    is_secret: bool = True


@dataclass(frozen=True)
class Option:
    """A switch of a connection, with the words that explain it."""

    name: str
    title: str
    type: Literal["text", "choice", "boolean", "integer"]
    default: Any
    help: str = ""
    choices: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 0


@dataclass(frozen=True)
class PendingRecord:
    """What a plan sees of a record: frozen, without problems, ready to be sent.

    `touched` are the list elements with an edit in them, by the path they were edited under.
    """

    id: int
    key: str
    change: Change
    base_state: BaseState
    base: JsonObject
    edits: Edits
    working: JsonObject
    touched: Mapping[str, JsonObject] = field(default_factory=dict)
    directives: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Effect:
    """What one request does to one record: the edits it carries, or its deletion."""

    record_id: int
    paths: tuple[str, ...] = ()
    deletes: bool = False


@dataclass(frozen=True)
class Step:
    """One request of a plan with its effects. `is_splittable`: a refusal may be halved to find its cause."""

    operation: str
    request: Request
    effects: tuple[Effect, ...]
    is_splittable: bool = False


@dataclass(frozen=True)
class VendorMessage:
    """The vendor's own words; `path` where it named a field."""

    text: str
    path: str = ""


@dataclass(frozen=True)
class Kind:
    """A record kind: what a tab edits.

    `unread_change` is what a row for a key nobody has read amounts to. `key_lock` says why the key can
    no longer be changed once it was pushed. `list_keys` maps a list to the fields that name its elements.
    `guarded_warnings` are warnings that the guard asks about: (message, what a push would do, with {count}).
    `cannot_read` says why there is no pull; empty where there is one.
    `checked_columns` are all whose values `check` looks at; of any other it asks at most whether it is
    filled. With None it may look at everything, and reading many rows takes longer.
    """

    id: str
    title: str
    title_one: str
    model: type[RecordModel]
    key_column: str
    unread_change: Change
    plan: Callable[[Iterable[PendingRecord], Options], Iterator[Step]]
    accepts: Callable[[Step, Answer], bool]
    check: Callable[[PendingRecord, Options], Sequence[Problem]]
    list_keys: ElementKeys = field(default_factory=dict)
    delete_column: str = ""
    key_lock: str = ""
    overwrite_warning: str = ""
    grid_columns: tuple[str, ...] = ()
    halved_statuses: frozenset[int] = frozenset()
    cannot_read: str = ""
    guarded_warnings: tuple[tuple[str, str], ...] = ()
    checked_columns: frozenset[str] | None = None

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return columns_of(self.model)

    @cached_property
    def column_by_path(self) -> Mapping[str, Column]:
        return {column.path: column for column in self.columns}

    @cached_property
    def scalar_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.list_path)

    @cached_property
    def needed_in_elements(self) -> Mapping[str, tuple[Column, ...]]:
        """*Shape*: list path → the columns an element of it must have."""
        needed = [column for column in self.columns if column.list_path and column.about.is_needed]
        return {
            path: tuple(column for column in needed if column.list_path == path)
            for path in {column.list_path for column in needed}
        }


@dataclass(frozen=True)
class Vendor:
    """A vendor as data. `sign_in_headers` are templates over the credential fields."""

    id: str
    title: str
    kinds: tuple[Kind, ...]
    credentials: tuple[CredentialField, ...]
    sign_in_headers: tuple[tuple[str, str], ...]
    default_url: str
    probe: Callable[[Options], Request]
    explain: Callable[[Answer], tuple[VendorMessage, ...]]
    options: tuple[Option, ...] = ()
    requests_per_second: float | None = None
    requests_at_once: int = 1
    sign_in_help: str = ""
    docs_url: str = ""

    def options_with_defaults(self, options: Options) -> dict[str, Any]:
        return {option.name: options.get(option.name, option.default) for option in self.options}
