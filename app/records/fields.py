"""How a record kind declares its fields, once, as annotated pydantic models."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, WithJsonSchema

from app.records.codes import check_country, check_currency
from app.records.pictures import attached_name


class Erase(StrEnum):
    """What is sent so that a field becomes empty at the vendor."""

    NULL = "null"
    EMPTY_TEXT = "empty text"
    EMPTY_LIST = "empty list"
    NEVER = "never"


@dataclass(frozen=True)
class About:
    """What pydantic's own constraints do not say of a field; goes into its `Annotated`.

    `is_required` says that a new record (or element) needs it; with `is_required_softly` its absence
    is a warning, because the vendor may hold the record already. A directive steers a request and is
    no part of base or change. `source` names the vendor's page and the date it was read.
    """

    title: str
    help: str = ""
    example: str = ""
    source: str = ""
    erase: Erase = Erase.NULL
    is_required: bool = False
    is_required_softly: bool = False
    is_read_only: bool = False
    is_directive: bool = False
    missing: str = ""
    choice_titles: tuple[tuple[str, str], ...] = ()

    @property
    def is_needed(self) -> bool:
        """Say whether its absence is a problem at all, an error or a warning."""
        return self.is_required or self.is_required_softly


@dataclass(frozen=True)
class Within:
    """Says where a part stands that is declared once and used in several places: its titles begin with this."""

    title: str


def shown(title: str, help: str = "", *, source: str) -> About:  # noqa: A002  the word of `About`
    """Describe a field that only the vendor writes."""
    return About(title, help, source=source, is_read_only=True)


class RecordModel(BaseModel):
    """Base of all declared records and list elements: every field may be absent, unknown ones survive."""

    model_config = ConfigDict(extra="allow", strict=True, arbitrary_types_allowed=False)


Country = Annotated[str, AfterValidator(check_country), WithJsonSchema({"type": "string", "format": "country"})]
Currency = Annotated[
    str, AfterValidator(check_currency), WithJsonSchema({"type": "string", "format": "currency"})
]
Image = Annotated[str, AfterValidator(attached_name), WithJsonSchema({"type": "string", "format": "image"})]
"""A picture that is sent along; the value names the file, whose bytes are kept beside the record."""
AnyJson = Annotated[Any, WithJsonSchema({"format": "json"})]
"""A part whose shape the vendor leaves open; shown as compact JSON, never edited."""
