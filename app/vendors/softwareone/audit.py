"""When what was done to a buyer, and by whom; SoftwareOne writes all of it."""

from __future__ import annotations

from typing import Annotated

from app.records.fields import RecordModel, Within, shown

_PAGE = "docs.platform.softwareone.com, Synchronize Buyer and Create Buyer, 2026-11-20"


class Who(RecordModel):
    """A user or a token."""

    name: Annotated[str, shown("by", source=_PAGE)]
    id: Annotated[str, shown("by id", source=_PAGE)]


class Stamp(RecordModel):
    """One stamp; its titles begin with what was done."""

    at: Annotated[str, shown("", source=_PAGE)]
    by: Who


class BuyerAudit(RecordModel):
    """The stamps of a buyer; left out of answers that did not select them."""

    created: Annotated[Stamp, Within("Created")]
    updated: Annotated[Stamp, Within("Updated")]
    activated: Annotated[Stamp, Within("Activated")]
    unassigned: Annotated[Stamp, Within("Unassigned")]
    disabled: Annotated[Stamp, Within("Disabled")]
