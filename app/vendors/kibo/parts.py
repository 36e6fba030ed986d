"""What hangs on a Kibo account: contacts, notes, segments, attributes, users and sales reps.

Source: Kibo's API description of customers, AccountBase and B2BAccount, and the page on adding a sales rep
(which also shows `last2FaDate`); read 2026-11-20. No lengths and no sets of values are documented.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.records.fields import About, AnyJson, Erase, RecordModel, Within, shown

_SPEC = "KiboSoftware/kibo-open-api-specs, customer, 2026-05-26; read 2026-11-20"

Audit = Annotated[AnyJson, shown("audit", source=_SPEC)]
"""Who made and last changed a part, as one value."""


class SalesRep(RecordModel):
    """A rep of the account: an admin user of the tenant."""

    adminUserId: Annotated[
        str,
        Field(min_length=1),
        About(
            "Sales rep",
            "The id of an admin user; chosen by name where there is a connection.",
            "8b411765d9214fe638f8075169f994ad",
            _SPEC,
            Erase.NEVER,
            is_required=True,
        ),
    ]
    accountId: Annotated[int, shown("Sales rep account", source=_SPEC)]


class ContactAddress(RecordModel):
    """A contact's address."""

    address1: Annotated[str, About("address line 1", "", "Havnegade 12", _SPEC)]
    address2: Annotated[str, About("address line 2", "", "", _SPEC)]
    address3: Annotated[str, About("address line 3", "", "", _SPEC)]
    address4: Annotated[str, About("address line 4", "", "", _SPEC)]
    cityOrTown: Annotated[str, About("city", "", "København", _SPEC)]
    stateOrProvince: Annotated[str, About("state", "", "", _SPEC)]
    postalOrZipCode: Annotated[str, About("post code", "", "1058", _SPEC)]
    countryCode: Annotated[str, About("country", "", "DK", _SPEC)]
    addressType: Annotated[str, About("address type", "", "", _SPEC)]
    isValidated: Annotated[bool, shown("address validated", source=_SPEC)]


class PhoneNumbers(RecordModel):
    """A contact's phone numbers."""

    home: Annotated[str, About("home phone", "", "", _SPEC)]
    mobile: Annotated[str, About("mobile phone", "", "", _SPEC)]
    work: Annotated[str, About("work phone", "", "", _SPEC)]


class ContactType(RecordModel):
    """What a contact is used for."""

    name: Annotated[str, shown("", source=_SPEC)]
    isPrimary: Annotated[bool, shown("primary", source=_SPEC)]


class Contact(RecordModel):
    """A contact for billing, shipping or talking to."""

    id: Annotated[
        int,
        shown("id", "Given by Kibo; tells the contacts of an account apart.", source=_SPEC),
    ]
    email: Annotated[str, About("e-mail", "", "indkob@example.com", _SPEC)]
    firstName: Annotated[str, About("first name", "", "Indkøb", _SPEC)]
    middleNameOrInitial: Annotated[str, About("middle name", "", "", _SPEC)]
    lastNameOrSurname: Annotated[str, About("last name", "", "København", _SPEC)]
    companyOrOrganization: Annotated[str, About("company", "", "", _SPEC)]
    faxNumber: Annotated[str, About("fax", "", "", _SPEC)]
    label: Annotated[str, About("label", "", "", _SPEC)]
    phoneNumbers: PhoneNumbers
    address: ContactAddress
    types: Annotated[list[ContactType], Within("type")]
    accountId: Annotated[int, shown("account", source=_SPEC)]
    auditInfo: Audit


class Note(RecordModel):
    """An internal note, for merchants only."""

    id: Annotated[
        int,
        shown("id", "Given by Kibo; tells the notes of an account apart.", source=_SPEC),
    ]
    content: Annotated[str, About("", "", "", _SPEC)]
    auditInfo: Audit


class Segment(RecordModel):
    """A segment the account was assigned to."""

    id: Annotated[int, shown("id", source=_SPEC)]
    code: Annotated[str, shown("code", source=_SPEC)]
    name: Annotated[str, shown("", source=_SPEC)]
    description: Annotated[str, shown("description", source=_SPEC)]
    auditInfo: Audit


class Attribute(RecordModel):
    """An attribute; its values may be anything."""

    fullyQualifiedName: Annotated[str, shown("", source=_SPEC)]
    attributeDefinitionId: Annotated[int, shown("definition", source=_SPEC)]
    values: Annotated[AnyJson, shown("values", source=_SPEC)]
    auditInfo: Audit


class RoleScope(RecordModel):
    """Where a role holds."""

    id: Annotated[int, shown("scope id", source=_SPEC)]
    name: Annotated[str, shown("scope", source=_SPEC)]
    type: Annotated[str, shown("scope type", source=_SPEC)]


class RoleResource(RecordModel):
    """What a role is about."""

    id: Annotated[str, shown("resource id", source=_SPEC)]
    type: Annotated[str, shown("resource type", source=_SPEC)]


class UserRole(RecordModel):
    """A role of a user."""

    roleId: Annotated[int, shown("id", source=_SPEC)]
    roleName: Annotated[str, shown("", source=_SPEC)]
    userId: Annotated[str, shown("user id", source=_SPEC)]
    roleTags: Annotated[AnyJson, shown("tags", source=_SPEC)]
    auditInfo: Audit
    assignedInScope: RoleScope
    roleResources: list[RoleResource]


class B2BUser(RecordModel):
    """A person of the company who buys; users are not changed with their account."""

    userId: Annotated[str, shown("id", source=_SPEC)]
    emailAddress: Annotated[str, shown("e-mail", source=_SPEC)]
    userName: Annotated[str, shown("name", source=_SPEC)]
    firstName: Annotated[str, shown("first name", source=_SPEC)]
    lastName: Annotated[str, shown("last name", source=_SPEC)]
    localeCode: Annotated[str, shown("locale", source=_SPEC)]
    acceptsMarketing: Annotated[bool, shown("accepts marketing", source=_SPEC)]
    hasExternalPassword: Annotated[bool, shown("has external password", source=_SPEC)]
    isActive: Annotated[bool, shown("active", source=_SPEC)]
    isLocked: Annotated[bool, shown("locked", source=_SPEC)]
    isRemoved: Annotated[bool, shown("removed", source=_SPEC)]
    last2FaDate: Annotated[str, shown("last two-factor sign-in", source=_SPEC)]
    roles: Annotated[list[UserRole], Within("role")]
