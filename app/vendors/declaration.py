"""What a vendor declares: its kinds, sign-in, switches and limits as data, and a few pure functions.

The engine does all input and output; nothing here opens a file or a socket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from app.net.requests import Answer, Request
from app.records.change import MISSING, Edits, ElementKeys, JsonObject, is_same, value_at
from app.records.checks import is_blank
from app.records.columns import Column, columns_of
from app.records.fields import RecordModel
from app.records.problems import Problem
from app.values import BaseState, Change

Options = Mapping[str, Any]


@dataclass(frozen=True)
class CredentialField:
    """One input of the sign-in form; `is_secret` ones are masked and kept in the keyring only.

    `is_place` ones say where a connection leads, beside its address.
    """

    name: str
    title: str
    help: str = ""
    is_secret: bool = True
    is_place: bool = False


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

    `touched` are the list elements with an edit in them, by the path they were edited under; `attachments`
    the files of its edited image fields, by path.
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
    attachments: Mapping[str, Attachment] = field(default_factory=dict)


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
class Attachment:
    """A file that belongs to a record, such as a logo, as it will be sent."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Page:
    """One page of a pull. `following` is what `page` is asked with next; None at the end.

    `is_list` is false where the answer holds no list at all: it says nothing, and above all not that nothing
    is there.
    """

    records: tuple[JsonObject, ...]
    following: str | None = None
    is_list: bool = True


@dataclass(frozen=True)
class Action:
    """A vendor operation that is no field edit, run on records that are neither pending nor unknown.

    `warning` says what a person should know before; `needs` names columns or lists of which one must be
    filled, or the vendor refuses, and `needs_words` says so. `reverse` is the action that undoes it, and
    `makes` what a record is after it: one that was so before is not changed by it.
    """

    name: str
    title: str
    request: Callable[[str, Options], Request]
    warning: str = ""
    needs: tuple[str, ...] = ()
    needs_words: str = ""
    reverse: str = ""
    makes: Condition | None = None


@dataclass(frozen=True)
class Condition:
    """What a field of the working copy must be; a boolean or text for "is" and "is not"."""

    path: str
    test: Literal["is", "is not", "filled", "blank"]
    value: bool | str = ""

    def is_met(self, record: Mapping[str, Any]) -> bool:
        """Judge a working copy; absent, null and empty text are blank."""
        value = value_at(record, self.path)
        if self.test in ("filled", "blank"):
            return (value is MISSING or is_blank(value)) == (self.test == "blank")
        return is_same(value, self.value) == (self.test == "is")


@dataclass(frozen=True)
class QuickFilter:
    """A filter that people of this vendor need daily; all conditions must be met."""

    name: str
    title: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Choices:
    """One page of what a field may be chosen from: (value, words); `following` as in `Page`."""

    items: tuple[tuple[str, str], ...]
    following: str | None = None


@dataclass(frozen=True)
class PickList:
    """Where the values of a column are looked up at the vendor; `page` and `parse` as for a kind's records."""

    column: str
    page: Callable[[str, Options], Request]
    parse: Callable[[str, Answer], Choices]


@dataclass(frozen=True)
class TokenSignIn:
    """A sign-in that is exchanged for a token which ends: `parse` gives (token, seconds) or None."""

    request: Callable[[Mapping[str, str]], Request]
    parse: Callable[[Answer], tuple[str, float] | None]


@dataclass(frozen=True)
class VendorMessage:
    """The vendor's own words; `path` where it named a field, as it spells it: see `vendors.named_places`.

    `is_missing` says that the words are about a value that is not there, `is_loose` that the path is but the
    last name of a field, which may stand in several places.
    """

    text: str
    path: str = ""
    is_missing: bool = False
    is_loose: bool = False


