"""When what was done to a buyer, and by whom; SoftwareOne writes all of it."""

from __future__ import annotations

from typing import Annotated

from app.records.fields import About, RecordModel

_PAGE = "docs.platform.softwareone.com, Synchronize Buyer and Create Buyer, 2026-11-20"


class CreatedBy(RecordModel):
    name: Annotated[str, About("Created by", "", "", _PAGE, is_read_only=True)]
    id: Annotated[str, About("Created by id", "", "", _PAGE, is_read_only=True)]


class Created(RecordModel):
    at: Annotated[str, About("Created", "", "", _PAGE, is_read_only=True)]
    by: CreatedBy


class UpdatedBy(RecordModel):
    name: Annotated[str, About("Updated by", "", "", _PAGE, is_read_only=True)]
    id: Annotated[str, About("Updated by id", "", "", _PAGE, is_read_only=True)]


class Updated(RecordModel):
    at: Annotated[str, About("Updated", "", "", _PAGE, is_read_only=True)]
    by: UpdatedBy


class ActivatedBy(RecordModel):
    name: Annotated[str, About("Activated by", "", "", _PAGE, is_read_only=True)]
    id: Annotated[str, About("Activated by id", "", "", _PAGE, is_read_only=True)]


class Activated(RecordModel):
    at: Annotated[str, About("Activated", "", "", _PAGE, is_read_only=True)]
    by: ActivatedBy


class UnassignedBy(RecordModel):
    name: Annotated[str, About("Unassigned by", "", "", _PAGE, is_read_only=True)]
    id: Annotated[str, About("Unassigned by id", "", "", _PAGE, is_read_only=True)]


class Unassigned(RecordModel):
    at: Annotated[str, About("Unassigned", "", "", _PAGE, is_read_only=True)]
    by: UnassignedBy


class DisabledBy(RecordModel):
    name: Annotated[str, About("Disabled by", "", "", _PAGE, is_read_only=True)]
    id: Annotated[str, About("Disabled by id", "", "", _PAGE, is_read_only=True)]


class Disabled(RecordModel):
    at: Annotated[str, About("Disabled", "", "", _PAGE, is_read_only=True)]
    by: DisabledBy


class BuyerAudit(RecordModel):
    """The stamps of a buyer; left out of answers that did not select them."""

    created: Created
    updated: Updated
    activated: Activated
    unassigned: Unassigned
    disabled: Disabled