@dataclass(frozen=True)
class Kind:
    """A record kind: what a tab edits.

    `unread_change` is what a row for a key nobody has read amounts to. `key_lock` says why the key can
    no longer be changed once it was pushed. `list_keys` maps a list to the fields that name its elements.
    `guarded_warnings` are warnings that the guard asks about: (message, what a push would do, with {count}).
    `cautions` are what a person should know before editing a record that meets a condition.
    `cannot_read` says why there is no pull; empty where there is one. With `read_switch` the vendor documents
    no reading, and the kind is read only where that option is on: see `under`.
    `checked_columns` are all whose values `check` looks at; of any other it asks at most whether it is
    filled. With None it may look at everything, and reading many rows takes longer.

    Where the vendor can be read: `read` asks for one record by its key; `parse` reads a record out of an
    answer to that, or to an accepted write (None where the answer holds none); `page` asks for a page of
    all records ("" for the first) and `parse_page` reads it; `holds` tells whether a record that was read
    holds everything a pending one says, None where what was read says nothing of it. `candidates` asks for
    records made since a moment, to find a create whose answer was lost; it takes the moment, a cursor as
    `page` does, and the options, and `parse_page` reads its answers too.

    A plan may leave out a record whose base is unread, where a request made of the edits alone would do
    harm: read it, merge, and plan again. `already` tells whether a refusal says that what was asked is so
    already. `standing` lists what the vendor itself finds wrong with a record, pending or not, as warnings;
    a record that was read and meets `gone` counts as deleted there. `other_keys` name a record that has no
    key yet; with `is_key_given` the vendor gives the key, so that a new record has none, and a row without
    one is known by its whole text. `key_shape` is a pattern of such keys; what it does not match is another
    name. Elements of `single_lists` are sent one by one: bring their edits into shape with `merge.by_element`
    before a plan is frozen, so that each effect has a path of its own. Where an option of `narrowed_by` is
    filled, pages hold a part only: what is missing there says nothing. With `has_partial_base` a base may
    hold no more than was once sent: what it lacks was not looked at.

    `emptied` lists the fields of a record that was read which are left out because nothing is in them: of
    any other field left out it says nothing.

    For undoing a push: `masked` are columns that the vendor shows hidden, each with the sign that hides it;
    with `confirms_undone_adds` a record that a push added is deleted again only once a person named it.
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
    read_switch: str = ""
    has_partial_base: bool = False
    is_creatable: bool = True
    read: Callable[[str, Options], Request] | None = None
    parse: Callable[[Answer], JsonObject | None] | None = None
    page: Callable[[str, Options], Request] | None = None
    parse_page: Callable[[str, Answer], Page] | None = None
    holds: Callable[[PendingRecord, JsonObject], bool | None] | None = None
    candidates: Callable[[datetime, str, Options], Request] | None = None
    already: Callable[[Step, Answer], bool] | None = None
    standing: Callable[[JsonObject], Sequence[Problem]] | None = None
    emptied: Callable[[JsonObject], Sequence[str]] | None = None
    gone: Condition | None = None
    actions: tuple[Action, ...] = ()
    quick_filters: tuple[QuickFilter, ...] = ()
    pick_lists: tuple[PickList, ...] = ()
    other_keys: tuple[str, ...] = ()
    is_key_given: bool = False
    key_shape: str = ""
    single_lists: tuple[str, ...] = ()
    narrowed_by: tuple[str, ...] = ()
    cautions: tuple[tuple[Condition, str], ...] = ()
    guarded_warnings: tuple[tuple[str, str], ...] = ()
    checked_columns: frozenset[str] | None = None
    masked: Mapping[str, str] = field(default_factory=dict)
    confirms_undone_adds: bool = False

    def under(self, options: Options) -> Kind:
        """Give the kind as a connection has it: it cannot be read while the switch for it is off."""
        if not self.read_switch:
            return self
        if options.get(self.read_switch):
            return replace(self, cannot_read="")
        return replace(self, read=None, parse=None, page=None, parse_page=None, holds=None)

    @property
    def can_be_read(self) -> bool:
        """Tell whether records are looked at before they are written, one by one or in a list."""
        return self.read is not None or self.page is not None

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
    def needed_of_all(self) -> tuple[str, ...]:
        """The paths, but the key's, that every record must have."""
        needed = (column.path for column in self.scalar_columns if column.about.is_required)
        return tuple(path for path in needed if path != self.key_column)

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
    """A vendor as data. `sign_in_headers` are templates over the credential fields.

    `pasted_endings` are what people paste at the end of its address though every path begins with it.
    `request_id_headers` and `request_id_fields` say where an answer tells what the vendor calls the request:
    headers, then members of the body; its support asks for that.
    """

    id: str
    title: str
    kinds: tuple[Kind, ...]
    credentials: tuple[CredentialField, ...]
    sign_in_headers: tuple[tuple[str, str], ...]
    default_url: str
    probe: Callable[[Options], Request]
    explain: Callable[[Answer], tuple[VendorMessage, ...]]
    token: TokenSignIn | None = None
    options: tuple[Option, ...] = ()
    requests_per_second: float | None = None
    requests_at_once: int = 1
    sign_in_help: str = ""
    docs_url: str = ""
    pasted_endings: tuple[str, ...] = ()
    request_id_headers: tuple[str, ...] = ("x-request-id", "x-correlation-id")
    request_id_fields: tuple[str, ...] = ()

    def options_with_defaults(self, options: Options) -> dict[str, Any]:
        return {option.name: options.get(option.name, option.default) for option in self.options}
